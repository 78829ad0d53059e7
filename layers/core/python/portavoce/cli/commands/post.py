"""`portavoce post`: one post on all its channels, or on one of them."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import new_table, planned_time, precise_moment, print_whole
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.posts_elsewhere import render_elsewhere
from portavoce.cli.refusal import Refusal
from portavoce.cli.targets import Target, read_target
from portavoce.platforms.titles import title_of

app = typer.Typer(help="One post: look at it, take it back, publish it now.", no_args_is_help=True)


@app.command("show")
@common
def show_post(context: typer.Context, target: Target) -> None:
    """Show where a post stands on each channel, and how it came there."""
    named, api = read_target(target), connect(context)
    if named.channel:
        answer = {"publications": [api.get("publications", named.publication_id).body]}
    else:
        answer = api.get("brands", named.brand, "posts", named.post).body
    show(context, answer, _render_with_history)


@app.command()
@common
def elsewhere(
    context: typer.Context,
    brand: BrandName = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days, today included.")] = 30,
) -> None:
    """Show the posts of the brand's accounts that were made elsewhere; nothing here changes them."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "posts-elsewhere", query={"days": days}).body
    show(context, answer, render_elsewhere)


@app.command()
@common
def cancel(context: typer.Context, target: Target) -> None:
    """Take a post back from every channel that it has not left for, or from the one that is named."""
    named, api = read_target(target), connect(context)
    if named.channel:
        answer = _as_answer(api.patch("publications", named.publication_id, body={"action": "cancel"}).body)
    else:
        answer = api.delete("brands", named.brand, "posts", named.post).body
    _show_order(context, answer)


@app.command()
@common
def now(
    context: typer.Context,
    target: Target,
    allow: Annotated[list[str] | None, typer.Option(help="A rule to set aside for it, such as duplicate.")] = None,
) -> None:
    """Publish a post now, with the same allowance for lateness as before; of a thread what is not out yet."""
    named, api = read_target(target), connect(context)
    if named.channel:
        order = {"action": "now", "allow": allow or []}
        answer = _as_answer(api.patch("publications", named.publication_id, body=order).body)
    elif allow:
        raise Refusal(f"A rule is set aside for one channel at a time: write {target}.<channel>. Nothing was changed.")
    else:
        answer = api.post("brands", named.brand, "posts", named.post, "now").body
    _show_order(context, answer, "It leaves within seconds")


@app.command()
@common
def settle(
    context: typer.Context,
    target: Annotated[str, typer.Argument(help="The publication you were asked about: aurora.spring-launch.facebook.")],
    published: Annotated[str | None, typer.Option(metavar="URL", help="It is there: its address.")] = None,
    resend: Annotated[bool, typer.Option("--resend", help="It is not there: send it again.")] = False,
) -> None:
    """Say what became of a post whose platform never said: it is there, or it is not."""
    named, api = read_target(target), connect(context)
    if named.channel is None or bool(published) == resend:
        raise Refusal(
            "Name one channel (brand.post.channel) and say either --published URL or --resend. Nothing was changed."
        )
    order = {"action": "published", "url": published} if published else {"action": "resend"}
    _show_order(context, _as_answer(api.patch("publications", named.publication_id, body=order).body))


def _render_with_history(console: Console, answer: Any) -> None:
    """Where each publication stands, and how it came there."""
    _render(console, answer)
    for one in answer["publications"]:
        table = new_table("when (UTC)", "what happened", title=one["publication_id"])
        for instant, what in sorted(_steps(one), key=itemgetter(0)):
            table.add_row(precise_moment(instant), Text(what))
        if table.row_count:
            console.print(table)


def _steps(publication: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is known of a publication's way, each with its instant: what a later attempt has overwritten is not."""
    approval = publication["approval"]
    if approval and approval["decision"]:
        yield approval["decided_at"], f"{approval['decision'].replace('_', ' ')} by {approval['by']}"
    first, last, calls = publication["first_started_at"], publication["started_at"], publication["attempts"]
    if publication["dispatched_at"] not in (None, first, last):
        yield publication["dispatched_at"], "put on the way, to leave at its second"
    if first and first != last:
        yield first, f"sent to {title_of(publication['platform'])}"
    if last:
        yield last, f"sent to {title_of(publication['platform'])}" + (f" (call {calls})" if calls > 1 else "")
    if len(publication["sent"]) > 1 or not publication["ended_at"]:
        for number, part in enumerate(publication["sent"], 1):
            yield part["started_at"], f"part {number} went out {part['remote_id']}".rstrip()
    if publication["ended_at"]:
        yield publication["ended_at"], " ".join(filter(None, (publication["state"], publication["remote_id"])))


def _as_answer(publication: dict[str, Any]) -> dict[str, Any]:
    return {"publications": [publication], "left_alone": []}


def _show_order(context: typer.Context, answer: dict[str, Any], done: str = "") -> None:
    """What was ordered and, for those that were not left alone, what comes of it."""

    def render(console: Console, told: Any) -> None:
        _render(console, told)
        for one in told["publications"] if done else ():
            look = f"`portavoce post show {one['publication_id']}` tells what became of it"
            console.print(f"{one['publication_id']}: {done}; {look}.", markup=False)

    show(context, answer, render)
    if answer["left_alone"]:
        raise typer.Exit(REFUSED)


def _render(console: Console, answer: Any) -> None:
    table = new_table("publication", "state", "planned", whole=("publication",))
    for one in answer["publications"]:
        table.add_row(one["publication_id"], one["state"], planned_time(one))
    if table.row_count:
        console.print(table)
    for one in answer["publications"]:
        if note := " ".join(part for part in (one["cause"], one["next_step"]) if part):
            print_whole(console, f"{one['publication_id']}: {note}")
        for url in dict.fromkeys((one["url"], *(part["url"] for part in one["sent"]))):
            if url:
                print_whole(console, url)
        for part in one["sent"]:
            if part["note"]:
                print_whole(console, f"{one['publication_id']}: {part['note']}")
    for one in answer.get("left_alone", ()):
        console.print(f"Left alone: {one['publication_id']} is {one['state']}{_why_left_alone(one)}.", markup=False)


def _why_left_alone(publication: dict[str, Any]) -> str:
    name = publication["publication_id"]
    if said_by := publication["said_by"]:
        return (
            f": its channel has said the same lately, as {said_by}. Change its text and apply the plan again, or send "
            f"it all the same with `portavoce post now {name} --allow duplicate`"
        )
    return _why_by_state(publication)


def _why_by_state(publication: dict[str, Any]) -> str:
    name = publication["publication_id"]
    match publication["state"]:
        case "in_review":
            return f": somebody has to say yes first, as in `portavoce review approve {name}`"
        case "published":
            return ", so there is nothing to send or to take back"
        case "scheduled":
            return (
                f": it is approved for {planned_time(publication)}, and what is approved may leave later, not earlier. "
                "Give it an earlier time in the calendar, and it is asked about again"
            )
        case "sending":
            return ": it is on its way"
        case "uncertain":
            return f": nobody knows yet whether it is out, `portavoce post show {name}` says what to do"
        case _:
            return ""
