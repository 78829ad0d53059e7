"""Whether a person sits at the terminal; what they are shown while they wait, and what they are asked for."""

import sys

import typer
from rich.progress import Progress

from portavoce.cli.frame import StagedConsole, wants_json
from portavoce.cli.refusal import Refusal


def at_a_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty()


def ask_secret(what: str) -> str:
    """A secret from a prompt that does not show it, or from one line of stdin. Raises Refusal for none."""
    if at_a_terminal():
        value: str = typer.prompt(f"The {what}", hide_input=True, err=True)
    else:
        value = sys.stdin.readline()
    if not value.strip():
        raise Refusal(f"No {what} was given: type it at the prompt or send it on stdin.")
    return value.strip()


def progress(context: typer.Context) -> Progress:
    """Bars on stderr that vanish when they are done; none where no person looks."""
    nobody_looks = wants_json(context) or not sys.stderr.isatty()
    return Progress(console=StagedConsole(context, stderr=True), transient=True, disable=nobody_looks)
