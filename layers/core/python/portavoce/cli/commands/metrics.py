"""`portavoce metrics` and `portavoce budget`: what the posts brought, and what the ads cost."""

from typing import Annotated, Any

import typer
from rich.console import Console
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
    title = f"Brand {answer['brand_id']}, {answer['since']} to {answer['until']}"
    table = new_table("figure", "channel", "value", "as of (UTC)", "", title=title)
    for one in answer["figures"]:
        value = number(one["value"], one["unit"])
        table.add_row(one["name"], one["channel"] or "all", value, moment(one["as_of"]), Text(one["coverage"] or ""))
    console.print(table)
    for reason, names in _group_by_reason(answer["figures"]).items():
        console.print(Text.assemble(("unknown", "bold"), f": {', '.join(names)}: {reason}"))
    for name, definition in {one["name"]: one["definition"] for one in answer["figures"]}.items():
        console.print(Text.assemble((name, "bold"), f": {definition}"))


def _group_by_reason(figures: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Which figures are unknown for one and the same reason, so that it is said once."""
    found: dict[str, list[str]] = {}
    for one in figures:
        if one["unavailable_reason"]:
            found.setdefault(one["unavailable_reason"], []).append(f"{one['name']} ({one['channel'] or 'all'})")
    return found


def _render_budgets(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("The brand has no budgets: add some to its file, then `portavoce brand apply`.")
        return
    table = new_table("budget", "month", "spent", "of", "forecast", "passed", "as of (UTC)", "")
    for one in answer["items"]:
        budget, decimals = one["budget"], one["decimals"]
        table.add_row(
            budget["id"],
            one["period"],
            money(one["spent_minor"], decimals, one["currency"]),
            money(budget["amount_minor"], decimals, budget["currency"]),
            money(one["forecast_minor"], decimals, one["currency"]),
            ", ".join(f"{percent} %" for percent in one["thresholds_passed"]),
            moment(one["as_of"]) or UNKNOWN,
            Text(one["unavailable_reason"] or ""),
        )
    console.print(table)
