"""What commands share that convert media: the option against it, the bars, and where what was converted is kept."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

AsIs = Annotated[bool, typer.Option("--as-is", help="Change nothing: refuse what does not fit as it is.")]
_KEPT_SECONDS = 7 * 24 * 3600


@contextmanager
def media_cache() -> Iterator[Path]:
    """Where converted videos are kept on this machine, so that `apply` does not convert again what `plan` has shown:
    readable by its owner alone, and for a week."""
    # XDG Base Directory Specification.
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "portavoce/media"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
            old.unlink(missing_ok=True)
    yield folder


def conversion_bars(bars: Progress) -> Callable[[str, float], None]:
    """What is told a video's name and which share of it is converted, and shows a bar for each."""
    shown: dict[str, TaskID] = {}

    def advance(named: str, done: float) -> None:
        if named not in shown:
            shown[named] = bars.add_task(f"Converting {named}", total=1)
        bars.update(shown[named], completed=done)

    return advance
