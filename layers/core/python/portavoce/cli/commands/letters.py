"""`portavoce letters` and `portavoce redrive`: what could not be handled, and how it goes back."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.display import moment, new_table
from portavoce.cli.frame import REFUSED, common, connect, show

WAYS = {
    "queue": "back into the queue {origin}",
    "call": "{origin} is called again",
    "rule": "{origin} is called again, and no other function that hears the event",
    "stream": "{origin} is handed the changes again, from the table's stream",
    "change": "{origin} is handed the item as it stands",
}
"""By the kind of a letter, what bringing it back does."""
KINDS = tuple(WAYS)


@common
def letters(context: typer.Context) -> None:
    """Show what waits in the dead-letter queue: kind, origin, reason, number, and since when."""
    show(context, connect(context).get("letters").body, _render)


@common
def redrive(
    context: typer.Context,
    kind: Annotated[str | None, typer.Option("--kind", help=f"Of this kind only: {', '.join(KINDS)}.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go back, and move nothing.")] = False,
) -> None:
    """Bring back what waits in the dead-letter queue, each on its own way. Mend the cause first."""
    if kind not in (None, *KINDS):
        raise typer.BadParameter(f"there is no kind {kind}: {', '.join(KINDS)}", param_hint="--kind")
    answer = connect(context).post("letters", "redrive", query={"kind": kind, "dry_run": dry_run}).body
    show(context, answer, lambda console, found: _render_redriven(console, found, dry_run=dry_run))
    if answer["left"]:
        raise typer.Exit(REFUSED)


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nothing is parked.")
        return
    _print_groups(console, answer["items"])
    if answer["more"]:
        console.print("There are more.")
    console.print("When the cause is mended, `portavoce redrive` brings them back.")


def _render_redriven(console: Console, answer: Any, *, dry_run: bool) -> None:
    if not answer["redriven"] and not answer["left"]:
        console.print("Nothing is parked.")
    if answer["redriven"]:
        console.print(f"Would go back: {_total(answer['redriven'])}." if dry_run else "On their way again:")
        _print_groups(console, answer["redriven"], has_way=True)
    if answer["left"]:
        console.print(f"Would stay: {_total(answer['left'])}." if dry_run else "Left where they are:")
        _print_groups(console, answer["left"])
    if answer["more"]:
        more = "these are not all: a redrive goes as far" if dry_run else "run `portavoce redrive` again"
        console.print(f"There are more: {more}.")
    if dry_run:
        console.print("Nothing was moved (--dry-run).")


def _total(groups: Sequence[Any]) -> int:
    return sum(one["count"] for one in groups)


def _print_groups(console: Console, groups: Sequence[Any], *, has_way: bool = False) -> None:
    table = new_table("since (UTC)", "kind", "origin", "reason", "how many", whole=("origin",))
    for one in groups:
        table.add_row(moment(one["first_at"]), one["kind"], Text(one["origin"]), Text(one["reason"]), str(one["count"]))
    console.print(table)
    for way in dict.fromkeys(WAYS[one["kind"]].format(origin=one["origin"]) for one in groups if has_way):
        console.print(Text(f"  {way}"))
