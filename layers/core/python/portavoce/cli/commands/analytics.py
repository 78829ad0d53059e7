"""`portavoce analytics`: what other sources counted of the visits to a brand's pages."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import UNKNOWN, count_things, moment, money, new_table, print_wrapped
from portavoce.cli.files import read_file
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.currency import count_digits
from portavoce.visits.imports.ga4_file import FileUnreadable, read_export

MOST_ROWS = 5000

app = typer.Typer(help="Visits that Google Analytics, Plausible, Umami or Matomo count.", no_args_is_help=True)


@app.command("show")
@common
def show_analytics(
    context: typer.Context,
    brand: BrandName = None,
    month: Annotated[
        str | None, typer.Option("--month", help="A month, such as 2026-11; this one if left out.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="channel, platform, campaign or post.")] = "campaign",
) -> None:
    """Show what each source counted in a month, by its own definition: none is added to another."""
    api = connect(context)
    query = {"month": month}
    answer = api.get("brands", chosen_brand(api, brand), "analytics", query=query).body
    show(context, answer, lambda console, found: _render(console, found, by))


@app.command("import")
@common
def import_file(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A CSV that Google Analytics 4 has exported, with Date and Sessions.")],
    brand: BrandName = None,
    currency: Annotated[str | None, typer.Option("--currency", help="The currency of its values, such as EUR.")] = None,
) -> None:
    """Take the days of an export of Google Analytics, in the place of what stands of them."""
    try:
        rows = read_export(read_file(file).decode("utf-8-sig", "replace"))
    except FileUnreadable as error:
        raise Refusal(f"{file}: {error}.") from None
    if not 0 < len(rows) <= MOST_ROWS:
        raise Refusal(f"{file} has {count_things(len(rows), 'row')} with a day: 1 to {MOST_ROWS} can be taken at once.")
    api = connect(context)
    body = {"rows": [one.model_dump(mode="json") for one in rows], "currency": currency}
    answer = api.put("brands", chosen_brand(api, brand), "analytics", "ga4", "days", body=body).body
    show(
        context,
        answer,
        lambda console, found: console.print(f"{count_things(found['days'], 'day')} taken from {file}.", markup=False),
    )


def _render(console: Console, answer: Any, by: str) -> None:
    console.print(f"Brand {answer['brand_id']}, {answer['since']} to {answer['until']}", markup=False)
    if not answer["sources"]:
        print_wrapped(console, "No source is named: write `analytics` into the brand's file, then connect it.")
    for source in answer["sources"]:
        _render_sums(console, [one for one in answer["sums"] if one["source"] == source["source"]], source, by)
        print_wrapped(console, f"A visit ends: {source['visit']}. A bounce: {source['bounce']}.")
        for state in answer["states"]:
            if state["source"] == source["source"]:
                _render_state(console, state)


def _render_sums(console: Console, sums: list[Any], source: Any, by: str) -> None:
    columns = (by, "visits", "bounced", "converted", "conversions", "value")
    table = new_table(*columns, whole=columns[1:], title=source["source"])
    for one in (one for one in sums if one["by"] in {None, by}):
        value = money(one["value_minor"], count_digits(one["currency"] or ""), one["currency"] or "")
        bounced, converted = (_percent(one[name]) for name in ("bounce_rate_percent", "conversion_rate_percent"))
        table.add_row(
            one["of"] or "all", _number(one["visits"]), bounced, converted, _number(one["conversions"]), value
        )
    console.print(table)
    for one in sums[:1]:
        about = f", {one['about_days']} of them about" if one["about_days"] else ""
        console.print(f"{one['known_days']} of {one['days']} days are known{about}.")


def _render_state(console: Console, state: Any) -> None:
    read = f"read until {state['read_until']}, as of {moment(state['as_of'])} UTC" if state["as_of"] else "never read"
    zone = f", days of {state['zone']}" if state["zone"] else ""
    console.print(f"{state['source']} {state['account_id']}: {read}{zone}.", markup=False)
    if state["failed_because"]:
        print_wrapped(console, f"On {moment(state['failed_at'])} UTC it could not be read: {state['failed_because']}.")
    for note in state["notes"]:
        print_wrapped(console, f"{note}.")


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else f"{value:,}"


def _percent(value: str | None) -> str:
    return UNKNOWN if value is None else f"{value} %"
