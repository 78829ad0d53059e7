"""`portavoce comments`: what people say, and what to do with it."""

from typing import Annotated, Any, get_args

import typer
from rich.console import Console

from portavoce.cli import comment_acts, comment_view
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.comment_acts import CommentName, Seen, split_name
from portavoce.cli.display import Most, print_whole
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.community.model import InboxStatus, Priority, TrueKind
from portavoce.community.sentiment.model import Mood
from portavoce.platforms.interaction import InteractionKind

app = typer.Typer(help="What people say: the inbox, and what to do with it.", invoke_without_command=True)

comment_acts.add_to(app)

MOST_OF_A_SEARCH = 100
TRUE_KINDS: tuple[str, ...] = get_args(TrueKind)


@app.callback()
@common
def comments(
    context: typer.Context,
    brand: BrandName = None,
    *,
    status: Annotated[InboxStatus | None, typer.Option("--status", help="Which part of the inbox; open.")] = None,
    mine: Annotated[str | None, typer.Option("--mine", help="What this e-mail address is to answer.")] = None,
    search: Annotated[str | None, typer.Option("--search", help="Words that stand in it.")] = None,
    platform: Annotated[str | None, typer.Option("--platform", help="On one platform.")] = None,
    channel: Annotated[str | None, typer.Option("--channel", help="On one channel.")] = None,
    kind: Annotated[
        InteractionKind | None, typer.Option("--kind", metavar="KIND", help=f"Of one: {', '.join(InteractionKind)}.")
    ] = None,
    label: Annotated[str | None, typer.Option("--label", help="In which triage found this.")] = None,
    sentiment: Annotated[Mood | None, typer.Option("--sentiment", help="In this mood.")] = None,
    tag: Annotated[str | None, typer.Option("--tag", help="With this tag.")] = None,
    priority: Annotated[Priority | None, typer.Option("--priority", help="So urgent.")] = None,
    person: Annotated[str | None, typer.Option("--person", help="By this person: their id or name.")] = None,
    post: Annotated[str | None, typer.Option("--post", help="Under this post: the platform's id.")] = None,
    campaign: Annotated[str | None, typer.Option("--campaign", help="Of this campaign: the platform's id.")] = None,
    hidden_until: Annotated[bool, typer.Option("--hidden-until", help="Hidden for a time, and until when.")] = False,
    further: Annotated[str | None, typer.Option("--further", help="Go on where a search ended, as it said.")] = None,
    most: Most = 25,
) -> None:
    """Show the inbox, newest first; or do something with one comment."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    part = (status or (InboxStatus.ASSIGNED if mine else InboxStatus.OPEN)).value
    wanted: dict[str, object] = {"search": search, "assignee": mine, "platform": platform, "channel": channel}
    wanted |= {"kind": kind, "label": label, "tag": tag, "priority": priority, "person": person}
    wanted |= {"sentiment": sentiment, "post": post, "campaign": campaign, "cursor": further}
    place = ("brands", chosen_brand(api, brand))
    if hidden_until:
        show(context, api.list_items(*place, "hidings", most=most), comment_view.render_list)
    elif any(wanted.values()):
        query = {"status": part, "limit": min(most, MOST_OF_A_SEARCH), **wanted}
        show(context, api.get(*place, "comments", query=query).body, comment_view.render_search)
    else:
        show(context, api.list_items(*place, "comments", query={"status": part}, most=most), comment_view.render_list)


@app.command("show")
@common
def show_comment(context: typer.Context, comment: CommentName) -> None:
    """Show one comment whole: what stands around it, who is to answer and until when, notes, what was done."""
    answer = connect(context).get("comments", *split_name(comment)).body
    show(context, answer, comment_view.render_one)


@app.command("done")
@common
def mark_done(context: typer.Context, comment: CommentName, revision: Seen = None) -> None:
    """Take a comment off the list: it is dealt with."""
    _change(context, comment, {"done": True, "revision": revision}, "Done")


@app.command()
@common
def reopen(context: typer.Context, comment: CommentName, revision: Seen = None) -> None:
    """Put a comment that is done, or waits for them, back among the open ones; its time to be answered begins anew."""
    _change(context, comment, {"done": False, "revision": revision}, "Open again")


@app.command()
@common
def assign(
    context: typer.Context,
    comment: CommentName,
    assignee: Annotated[str, typer.Option("--to", help="The e-mail address of who is to answer.")],
    *,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also to somebody who is none of the brand's.")] = False,
    revision: Seen = None,
) -> None:
    """Name who of the brand's people is to answer a comment; they get a mail."""
    undo = f"Take it back with `portavoce comments unassign {comment}`."
    change = {"assignee": assignee, "revision": revision}
    _change(context, comment, change, f"Assigned to {assignee}", undo, anyway=anyway)


@app.command()
@common
def unassign(context: typer.Context, comment: CommentName, revision: Seen = None) -> None:
    """Name nobody any more who is to answer a comment."""
    _change(context, comment, {"assignee": None, "revision": revision}, "Assigned to nobody")


@app.command()
@common
def note(
    context: typer.Context,
    comment: CommentName,
    words: Annotated[str | None, typer.Argument(help="What to note, in at most 2,000 characters.")] = None,
    *,
    remove: Annotated[int | None, typer.Option("--remove", min=1, help="Take the note of this number back.")] = None,
) -> None:
    """Note something about a comment, for those who work on it; nobody else sees it."""
    if (words is None) == (remove is None):
        raise Refusal("Say what to note, or which note to --remove. Nothing was changed.")
    if remove is None:
        _change(context, comment, {"note": words}, "Noted")
        return
    answer = connect(context).delete("comments", *split_name(comment), "notes", str(remove)).body
    show(context, answer, lambda console, _: print_whole(console, f"Note {remove} taken back: {comment}"))


@app.command()
@common
def tag(
    context: typer.Context,
    comment: CommentName,
    tags: Annotated[list[str], typer.Argument(help="The tags.")],
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Take them off it.")] = False,
) -> None:
    """Tag a comment, so that it is found by its tags."""
    _change(context, comment, {"remove_tags" if remove else "add_tags": tags}, "Tags taken off" if remove else "Tagged")


@app.command()
@common
def priority(
    context: typer.Context,
    comment: CommentName,
    urgency: Annotated[Priority, typer.Argument(metavar="PRIORITY", help="low, normal, high or urgent.")],
    revision: Seen = None,
) -> None:
    """Say how urgent a comment is."""
    _change(context, comment, {"priority": urgency.value, "revision": revision}, f"Its priority is {urgency.value}")


@app.command()
@common
def relabel(
    context: typer.Context,
    comment: CommentName,
    kind: Annotated[str, typer.Argument(help=f"What it really is: {', '.join(TRUE_KINDS)}.")],
    revision: Seen = None,
) -> None:
    """Say what a comment really is, where triage took it for something else; `portavoce rules list` counts it."""
    if kind not in TRUE_KINDS:
        raise Refusal(f"{kind} is none of {', '.join(TRUE_KINDS)}. Nothing was changed.")
    _change(context, comment, {"relabel": kind, "revision": revision}, f"It is: {kind}")


def _change(context: typer.Context, comment: str, change: dict[str, Any], *said: str, anyway: bool = False) -> None:
    query = {"anyway": anyway or None}
    answer = connect(context).patch("comments", *split_name(comment), body=change, query=query).body

    def render(console: Console, _: Any) -> None:
        print_whole(console, f"{said[0]}: {comment}")
        for line in said[1:]:
            print_whole(console, line)

    show(context, answer, render)
