"""A bar on stderr for what takes its time; none where no person looks."""

import sys
from collections.abc import Callable

import typer
from rich.progress import Progress, TaskID

from portavoce.cli.frame import StagedConsole, wants_json


def progress(context: typer.Context) -> Progress:
    """Bars that vanish when they are done."""
    nobody_looks = wants_json(context) or not sys.stderr.isatty()
    return Progress(console=StagedConsole(context, stderr=True), transient=True, disable=nobody_looks)


def conversion_bars(bars: Progress) -> Callable[[str, float], None]:
    """What is told a video's name and which share of it is converted, and shows a bar for each."""
    shown: dict[str, TaskID] = {}

    def advance(named: str, done: float) -> None:
        if named not in shown:
            shown[named] = bars.add_task(f"Converting {named}", total=1)
        bars.update(shown[named], completed=done)

    return advance
