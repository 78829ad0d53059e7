"""The local stage's cloud assembly, synthesised again only when something that shapes it has changed."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CDK = ROOT / "node_modules/.bin/cdk"
SYNTH_LIMIT_SECONDS = 300
# Enough for twins that run side by side.
KEPT_ASSEMBLIES = 4


class StepFailed(RuntimeError):
    """A command that the laptop twin needs did not succeed; the message names it and the remedy."""


def local_assembly(folder: Path, environment: Mapping[str, str]) -> Path:
    """The assembly of both stacks for the local stage, in a folder under `folder`.

    Raises:
        StepFailed: the synthesis failed or took too long.
    """
    assembly = folder / f"assembly-{_fingerprint()}"
    if not (assembly / "manifest.json").exists():
        _forget_old_ones(folder)
        command = [str(CDK), "synth", "--quiet", "--no-notices", "--output", str(assembly), "-c", "stage=local"]
        run(command, environment, SYNTH_LIMIT_SECONDS, "See the message above; `make synth` shows it alone.")
    return assembly


def _forget_old_ones(folder: Path) -> None:
    by_age = sorted(folder.glob("assembly-*"), key=lambda path: path.stat().st_mtime)
    for old in by_age[: -(KEPT_ASSEMBLIES - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _inputs() -> Iterator[Path]:
    yield from (ROOT / "cdk.json", ROOT / "uv.lock", ROOT / "package-lock.json")
    not_shipped = (ROOT / "infra/local", ROOT / "layers/core/python/portavoce/cli")
    for folder in ("infra", "functions", "layers/core"):
        for path in sorted((ROOT / folder).rglob("*")):
            passed_over = "__pycache__" in path.parts or any(path.is_relative_to(other) for other in not_shipped)
            if path.is_file() and not passed_over:
                yield path


def run(command: list[str], environment: Mapping[str, str], limit_seconds: int, remedy: str) -> None:
    """Run `command` quietly in the project's folder; what it printed is shown only if it fails.

    Raises:
        StepFailed: it ended with an error, or not within the limit, or does not exist.
    """
    shown = " ".join(command)
    try:
        subprocess.run(
            command, cwd=ROOT, env=dict(environment), check=True, capture_output=True, text=True, timeout=limit_seconds
        )
    except FileNotFoundError as missing:
        raise StepFailed(f"{shown}\nis not installed: run `make demo`, which installs what it needs") from missing
    except subprocess.TimeoutExpired as late:
        raise StepFailed(f"{shown}\ndid not end within {limit_seconds} s. {remedy}") from late
    except subprocess.CalledProcessError as failed:
        printed = f"{failed.stdout}\n{failed.stderr}".strip()
        raise StepFailed(f"{shown}\nfailed with status {failed.returncode}:\n{printed}\n{remedy}") from failed
