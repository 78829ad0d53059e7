"""`portavoce comments` and `portavoce leads`: what people say, and who wants to buy."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli import comment_acts
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.comment_acts import CommentName, split_name
from portavoce.cli.display import Most, moment, print_rest, print_whole
from portavoce.cli.frame import common, connect, show
from portavoce.community.model import InboxStatus

app = typer.Typer(help="What people say: the inbox, and what to do with it.", invoke_without_command=True)

comment_acts.add_to(app)


@app.callback()
@common
def comments(
    context: typer.Context,
    brand: BrandName = None,
    status: Annotated[InboxStatus, typer.Option("--status", help="Which part of the inbox.")] = InboxStatus.OPEN,
    most: Most = 25,
) -> None:
    """Show the inbox, newest first; or do something with one comment."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    found = api.list_items("brands", chosen_brand(api, brand), "comments", query={"status": status.value}, most=most)
    show(context, found, _render_comments)


@app.command("done")
@common
def mark_done(
    context: typer.Context,
    comment: CommentName,
    *,
    reopen: Annotated[bool, typer.Option("--reopen", help="Put it back among the open ones.")] = False,
) -> None:
    """Take a comment off the list: it is dealt with."""
    _order(context, comment, {"action": "reopen" if reopen else "done"}, "Open again" if reopen else "Done")


@app.command()
@common
def assign(
    context: typer.Context,
    comment: CommentName,
    assignee: Annotated[str | None, typer.Option("--to", help="The e-mail address of who is to answer.")] = None,
) -> None:
    """Name who is to answer a comment; nobody without --to."""
    said = f"Assigned to {assignee}" if assignee else "Assigned to nobody"
    _order(context, comment, {"action": "assign", "assignee": assignee}, said)


def _order(context: typer.Context, comment: str, order: dict[str, str | None], said: str) -> None:
    answer = connect(context).post("comments", *split_name(comment), body=order).body
    show(context, answer, lambda console, _: print_whole(console, f"{said}: {comment}"))


@common
def leads(
    context: typer.Context,
    brand: BrandName = None,
    most: Most = 25,
) -> None:
    """Show the people who want to buy, newest first."""
    api = connect(context)
    found = api.list_items("brands", chosen_brand(api, brand), "leads", most=most)
    show(context, found, _render_leads)


def _render_comments(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nothing here.")
        return
    for one in answer["items"]:
        said, decision = one["interaction"], one["decision"]
        decided = ", ".join((*decision["labels"], *decision["actions"]))
        _render_entry(console, one["channel_id"], said, said["occurred_at"], decided)
        print_whole(console, f"  {said['platform']}/{said['interaction_id']}")
    print_rest(console, answer)


def _render_leads(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("No leads yet.")
        return
    for one in answer["items"]:
        _render_entry(console, one["channel_id"], one, one["created_at"])
        if one["permalink"]:
            print_whole(console, f"  {one['permalink']}")
    print_rest(console, answer)


def _render_entry(console: Console, channel_id: str, said: Any, instant: str, decided: str = "") -> None:
    """When (UTC), where, who, what is to be done about it; under it what was said."""
    parts = (f"{moment(instant)} UTC", channel_id, said["author_name"], decided)
    console.print(Text("  ".join(part for part in parts if part), "bold"))
    console.print(Padding(Text(said["text"] or "", overflow="fold"), (0, 0, 0, 2)))
