"""What every command has in common: `--stage`, `--json`, one sentence instead of a traceback, and exit codes.

0: done. 1: refused, or something needs a person. 2: the command line itself was wrong."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from portavoce.cli import stages
from portavoce.cli.client import Api
from portavoce.cli.refusal import Refusal

REFUSED = 1
_JSON = "portavoce.json"


def _remember(context: typer.Context, as_json: bool) -> bool:
    context.meta[_JSON] = as_json
    return as_json


StageName = Annotated[
    str, typer.Option("--stage", envvar="PORTAVOCE_STAGE", help="The stage to speak to; `local` is the laptop twin.")
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print JSON for machines on stdout, and nothing else.", callback=_remember)
]
DEV = "dev"


class Door(TyperGroup):
    """The outermost command: a Refusal becomes its sentences on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            err = Console(stderr=True, soft_wrap=True, highlight=False)
            err.print(refusal.message, style="bold red", markup=False)
            for line in refusal.lines:
                err.print(f"  {line}", markup=False)
            if ctx.meta.get(_JSON):
                print_json({"problem": refusal.problem})
            raise typer.Exit(REFUSED) from None


def connect(context: typer.Context, stage: str) -> Api:
    """The stage's API; a test hands in its own way to connect as the context's object."""
    make: Callable[[str], Api] = context.obj or stages.connect
    return make(stage)


def show(context: typer.Context, answer: Any, render: Callable[[Console, Any], None]) -> None:
    """The answer as JSON or, for a person, as `render` draws it."""
    if context.meta.get(_JSON):
        print_json(answer)
    else:
        render(Console(soft_wrap=False, highlight=False), answer)


def print_json(answer: Any) -> None:
    """JSON on stdout, Unicode as it is."""
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
