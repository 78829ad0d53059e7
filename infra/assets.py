"""What a browser loads: one style and one script, made of ours and of the pinned htmx, named by their content.

They are gzipped here, once: the HTTP API does not compress."""

import gzip
import hashlib
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "layers/assets"
CACHE = ROOT / ".local/layers"
HTMX = ROOT / "node_modules/htmx.org/dist"
PACKAGE = "console_assets"
BEST = 9
_MAP = b"sourceMappingURL"
_END = b";"
"""After each file: one that ends in brackets would be called with those that the next begins with."""


def assets_folder() -> Path:
    """The layer's folder, made now if it has not been yet for these sources.

    Raises FileNotFoundError when htmx is not installed: `make tools` does."""
    files = {f"console.{_name(content)}.{kind}": content for kind, content in _contents().items()}
    folder = CACHE / f"assets-{_name('|'.join(files).encode())}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            package = Path(scratch) / "assets/python" / PACKAGE
            package.mkdir(parents=True)
            (package / "__init__.py").touch()
            for name, content in files.items():
                (package / f"{name}.gz").write_bytes(gzip.compress(content, BEST, mtime=0))
            with suppress(OSError):  # another synthesis was first with the same
                (Path(scratch) / "assets").rename(folder)
    _forget_old_ones(folder)
    return folder


def _contents() -> dict[str, bytes]:
    script = [HTMX / "htmx.min.js", HTMX / "ext/hx-csp.min.js", *sorted(SOURCES.glob("script/*.js"))]
    style = [SOURCES / "style/frame.css", *sorted(set(SOURCES.glob("style/*.css")) - {SOURCES / "style/frame.css"})]
    # A comment at a file's end that names its map would lead a browser to a file that is not there.
    lines = [line for path in script for line in (*path.read_bytes().splitlines(), _END) if _MAP not in line]
    return {"css": b"\n".join(path.read_bytes() for path in style), "js": b"\n".join(lines) + b"\n"}


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _forget_old_ones(kept: Path) -> None:
    for old in CACHE.glob("assets-*"):
        if old != kept:
            shutil.rmtree(old, ignore_errors=True)
