"""Programs that run beside ours and are installed apart, on demand: the emulator, and the servers of the tests.

Tests and twins start together, so whoever needs the same environment waits for the one that makes it."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from infra.assembly import ROOT, run


def install_once(folder: Path, version: str, install: Callable[[], None]) -> None:
    """Fill `folder` by `install`, unless it holds `version` already; what a broken-off installation left goes first.

    Raises:
        StepFailed: uv, npm or their registries cannot be reached.
    """
    stamp = folder / f"installed-{version}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists():
            return
        if folder.exists():
            shutil.rmtree(folder)
        install()
        stamp.touch()


def make_python(folder: Path, python: str, packages: list[str], limit_seconds: int, remedy: str) -> None:
    """A virtual environment of `python`, a version or a path, with what `uv pip install` is told in `packages`.

    Raises:
        StepFailed: uv or the registry cannot be reached.
    """
    uv = shutil.which("uv") or str(ROOT / ".local/uv/bin/uv")
    run([uv, "venv", "--quiet", "--python", python, str(folder)], os.environ, limit_seconds, remedy)
    install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(folder / "bin/python")]
    run([*install, *packages], os.environ, limit_seconds, remedy)
