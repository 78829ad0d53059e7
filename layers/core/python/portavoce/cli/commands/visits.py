"""`portavoce visits`: who came from a brand's posts to its pages, and what the shop confirms of them."""

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import batched
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.brands.written_amount import write_amount
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.client import Api, ApiRefused
from portavoce.cli.display import count_things, new_table, print_whole, print_wrapped
from portavoce.cli.files import read_text
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal

app = typer.Typer(help="Who came to the brand's pages, and what the shop confirms.", invoke_without_command=True)

_AT_ONCE = 100
_ORDER = re.compile(r"^orders\[(\d+)\]\.")
_COLUMNS = ("reference", "amount")
_SAYS: Mapping[str, tuple[str, str]] = {
    "joined": ("counts for the visit that told of it", "count for the visits that told of them"),
    "corrected": ("stood with another amount", "stood with another amount"),
    "unchanged": ("stood so already", "stood so already"),
    "waiting": ("waits: no visit and no won lead has told of it", "wait: no visit and no won lead has told of them"),
    "disputed": (
        "counts for none: visits that came by different ways claim it",
        "count for none: visits that came by different ways claim them",
    ),
}


@app.callback()
@common
def visits(
    context: typer.Context,
    brand: BrandName = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days, today included.")] = 30,
) -> None:
    """Show the visits to the brand's pages by what led there, each source by itself; or confirm orders."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "visits", query={"days": days}).body
    show(context, answer, _render)


@app.command()
@common
def script(
    context: typer.Context,
    brand: BrandName = None,
    *,
    consent_given: Annotated[
        bool, typer.Option("--consent-given", help="For pages that leave the script out until somebody has consented.")
    ] = False,
) -> None:
    """Print the line to paste into each page of the sites that the brand's file names."""
    api = connect(context)
    chosen = chosen_brand(api, brand)
    answer = api.get("brands", chosen, "visits", query={"days": 1}).body
    if not answer["sites"]:
        raise Refusal(f"{chosen} has no sites: name them under visits.sites in its file first.")
    consent = ' data-consent="given"' if consent_given else ""
    line = f'<script defer src="{answer["script"]}" data-brand="{chosen}"{consent}></script>'
    show(context, {"script": line}, lambda console, one: print_whole(console, one["script"]))


@app.command()
@common
def confirm(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV with the columns reference and amount.")],
    *,
    currency: Annotated[str, typer.Option("--currency", help="Of the amounts, such as EUR.")],
    brand: BrandName = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would come of it, and write nothing.")] = False,
) -> None:
    """Confirm the shop's orders, so that their value counts for the posts that led to them. From then on a won lead
    counts with the order that it names, and without one it is told apart (unmatched)."""
    orders = read_orders(file)
    api = connect(context)
    chosen = chosen_brand(api, brand)
    # What is refused is refused before any of a long file is written.
    if len(orders) > _AT_ONCE and not dry_run:
        _send_orders(api, chosen, orders, currency, dry_run=True)
    outcomes = _send_orders(api, chosen, orders, currency, dry_run=dry_run)
    listed = [one | {"outcome": outcome} for one, outcome in zip(orders, outcomes, strict=True)]
    show(context, {"dry_run": dry_run, "orders": listed}, _render_orders)


def _send_orders(api: Api, brand: str, orders: list[dict[str, str]], currency: str, *, dry_run: bool) -> list[str]:
    outcomes: list[str] = []
    for some in batched(orders, _AT_ONCE, strict=False):
        body = {"orders": [*some], "currency": currency.upper(), "dry_run": dry_run}
        try:
            outcomes += api.post("brands", brand, "visits", "orders", body=body).body["outcomes"]
        except ApiRefused as refused:
            lines = [_name_order(line, some) for line in refused.lines]
            raise Refusal(refused.message, lines, refused.problem) from None
    return outcomes


def _name_order(line: str, orders: Sequence[Mapping[str, str]]) -> str:
    """`orders[0].amount: …` by what the shop calls the order."""
    return _ORDER.sub(lambda found: f"order {orders[int(found[1])]['reference']}, ", line)


def read_orders(file: Path) -> list[dict[str, str]]:
    """The orders in a file, in its order. Raises Refusal."""
    text = read_text(file)
    first = text.partition("\n")[0]
    rows = [row for row in csv.reader(StringIO(text), delimiter=";" if ";" in first else ",") if any(row)]
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if missing := [name for name in _COLUMNS if name not in header]:
        raise Refusal(f"{file} has no column {' and no column '.join(missing)}. Nothing was confirmed.")
    if len(rows) == 1:
        raise Refusal(f"{file} has no order below its header. Nothing was confirmed.")
    places = {name: header.index(name) for name in _COLUMNS}
    return [_read_row(file, number, row, places) for number, row in enumerate(rows[1:], 2)]


def _read_row(file: Path, number: int, row: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    if len(row) <= max(places.values()) or not all(row[place].strip() for place in places.values()):
        raise Refusal(f"Row {number} of {file} lacks its reference or amount. Nothing was confirmed.")
    return {name: row[place].strip() for name, place in places.items()}


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        words = (
            "No visit is counted yet: paste the line of `portavoce visits script` into the pages."
            if answer["sites"]
            else "No visit is counted: name the sites under visits.sites in the brand's file."
        )
        print_wrapped(console, words)
        return
    table = new_table(
        "source", "from", "visits", "bounced", "converted", "confirmed", whole=("visits", "bounced", "converted")
    )
    for one in answer["items"]:
        about = "~" if one["is_about"] else ""
        table.add_row(
            one["source"],
            _name_origin(one),
            f"{about}{one['visits']}",
            _show_part(one["bounced"], one["visits"]),
            _show_part(one["converted"], one["visits"]),
            "" if one["confirmed_minor"] is None else _show_money(one),
        )
    console.print(table)


def _name_origin(one: Mapping[str, Any]) -> str:
    if one["post_id"]:
        return f"{one['post_id']} on {one['channel']}"
    known = [one[name] for name in ("campaign", "channel", "platform") if one[name]]
    return ", ".join(known) or "elsewhere"


def _show_part(part: int | None, whole: int) -> str:
    if part is None:
        return "unknown"
    return f"{part} ({round(100 * part / whole)} %)" if whole else str(part)


def _show_money(one: Mapping[str, Any]) -> str:
    return f"{write_amount(one['confirmed_minor'], one['currency'])} {one['currency']}"


def _render_orders(console: Console, answer: Any) -> None:
    counted = Counter(one["outcome"] for one in answer["orders"])
    for outcome, words in _SAYS.items():
        if counted[outcome]:
            print_wrapped(console, f"{count_things(counted[outcome], *words)}.")
    for one in answer["orders"]:
        if one["outcome"] in ("waiting", "disputed"):
            print_whole(console, f"  {one['outcome']}: {one['reference']}")
    if answer["dry_run"]:
        print_wrapped(console, "Nothing was written. Say it without --dry-run to confirm them.")
