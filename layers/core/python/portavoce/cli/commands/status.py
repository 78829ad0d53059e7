"""`portavoce status`: what is due, what went out, what needs a person, what is frozen."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.display import (
    count_things,
    describe_scope,
    moment,
    money,
    new_table,
    planned_time,
    print_whole,
    print_wrapped,
)
from portavoce.cli.frame import common, connect, show
from portavoce.platforms.titles import title_of

_NEEDS = {
    "comment": ("comment is late, or is within the hour", "comments are late, or are within the hour"),
    "lead": ("person wants to buy since yesterday", "people want to buy since yesterday"),
    "budget": ("budget is spent, or will be this month", "budgets are spent, or will be this month"),
    "connection": (
        "account does not work, or will not within a week",
        "accounts do not work, or will not within a week",
    ),
}
"""By kind, of one and of several that are looked at with the same command."""
MOST_NEEDS = 5
"""So many of a kind the API names: there may be more."""


@common
def status(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=31, help="How many days back, and as many ahead.")] = 7,
) -> None:
    """Show each brand's last and next days, what needs you as on Today, and what is frozen."""
    show(context, connect(context).get("status", query={"days": days}).body, partial(_render, days=days))


def _render(console: Console, answer: Any, days: int) -> None:
    for freeze in answer["freezes"]:
        since = f"since {moment(freeze['since'])} UTC by {freeze['by']}"
        line = f"FROZEN: {describe_scope(freeze)}, {since}: {freeze['reason']}"
        console.print(f"{line} (`portavoce resume {freeze['freeze_id']}`)", style="bold red", markup=False)
    if not answer["brands"]:
        console.print("No brand yet: write one with `portavoce brand apply brand.yaml`.")
    for brand in answer["brands"]:
        counts = ", ".join(f"{count} {state}" for state, count in brand["counts"].items()) or "nothing planned"
        console.print(Text(f"{brand['name']} ({brand['brand_id']}): {counts}", "bold"))
        if brand["counts"]:
            span = "day" if days == 1 else f"{days} days"
            console.print(f"Counted is each post on each channel, planned in the last and in the next {span}.")
        _render_publications(console, "Needs you", brand["needs_person"])
        for line in _join_needs([one for one in answer["needs"] if one["brand_id"] == brand["brand_id"]]):
            print_wrapped(console, line)
        _render_publications(console, "Waits for an approval", [_with_command(one) for one in brand["in_review"]])
        _render_publications(console, "Next", brand["next"])
    for cost in answer["listening"]:
        _render_cost(console, cost)
    for cost in answer["drafts"]:
        spent, most = (money(cost[name], 2, "USD") for name in ("spent_minor", "cap_minor"))
        line = f"Drafts for {cost['brand_id']} in {cost['month']}: {cost['drafts']}, {spent} of at most {most}."
        print_wrapped(console, line)


def _join_needs(needs: list[dict[str, Any]]) -> Iterator[str]:
    """One line for all that is looked at with the same command."""
    together: dict[tuple[str, str], list[str]] = {}
    for one in needs:
        together.setdefault((one["kind"], one["next_step"]), []).append(one["what"])
    for (kind, command), names in together.items():
        least = "At least " if kind == "lead" and len(names) == MOST_NEEDS else ""
        said = count_things(len(names), *_NEEDS[kind])
        yield f"{least}{said}: {', '.join(names)}. Look at {'it' if len(names) == 1 else 'them'} with {command}."


def _render_cost(console: Console, cost: dict[str, Any]) -> None:
    spent, most = (money(cost[name], cost["decimals"], cost["currency"]) for name in ("spent_minor", "cap_minor"))
    stopped = "; it tells no more until the month is over or the cap is raised" if any(cost["stopped"].values()) else ""
    where = f"Listening on {title_of(cost['platform'])} for {cost['brand_id']} in {cost['month']}"
    counted = f"counted {moment(cost['as_of'])} UTC"
    console.print(f"{where}: {spent} of at most {most} ({counted}){stopped}.", markup=False)


def _render_publications(console: Console, title: str, publications: list[dict[str, Any]]) -> None:
    if not publications:
        return
    table = new_table("planned", "publication", "state", whole=("publication",), title=title)
    for one in publications:
        table.add_row(planned_time(one), one["publication_id"], one["state"])
    console.print(table)
    # Below the table: a command that a cell breaks in two cannot be pasted.
    for one in publications:
        if note := " ".join(part for part in (one["cause"], one["next_step"]) if part):
            print_whole(console, f"{one['publication_id']}: {note}")


def _with_command(publication: dict[str, Any]) -> dict[str, Any]:
    name = publication["publication_id"]
    step = f"`portavoce review approve {name}`, or `portavoce review ask-changes {name} --comment '…'`."
    return publication | {"next_step": step}
