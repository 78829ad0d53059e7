"""`portavoce post`: one post on all its channels, or on one of them."""

from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.cli.wording import new_table

app = typer.Typer(help="One post: look at it, take it back, publish it now.", no_args_is_help=True)

Target = Annotated[str, typer.Argument(help="aurora.spring-launch, or aurora.spring-launch.facebook for one channel.")]


class Named(NamedTuple):
    """What the user named; `channel` is None for the whole post."""

    brand: str
    post: str
    channel: str | None

    @property
    def publication_id(self) -> str:
        return f"{self.brand}.{self.post}.{self.channel}"


@app.callback()
def post() -> None:
    """One post: look at it, take it back, publish it now."""


@app.command("show")
@common
def show_post(context: typer.Context, target: Target) -> None:
    """Show where a post stands on each channel."""
    named, api = _named(target), connect(context)
    if named.channel:
        answer = {"publications": [api.get("publications", named.publication_id).body]}
    else:
        answer = api.get("brands", named.brand, "posts", named.post).body
    show(context, answer, _render)


@app.command()
@common
def cancel(context: typer.Context, target: Target) -> None:
    """Take a post back from every channel that it has not left for, or from the one that is named."""
    named, api = _named(target), connect(context)
    if named.channel:
        answer = _ordered(api.patch("publications", named.publication_id, body={"action": "cancel"}).body)
    else:
        answer = api.delete("brands", named.brand, "posts", named.post).body
    _show_order(context, answer)


@app.command()
@common
def now(context: typer.Context, target: Target) -> None:
    """Publish a post now, with the same allowance for lateness as before."""
    named, api = _named(target), connect(context)
    if named.channel:
        answer = _ordered(api.patch("publications", named.publication_id, body={"action": "now"}).body)
    else:
        answer = api.post("brands", named.brand, "posts", named.post, "now").body
    _show_order(context, answer)


def _named(target: str) -> Named:
    match target.split("."):
        case [brand, post]:
            return Named(brand, post, None)
        case [brand, post, channel]:
            return Named(brand, post, channel)
    raise Refusal(f"{target} names no post: write brand.post or brand.post.channel, as `portavoce status` shows them.")


def _ordered(publication: dict[str, Any]) -> dict[str, Any]:
    return {"publications": [publication], "left_alone": []}


def _show_order(context: typer.Context, answer: dict[str, Any]) -> None:
    show(context, answer, _render)
    if answer["left_alone"]:
        raise typer.Exit(REFUSED)


def _render(console: Console, answer: Any) -> None:
    table = new_table("publication", "state", "planned", "address", "")
    for one in answer["publications"]:
        note = " ".join(part for part in (one["cause"], one["next_step"]) if part)
        planned = f"{one['wall_time']} {one['zone']}"
        table.add_row(one["publication_id"], one["state"], planned, Text(one["url"] or ""), Text(note))
    console.print(table)
    for one in answer.get("left_alone", ()):
        console.print(f"Left alone: {one['publication_id']} is {one['state']}.", markup=False)
