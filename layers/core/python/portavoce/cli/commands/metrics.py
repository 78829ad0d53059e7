"""`portavoce metrics` and `goals`: what the posts brought, and what they were to bring."""

import csv
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from io import StringIO
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import moment, new_table, number, warn_unfinished
from portavoce.cli.frame import common, connect, show
from portavoce.planning.calendar.row import guard_cell


class CutChoice(StrEnum):
    """By what figures are cut."""

    CHANNEL = "channel"
    CAMPAIGN = "campaign"
    PRODUCT = "product"
    PILLAR = "pillar"
    TYPE = "type"
    HOUR = "hour"
    WEEKDAY = "weekday"
    POST = "post"


@common
def metrics(
    context: typer.Context,
    brand: BrandName = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days, today included.")] = 30,
    month: Annotated[
        list[str] | None, typer.Option("--month", help="One month instead, such as 2026-11; may be repeated.")
    ] = None,
    by: Annotated[
        CutChoice, typer.Option("--by", help="By what the figures are cut, below those of the brand.")
    ] = CutChoice.CHANNEL,
    *,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all figures as CSV instead.")] = False,
) -> None:
    """Show what the posts brought; what is unknown says why. A month tells what the ads cost as well."""
    api = connect(context)
    brand_id = chosen_brand(api, brand)
    queries: list[dict[str, Any]] = [{"month": one} for one in month or []] or [{"days": days}]
    answers = [api.get("brands", brand_id, "metrics", query=query).body for query in queries]
    for answer in answers if month else ():
        if not answer["is_over"]:
            warn_unfinished(answer["since"][:7])
    if as_csv:
        typer.echo(write_figures(answers), nl=False)
        return
    render = partial(_render_metrics, by="content_type" if by is CutChoice.TYPE else by.value)
    if len(answers) == 1:
        show(context, answers[0], render)
    else:
        show(context, {"items": answers}, partial(_render_each, render=render))


@common
def goals(context: typer.Context, brand: BrandName = None) -> None:
    """Show how the goals of the brand's file stand, and what their last day is likely to bring."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "goals").body
    show(context, answer, _render_goals)


def write_figures(answers: Iterable[Any]) -> str:
    """All figures of some periods as CSV, one a line, with what a spreadsheet would compute made harmless."""
    text = StringIO()
    numbers = ("value", "unit", "low", "high", "known", "total")
    names = ("name", "by", "of", *numbers, "as_of", "unavailable_reason", "coverage")
    lines = csv.writer(text)
    lines.writerow(("brand_id", "since", "until", *names))
    for told, one in ((answer, one) for answer in answers for one in answer["figures"]):
        cells = ["" if one[name] is None else str(one[name]) for name in names]
        lines.writerow([told["brand_id"], told["since"], told["until"], *map(_guard, cells)])
    return text.getvalue()


def _guard(cell: str) -> str:
    """A negative number stays one."""
    return cell if cell.startswith("-") and cell[1:].replace(".", "", 1).isdecimal() else guard_cell(cell)


def _render_each(console: Console, answer: Any, render: Callable[[Console, Any], None]) -> None:
    for one in answer["items"]:
        render(console, one)


def _render_metrics(console: Console, answer: Any, by: str) -> None:
    console.print(f"Brand {answer['brand_id']}, {answer['since']} to {answer['until']}", markup=False)
    shown = [one for one in answer["figures"] if one["by"] in {None, by}]
    for part in dict.fromkeys(one["of"] for one in shown):
        table = new_table(
            "figure", "value", "as of (UTC)", "", whole=("figure", "as of (UTC)"), title=part or "all channels"
        )
        for one in (one for one in shown if one["of"] == part):
            value = number(one["value"], one["unit"]) + _within(one)
            table.add_row(one["name"], value, moment(one["as_of"]), Text(one["coverage"] or ""))
        console.print(table)
    unknown = [one for one in shown if one["unavailable_reason"]]
    for (name, reason), parts in _group_names(
        ((one["name"], one["unavailable_reason"]), one["of"] or "all") for one in unknown
    ):
        console.print(Text.assemble((f"{name} is unknown", "bold"), f" ({', '.join(parts)}): {reason}"))
    for definition, names in _group_names((one["definition"], one["name"]) for one in shown):
        console.print(Text.assemble((", ".join(names), "bold"), f": {definition}"))
    _render_notes(console, answer)


def _render_notes(console: Console, answer: Any) -> None:
    """Whose days they are, and where a series breaks."""
    for channel, zone in answer["day_zones"].items():
        console.print(Text(f"{channel}: its daily numbers are of days in {zone}."))
    for one in answer["breaks"]:
        since = f"{one['successor']} since" if one["successor"] else "nothing in its place"
        words = (
            f"{one['platform']}, {one['metric']} of a {one['level']}: {one['remote']} until {one['ended_on']}, {since}"
        )
        console.print(Text(f"{words}."))


def _within(one: Any) -> str:
    return "" if one["low"] is None or one["high"] is None else f" ({one['low']} to {one['high']} in all)"


def _render_goals(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("The brand has no goals: add some to its file, then `portavoce brand apply`.")
        return
    for one in answer["items"]:
        goal = one["goal"]
        name = f"{goal['metric']} of {goal['only']}" if goal["only"] else goal["metric"]
        stands = f"{number(one['value'], '').rstrip()} of {number(goal['target'], one['unit'])} by {goal['by']}"
        console.print(Text.assemble((one["state"].replace("_", " "), "bold"), f"  {name}: {stands}"))
        for words in (one["reason"], one["coverage"], f"as of {moment(one['as_of'])} UTC" if one["as_of"] else ""):
            if words:
                console.print(Padding(Text(words), (0, 0, 0, 2)))


def _group_names[Shared](pairs: Iterable[tuple[Shared, str]]) -> Iterable[tuple[Shared, list[str]]]:
    """All the names of which the same is to be said, so that it is said once."""
    found: dict[Shared, dict[str, None]] = {}
    for shared, name in pairs:
        found.setdefault(shared, {})[name] = None
    return [(shared, list(names)) for shared, names in found.items()]
