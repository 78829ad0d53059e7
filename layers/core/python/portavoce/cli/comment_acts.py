"""`portavoce comments reply`, `hide`, `like` and the other acts on a platform: each is told how it ended."""

from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli import comment_view
from portavoce.cli.display import print_whole
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.platforms.conversation import AnswerKind, Deed

CommentName = Annotated[str, typer.Argument(metavar="ID", help="The comment, as the inbox names it: platform/id.")]
Seen = Annotated[
    int | None, typer.Option("--revision", help="Only if it is still the one that was shown: somebody may be quicker.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking: it cannot be taken back.")]

_DONE = {
    Deed.HIDE: "Hidden",
    Deed.UNHIDE: "Shown again",
    Deed.LIKE: "Liked",
    Deed.UNLIKE: "Liked no more",
    Deed.DELETE: "Deleted",
    Deed.BLOCK: "Its author is blocked",
    Deed.UNBLOCK: "Its author is blocked no more",
    Deed.MUTE: "Its author is muted",
    Deed.UNMUTE: "Its author is muted no more",
    Deed.REPORT: "Reported",
}
_FINAL = {
    Deed.DELETE: "Delete it for everybody? It cannot be taken back.",
    Deed.BLOCK: "Block its author? On some platforms all can see that.",
    Deed.REPORT: "Report it to the platform? It cannot be taken back.",
}

_REVERSIBLE = {AnswerKind.REPLY.value, *(deed.value for deed in (Deed.HIDE, Deed.LIKE, Deed.BLOCK, Deed.MUTE))}


def split_name(comment: str) -> tuple[str, str]:
    """Platform and id. Raises Refusal."""
    platform, slash, interaction_id = comment.partition("/")
    if not slash or not interaction_id:
        raise Refusal(f"{comment} names no comment: write it as `portavoce comments` shows it, platform/id.")
    return platform, interaction_id


def add_to(app: typer.Typer) -> None:
    """Gives the group `comments` these commands."""
    app.command("reply")(reply)
    app.command("draft")(draft)
    app.command("undo")(undo)
    app.command("hide")(hide)
    for deed in Deed:
        if deed is not Deed.HIDE:
            app.command(deed.value, help=f"{_WORDS[deed]}")(_make(deed))


_WORDS = {
    Deed.UNHIDE: "Show a hidden comment again, on the platform and in the inbox.",
    Deed.LIKE: "Like a comment.",
    Deed.UNLIKE: "Take our like back.",
    Deed.DELETE: "Delete a comment from the platform, for everybody.",
    Deed.BLOCK: "Block a comment's author.",
    Deed.UNBLOCK: "Block its author no more.",
    Deed.MUTE: "Mute a comment's author: they do not learn of it.",
    Deed.UNMUTE: "Mute its author no more.",
    Deed.REPORT: "Report a comment to the platform.",
}


@common
def reply(
    context: typer.Context,
    comment: CommentName,
    text: Annotated[str | None, typer.Argument(help="What to say.")] = None,
    *,
    answer: Annotated[str | None, typer.Option("--answer", help="A saved answer: `portavoce answers`.")] = None,
    private: Annotated[bool, typer.Option("--private", help="To its author alone, not under the comment.")] = False,
    message: Annotated[bool, typer.Option("--message", help="A message goes on, where they wrote one.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Although it was answered before.")] = False,
    done: Annotated[bool, typer.Option("--done", help="And take it off the list.")] = False,
    revision: Seen = None,
) -> None:
    """Answer a comment or a message, once: on the platform, in your own words."""
    if private and message:
        raise Refusal("An answer is either --private or a --message. Nothing was said.")
    if (text is None) == (answer is None):
        raise Refusal("Say what to answer, or name a saved answer with --answer. Nothing was said.")
    kind = AnswerKind.PRIVATE_REPLY if private else AnswerKind.MESSAGE if message else AnswerKind.REPLY
    words = {"text": text, "saved_answer": answer, "again": again, "done_with": done}
    _order(context, comment, {"what": kind, **words, "revision": revision}, "Answered")


@common
def draft(
    context: typer.Context,
    comment: CommentName,
    *,
    private: Annotated[bool, typer.Option("--private", help="For its author alone.")] = False,
    message: Annotated[bool, typer.Option("--message", help="For a conversation that they began.")] = False,
) -> None:
    """Have an answer drafted by the brand's model, for you to edit; nothing is sent."""
    if private and message:
        raise Refusal("An answer is either --private or a --message. Nothing was drafted.")
    kind = AnswerKind.PRIVATE_REPLY if private else AnswerKind.MESSAGE if message else None
    answer = connect(context).post("comments", *split_name(comment), "drafts", body={"kind": kind}).body
    show(context, answer, lambda console, found: comment_view.render_draft(console, comment, found))


@common
def hide(
    context: typer.Context,
    comment: CommentName,
    hours: Annotated[int | None, typer.Option("--hours", min=1, help="Show it again after so many hours.")] = None,
    revision: Seen = None,
) -> None:
    """Hide a comment on the platform: its author and their friends may see it still."""
    _order(context, comment, {"what": Deed.HIDE, "hours": hours, "revision": revision}, _DONE[Deed.HIDE])


@common
def undo(
    context: typer.Context,
    comment: CommentName,
    number: Annotated[int | None, typer.Argument(help="The number of the act; the newest without it.")] = None,
    revision: Seen = None,
) -> None:
    """Take back what was done about a comment, on the platform too."""
    order = {"number": number, "revision": revision}
    answer = connect(context).post("comments", *split_name(comment), "acts", "undo", body=order).body
    _tell(context, comment, answer, "Taken back")


def _make(deed: Deed) -> Any:
    if deed in _FINAL:

        @common
        def ask_and_act(
            context: typer.Context, comment: CommentName, *, revision: Seen = None, yes: Yes = False
        ) -> None:
            if not yes:
                typer.confirm(_FINAL[deed], abort=True, err=True)
            _order(context, comment, {"what": deed, "revision": revision}, _DONE[deed])

        return ask_and_act

    @common
    def act(context: typer.Context, comment: CommentName, revision: Seen = None) -> None:
        _order(context, comment, {"what": deed, "revision": revision}, _DONE[deed])

    return act


def _order(context: typer.Context, comment: str, order: dict[str, Any], done: str) -> None:
    answer = connect(context).post("comments", *split_name(comment), "acts", body=order).body
    _tell(context, comment, answer, done)


def _tell(context: typer.Context, comment: str, answer: Any, done: str) -> None:
    show(context, answer, lambda console, told: _render(console, comment, told, done))
    ended = answer["ended"]
    if ended and ended["progress"] != "done":
        raise Refusal(" ".join(part for part in (f"Not done: {ended['reason']}.", ended["next_step"]) if part))


def _render(console: Console, comment: str, answer: Any, done: str) -> None:
    ended = answer["ended"]
    if answer["act"] is None:
        print_whole(console, f"Nothing to do: it stands so already: {comment}")
    elif ended is None:
        print_whole(console, f"On its way: the platform has not said yet. `portavoce comments show {comment}` tells.")
    elif ended["progress"] == "done":
        print_whole(console, f"{done}: {comment}")
        if ended["url"]:
            print_whole(console, ended["url"])
        if ended["what"] in _REVERSIBLE:
            print_whole(console, f"Take it back with `portavoce comments undo {comment}`")
