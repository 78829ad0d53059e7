"""Where converted videos are kept on this machine, so that `apply` does not convert again what `plan` has shown."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_KEPT_SECONDS = 7 * 24 * 3600


@contextmanager
def media_cache() -> Iterator[Path]:
    """The folder, readable by its owner alone; what lies there for longer than a week is forgotten."""
    # XDG Base Directory Specification.
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "portavoce/media"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    yield folder
