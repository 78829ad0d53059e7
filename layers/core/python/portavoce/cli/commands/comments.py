"""`portavoce comments` and `portavoce leads`: what people say, and who wants to buy."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import moment, new_table
from portavoce.cli.frame import common, connect, show
from portavoce.community.model import InboxStatus

Most = Annotated[int, typer.Option("--most", min=1, max=1000, help="How many at most.")]


@common
def comments(
    context: typer.Context,
    brand: BrandName = None,
    status: Annotated[InboxStatus, typer.Option("--status", help="Which part of the inbox.")] = InboxStatus.OPEN,
    most: Most = 25,
) -> None:
    """Show the inbox, newest first."""
    api = connect(context)
    items = api.pages("brands", chosen_brand(api, brand), "comments", query={"status": status.value}, most=most)
    show(context, {"items": items}, _render_comments)


@common
def leads(
    context: typer.Context,
    brand: BrandName = None,
    most: Most = 25,
) -> None:
    """Show the people who want to buy, newest first."""
    api = connect(context)
    items = api.pages("brands", chosen_brand(api, brand), "leads", most=most)
    show(context, {"items": items}, _render_leads)


def _render_comments(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nothing here.")
        return
    table = new_table("when (UTC)", "channel", "who", "what was said", "decided", "id")
    for one in answer["items"]:
        said, decision = one["interaction"], one["decision"]
        decided = ", ".join((*decision["labels"], *decision["actions"]))
        who, text = Text(said["author_name"] or ""), Text(said["text"] or "")
        table.add_row(moment(said["occurred_at"]), one["channel_id"], who, text, decided, Text(said["interaction_id"]))
    console.print(table)


def _render_leads(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("No leads yet.")
        return
    table = new_table("when (UTC)", "channel", "who", "what was said", "where")
    for one in answer["items"]:
        who, text = Text(one["author_name"] or ""), Text(one["text"])
        table.add_row(moment(one["created_at"]), one["channel_id"], who, text, Text(one["permalink"] or ""))
    console.print(table)
