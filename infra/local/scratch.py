"""Where the emulator keeps what it works with: in memory where there is some, and gone when it has ended."""

import os
import shutil
import time
from pathlib import Path

NAME = "portavoce-emulator"
REMOVE_LIMIT_SECONDS = 10


def scratch_folder(otherwise: Path, port: int) -> Path:
    """A folder that is this process's own, not yet made."""
    # Each cold start of a function unpacks both layers: 2,000 files, much faster in memory than on a disk.
    memory = Path("/dev/shm")
    quickest = memory if os.access(memory, os.W_OK) else otherwise
    return quickest / f"{NAME}-{port}-{os.getpid()}"


def clear_leftovers(folder: Path) -> None:
    """Remove what processes left there that were killed and could not clean up."""
    for left in folder.glob(f"{NAME}-*-*"):
        owner = left.name.rpartition("-")[2]
        if owner.isdecimal() and not _is_alive(int(owner)):
            remove_folder(left)


def remove_folder(folder: Path) -> None:
    """Remove it, also while a process that is just being killed still writes into it."""
    deadline = time.monotonic() + REMOVE_LIMIT_SECONDS
    while folder.exists() and time.monotonic() < deadline:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
