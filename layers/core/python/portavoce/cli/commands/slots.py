"""`portavoce slots`: when a channel's next posts could go."""

from typing import Annotated

import typer

from portavoce.cli.frame import common, connect, show
from portavoce.cli.series_view import render_slots


@common
def slots(
    context: typer.Context,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    channel: Annotated[str, typer.Argument(help="The channel's short id.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many.")] = 10,
) -> None:
    """List the next free posting slots of a channel: what `next-slot` in a calendar would get."""
    answer = connect(context).get("brands", brand, "channels", channel, "slots", query={"limit": limit}).body
    show(context, answer, render_slots)
