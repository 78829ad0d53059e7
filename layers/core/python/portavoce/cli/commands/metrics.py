"""`portavoce metrics` and `portavoce budget`: what the posts brought, and what the ads cost."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import UNKNOWN, moment, money, new_table, number
from portavoce.cli.frame import common, connect, show


@common
def metrics(
    context: typer.Context,
    brand: BrandName = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="How many days, today included.")] = 30,
) -> None:
    """Show what the posts brought; what is unknown says why."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "metrics", query={"days": days}).body
    show(context, answer, _render_metrics)


@common
def budget(context: typer.Context, brand: BrandName = None) -> None:
    """Show how the month's budgets stand, with the forecast of its end."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "budgets").body
    show(context, answer, _render_budgets)


def _render_metrics(console: Console, answer: Any) -> None:
    console.print(f"Brand {answer['brand_id']}, {answer['since']} to {answer['until']}", markup=False)
    for channel in dict.fromkeys(one["channel"] for one in answer["figures"]):
        figures = [one for one in answer["figures"] if one["channel"] == channel]
        table = new_table(
            "figure", "value", "as of (UTC)", "", whole=("figure", "as of (UTC)"), title=channel or "all channels"
        )
        for one in figures:
            value = number(one["value"], one["unit"])
            table.add_row(one["name"], value, moment(one["as_of"]), Text(one["coverage"] or ""))
        console.print(table)
    unknown = [one for one in answer["figures"] if one["unavailable_reason"]]
    for (name, reason), channels in _group_names(
        ((one["name"], one["unavailable_reason"]), one["channel"] or "all") for one in unknown
    ):
        console.print(Text.assemble((f"{name} is unknown", "bold"), f" ({', '.join(channels)}): {reason}"))
    for definition, names in _group_names((one["definition"], one["name"]) for one in answer["figures"]):
        console.print(Text.assemble((", ".join(names), "bold"), f": {definition}"))


def _group_names[Shared](pairs: Iterable[tuple[Shared, str]]) -> Iterable[tuple[Shared, list[str]]]:
    """All the names of which the same is to be said, so that it is said once."""
    found: dict[Shared, dict[str, None]] = {}
    for shared, name in pairs:
        found.setdefault(shared, {})[name] = None
    return [(shared, list(names)) for shared, names in found.items()]


def _bounds(one: Any) -> str:
    if one["forecast_low_minor"] is None:
        return ""
    ends = (one["forecast_low_minor"], one["forecast_high_minor"])
    low, high = (money(end, one["decimals"], one["currency"]) for end in ends)
    return f" (nine in ten end between {low} and {high})"


def _beyond(one: Any) -> str:
    if not one["not_explained_minor"]:
        return ""
    return f"{money(one['not_explained_minor'], one['decimals'], one['currency'])} not explained by any campaign"


def _render_budgets(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("The brand has no budgets: add some to its file, then `portavoce brand apply`.")
        return
    for one in answer["items"]:
        budget, decimals = one["budget"], one["decimals"]
        spent, forecast = (money(one[name], decimals, one["currency"]) for name in ("spent_minor", "forecast_minor"))
        amount = money(budget["amount_minor"], decimals, budget["currency"])
        console.print(Text.assemble((budget["id"], "bold"), f"  {one['period']}: {spent} of {amount} spent"))
        passed = ", ".join(f"{percent} %" for percent in one["thresholds_passed"]) or "no threshold"
        as_of = f"{moment(one['as_of'])} UTC" if one["as_of"] else UNKNOWN
        planned = money(one["planned_minor"], decimals, one["currency"])
        outlook = f"planned by now {planned}, forecast {forecast}{_bounds(one)}, passed {passed}"
        for words in (outlook, f"as of {as_of}", _beyond(one), one["unavailable_reason"]):
            if words:
                console.print(Padding(Text(words), (0, 0, 0, 2)))
