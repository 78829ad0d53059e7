"""`portavoce calendar-feed`: the brand's calendar in any calendar program."""

from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.display import moment, print_whole
from portavoce.cli.frame import common, connect, show


@common
def calendar_feed(
    context: typer.Context,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    rotate: Annotated[bool, typer.Option("--rotate", help="Make a new address; the old one stops working.")] = False,
) -> None:
    """Give the secret address under which a calendar program follows a brand's posts; it is shown once."""
    answer = connect(context).put("brands", brand, "calendar-feed", body={"rotate": rotate}).body
    show(context, answer, _render)


def _render(console: Console, answer: Any) -> None:
    if answer["url"]:
        console.print(f"Subscribe to this address; whoever has it can read the calendar of {answer['brand_id']}:")
        print_whole(console, answer["url"])
    else:
        made = f"by {answer['made_by']}, {moment(answer['made_at'])} UTC"
        console.print(
            f"{answer['brand_id']} has an address already ({made}). It is not kept, only checked: if it is lost, make "
            f"another with `portavoce calendar-feed {answer['brand_id']} --rotate`.",
            markup=False,
        )
