"""A bar on stderr for what takes its time; none where no person looks."""

import sys

import typer
from rich.progress import Progress

from portavoce.cli.frame import StagedConsole, wants_json


def progress(context: typer.Context) -> Progress:
    """Bars that vanish when they are done."""
    nobody_looks = wants_json(context) or not sys.stderr.isatty()
    return Progress(console=StagedConsole(context, stderr=True), transient=True, disable=nobody_looks)
