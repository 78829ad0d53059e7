"""`portavoce freeze` and `portavoce resume`: the brake."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.frame import common, connect, show

INSTANTS = ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"]


@common
def freeze(
    context: typer.Context,
    *,
    brand: Annotated[str | None, typer.Argument(help="The brand's id; everything when it is left out.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is shown to everybody who asks.")],
    channel: Annotated[str | None, typer.Option("--channel", help="Only this channel of the brand.")] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until",
            formats=["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z"],
            help="An instant, such as 2026-11-24T09:00+01:00.",
        ),
    ] = None,
) -> None:
    """Stop the publishing: nothing starts after this has answered."""
    body = {"brand_id": brand, "channel": channel, "reason": reason, "until": until.isoformat() if until else None}
    answer = connect(context).post("freezes", body=body).body
    show(context, answer, _render_frozen)


@common
def resume(
    context: typer.Context,
    freeze_id: Annotated[str, typer.Argument(help="The freeze, as `portavoce status` shows it.")],
) -> None:
    """Lift a freeze: what it had stopped leaves at once, or is missed if it is too late for it."""
    answer = connect(context).delete("freezes", freeze_id).body
    show(context, answer, lambda console, _: console.print(f"Lifted: freeze {freeze_id}.", markup=False))


def covered(freeze: dict[str, Any]) -> str:
    """What a freeze covers, in words."""
    if not freeze["brand_id"]:
        return "everything"
    return f"channel {freeze['brand_id']}.{freeze['channel']}" if freeze["channel"] else f"brand {freeze['brand_id']}"


def _render_frozen(console: Console, answer: Any) -> None:
    until = f" until {answer['until']}" if answer["until"] else ""
    console.print(
        f"Frozen: {covered(answer)}{until}. Lift it with `portavoce resume {answer['freeze_id']}`.", markup=False
    )
