"""What every command has in common: `--stage`, `--json`, one sentence instead of a traceback, and exit codes.

0: done. 1: refused, or something needs a person. 2: the command line itself was wrong."""

import json
import os
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from typer.core import TyperGroup

from portavoce.cli import stages
from portavoce.cli.client import Api
from portavoce.cli.display import print_wrapped
from portavoce.cli.refusal import Refusal
from portavoce.commands import DEFAULT_STAGE, complete_commands
from portavoce.contained_text import contain_text

REFUSED, WRONG_LINE = 1, 2
_STAGE, _JSON = "portavoce.stage", "portavoce.json"
STAGE_VARIABLE = "PORTAVOCE_STAGE"

StageName = Annotated[
    str | None,
    typer.Option("--stage", help="The stage to speak to; `local` is the demo. PORTAVOCE_STAGE names it once for all."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines on stdout, and nothing else there.")]


def common(command: Callable[..., None]) -> Callable[..., None]:
    """The command, or the group of them, with `--stage` and `--json` added; it must take `context` first, which then
    knows them: what stands after the command goes before what stands before it, and that before the environment."""

    @wraps(command)
    def run(context: typer.Context, *, stage: str | None, as_json: bool, **given: Any) -> None:
        context.meta[_STAGE] = stage or context.meta.get(_STAGE) or os.environ.get(STAGE_VARIABLE) or DEFAULT_STAGE
        context.meta[_JSON] = as_json or context.meta.get(_JSON, False)
        command(context, **given)

    added = [
        Parameter("stage", Parameter.KEYWORD_ONLY, default=None, annotation=StageName),
        Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=AsJson),
    ]
    plain = signature(command)
    changed = plain.replace(parameters=[*plain.parameters.values(), *added])
    run.__signature__ = changed  # type: ignore[attr-defined]
    return run


class ContainedConsole(Console):
    """Lets no control character of a stranger reach the terminal, whatever is printed."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is written to the terminal for anything that can be printed."""
        for one in super().render(renderable, options):
            yield one if one.control else one._replace(text=contain_text(one.text))


class StagedConsole(ContainedConsole):
    """Names the stage in every command that it prints: what is pasted speaks to the same one."""

    def __init__(self, context: Any, **settings: Any) -> None:
        super().__init__(highlight=False, **settings)
        self._stage: str | None = context.meta.get(_STAGE)

    def print(self, *objects: Any, **settings: Any) -> None:
        """Prints as any console does."""
        super().print(*(complete_all(one, self._stage) for one in objects), **settings)


def complete_all(value: Any, stage: str | None) -> Any:
    """The value with its stage in each command that stands in a text of it."""
    match value:
        case str():
            return complete_commands(value, stage)
        case list():
            return [complete_all(one, stage) for one in value]
        case dict():
            return {name: complete_all(one, stage) for name, one in value.items()}
        case _:
            return value


class Door(TyperGroup):
    """The outermost command: a Refusal becomes its sentences on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            _print_refusal(refusal, StagedConsole(ctx, stderr=True), ctx.meta.get(_STAGE))
            if ctx.meta.get(_JSON):
                print_json({"problem": refusal.problem})
            raise typer.Exit(REFUSED) from None


def _print_refusal(refusal: Refusal, err: Console, stage: str | None) -> None:
    """At words in a terminal; where a program reads, each sentence stays one line."""
    message, *lines = complete_all([refusal.message, *refusal.lines], stage)
    if not err.is_terminal:
        err.print(message, *(f"  {line}" for line in lines), sep="\n", markup=False, soft_wrap=True)
        return
    print_wrapped(err, message, style="bold red")
    for line in lines:
        print_wrapped(err, line, indent=2)


def wants_json(context: typer.Context) -> bool:
    """Whether a machine reads the answer."""
    return bool(context.meta.get(_JSON))


def connect(context: typer.Context) -> Api:
    """The API of the stage that was named; a test hands in its own way to connect as the context's object."""
    make: Callable[[str], Api] = context.obj or stages.connect
    return make(context.meta[_STAGE])


def show(context: typer.Context, answer: Any, render: Callable[[Console, Any], None]) -> None:
    """The answer as JSON or, for a person, as `render` draws it."""
    if wants_json(context):
        print_json(answer)
    else:
        render(StagedConsole(context, soft_wrap=False), complete_all(answer, context.meta.get(_STAGE)))


def print_json(answer: Any) -> None:
    """JSON on stdout, Unicode as it is; what a terminal would obey is escaped, so that machines lose nothing."""
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    typer.echo(text if contain_text(text) == text else json.dumps(answer, indent=2).replace("\x7f", "\\u007f"))
