"""`portavoce links`: the links in a brand's posts that are counted, and who followed them."""

from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import new_table
from portavoce.cli.frame import common, connect, show


@common
def links(
    context: typer.Context,
    brand: BrandName = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days, today included.")] = 30,
) -> None:
    """Show the links in posts that are counted, newest first: clicks of people, and of programs beside them."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "links", query={"days": days}).body
    show(context, answer, _render)


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("No link is counted: set `links: {track: true}` in the brand's file, then plan posts with links.")
        return
    table = new_table("post", "channel", "clicks", "programs", "leads to", whole=("clicks", "programs"))
    for one in answer["items"]:
        programs = one["bot_clicks"] + one["previews"]
        table.add_row(one["post_id"], one["channel"], str(one["clicks"]), str(programs), one["target"])
    console.print(table)
