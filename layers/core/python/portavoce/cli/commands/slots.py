"""`portavoce slots`: when a channel's next posts could go, and at which hours its posts have done better."""

from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.display import count_things, print_wrapped
from portavoce.cli.frame import common, connect, show
from portavoce.cli.series_view import render_slots

SHOWN = 7
"""How many of the better hours are shown; --json has the whole table."""


@common
def slots(
    context: typer.Context,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    channel: Annotated[str, typer.Argument(help="The channel's short id.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="How many.")] = 10,
    *,
    best: Annotated[
        bool, typer.Option("--best", help="As `best-slot` in a calendar gets them: hours that have done better.")
    ] = False,
) -> None:
    """List the next free posting slots of a channel, as `next-slot` in a calendar gets them, and when to post."""
    api, place = connect(context), ("brands", brand, "channels", channel)
    answer = api.get(*place, "slots", query={"limit": limit, "best": best}).body
    show(context, answer | {"hours": api.get(*place, "posting-hours").body}, _render)


def _render(console: Console, answer: Any) -> None:
    render_slots(console, answer)
    hours = answer["hours"]
    if hours["silent_because"]:
        print_wrapped(console, f"When to post is not known: {hours['silent_because']}.")
        return
    posts, weeks = count_things(hours["posts"], "post"), count_things(hours["weeks"], "week")
    console.print(f"When to post: engagement beside the mean, of {posts} in {weeks}.")
    for one in hours["best"][:SHOWN]:
        posts = count_things(one["posts"], "post")
        bounds = f"({one['low_percent']:+} to {one['high_percent']:+})"
        console.print(f"  {one['weekday']} {one['hour']:02}:00  {one['percent']:+} % {bounds}, {posts}")
    words = "They were not chosen by chance, so other causes may be in them: try another hour with one post in five."
    print_wrapped(console, words)
