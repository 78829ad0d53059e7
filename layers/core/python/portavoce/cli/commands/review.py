"""`portavoce review`: what waits for somebody's yes, the links to decide by, and decisions in one's own name."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.client import FARTHEST
from portavoce.cli.display import moment, new_table, planned_time, print_whole
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.targets import Named, Target, read_target

MOST = 500
"""Later than anybody plans: what waits is listed however far ahead it is."""

app = typer.Typer(help="Posts that wait for an approval: list, link, approve, ask for changes.", no_args_is_help=True)


@app.command("list")
@common
def list_reviews(context: typer.Context, brand: BrandName = None) -> None:
    """List what is in review, by planned time, and what was said about it."""
    api = connect(context)
    chosen = chosen_brand(api, brand)
    found = api.pages(
        "brands", chosen, "publications", query={"state": "in_review", "until": FARTHEST.isoformat()}, most=MOST
    )
    show(context, {"publications": found}, _render_list)


@app.command()
@common
def link(
    context: typer.Context, target: Annotated[str, typer.Argument(help="The post, as aurora.spring-launch.")]
) -> None:
    """Show the link by which the post can be decided on without an account: whoever has it can decide."""
    post = read_target(target)
    answer = connect(context).get("brands", post.brand, "posts", post.post, "review").body
    show(context, answer, _render_links)


@app.command()
@common
def approve(context: typer.Context, target: Target) -> None:
    """Approve a post on all its channels in review, or on the one that is named, in your own name."""
    _decide(context, read_target(target), {"decision": "approved"})


@app.command("ask-changes")
@common
def ask_changes(
    context: typer.Context,
    target: Target,
    comment: Annotated[str, typer.Option("--comment", help="What should change, in at most 2,000 characters.")],
) -> None:
    """Ask for changes: the post stays in review until it is edited."""
    _decide(context, read_target(target), {"decision": "changes_requested", "comment": comment})


def _decide(context: typer.Context, post: Named, verdict: dict[str, str]) -> None:
    body = verdict | ({"channel": post.channel} if post.channel else {})
    answer = connect(context).post("brands", post.brand, "posts", post.post, "review", body=body).body
    show(context, answer, _render_decided)
    if answer["left_alone"]:
        raise typer.Exit(REFUSED)


def _render_list(console: Console, answer: Any) -> None:
    if not answer["publications"]:
        console.print("Nothing is in review.")
        return
    table = new_table("planned", "publication", "waits for", "said", whole=("publication",))
    for one in answer["publications"]:
        approval = one["approval"]
        said = approval["comment"] or ("changes requested" if approval["decision"] else "")
        table.add_row(planned_time(one), one["publication_id"], approval["needed_from"], Text(said))
    console.print(table)


def _render_links(console: Console, answer: Any) -> None:
    if not answer["links"]:
        console.print("Nothing of this post waits for a decision: there is no link.")
    for one in answer["links"]:
        console.print(f"For {one['reviewer']}, until {moment(one['expires_at'])} UTC:", markup=False)
        print_whole(console, one["url"])


def _render_decided(console: Console, answer: Any) -> None:
    for one in answer["publications"]:
        what = "approved" if one["approval"]["decision"] == "approved" else "changes asked for"
        console.print(f"{one['publication_id']}: {what}.", markup=False)
    for one in answer["left_alone"]:
        console.print(f"Left alone: {one['publication_id']} is {one['state']}.", markup=False)
