"""`portavoce budget` and `boost`: budgets, pausing their campaigns, and which posts may be worth an ad."""

from functools import partial
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import UNKNOWN, moment, money
from portavoce.cli.frame import common, connect, show

app = typer.Typer(help="How the month's budgets stand; pause, resume.", invoke_without_command=True)

_COSTS = ("cost_minor", "cost_low_minor", "cost_high_minor")
BudgetName = Annotated[str, typer.Argument(metavar="BUDGET", help="The budget's id in the brand's file.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would be done to each campaign and do nothing.")]


@app.callback()
@common
def budget(context: typer.Context, brand: BrandName = None) -> None:
    """Show how the month's budgets stand, with the forecast of its end; pause their ads, or let them run again."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    chosen = chosen_brand(api, brand)
    answer = api.get("brands", chosen, "budgets").body
    brakes = {one["budget_id"]: one for one in api.get("brands", chosen, "brakes").body["items"]}
    show(context, answer | {"brakes": list(brakes.values())}, partial(_render_budgets, brakes=brakes))


@app.command("pause")
@common
def pause_ads(context: typer.Context, budget: BudgetName, *, brand: BrandName = None, dry_run: Dry = False) -> None:
    """Pause the campaigns of a budget that still cost something; its brake must be propose or apply."""
    _order(context, budget, brand, "pause", dry_run=dry_run)


@app.command("resume")
@common
def resume_ads(context: typer.Context, budget: BudgetName, *, brand: BrandName = None, dry_run: Dry = False) -> None:
    """Let run again exactly the campaigns that Portavoce has paused; what a person has changed since is left."""
    _order(context, budget, brand, "restart", dry_run=dry_run)


@common
def boost(context: typer.Context, brand: BrandName = None) -> None:
    """Show which posts do better than the brand's median, and what more of it would cost; it spends nothing."""
    api = connect(context)
    show(context, api.get("brands", chosen_brand(api, brand), "boosts").body, _render_boosts)


def _order(context: typer.Context, budget: str, brand: str | None, act: str, *, dry_run: bool) -> None:
    api = connect(context)
    chosen, query = chosen_brand(api, brand), {"dry_run": dry_run}
    answer = api.post("brands", chosen, "budgets", budget, "brake", body={"act": act}, query=query).body
    show(context, answer, _render_foreseen if dry_run else _render_ordered)


def _render_ordered(console: Console, answer: Any) -> None:
    order = answer["order"]
    what = "to be paused" if order["act"] == "pause" else "to run again"
    name = order["name"] or order["budget_id"]
    console.print(f"Ordered: the campaigns of the budget {name} are {what}.", markup=False)
    console.print("It is begun at once; a mail tells what came of it, and `portavoce budget` shows it.", markup=False)


def _render_foreseen(console: Console, answer: Any) -> None:
    if not answer["foreseen"]:
        console.print("There is no campaign that it would be done to.")
    for one in answer["foreseen"]:
        reason = f": {one['reason']}" if one["reason"] else ""
        console.print(f"{one['name']} ({one['campaign_id']}) would {one['would']}{reason}", markup=False)


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


def _brake(one: Any) -> str:
    """What the brake has done, or waits to be told; nothing where it is off."""
    if one is None or one["brake"] == "off":
        return ""
    held = ", ".join(hold["name"] for hold in one["held"])
    order = one["order"] or {"state": "", "act": ""}
    word = {"proposed": ", waits for a yes", "ordered": f", busy ({order['act']})"}.get(order["state"], "")
    return f"brake {one['brake']} at {one['brake_at']} %{word}" + (f", has paused {held}" if held else "")


def _render_budgets(console: Console, answer: Any, brakes: Any) -> None:
    if not answer["items"]:
        console.print("The brand has no budgets: add some to its file, then `portavoce brand apply`.")
        return
    for one in answer["items"]:
        budget, decimals = one["budget"], one["decimals"]
        spent, forecast = (money(one[name], decimals, one["currency"]) for name in ("spent_minor", "forecast_minor"))
        amount = money(budget["amount_minor"], decimals, budget["currency"])
        name = f" ({budget['id']})" if one["name"] != budget["id"] else ""
        console.print(Text.assemble((one["name"], "bold"), f"{name}  {one['period']}: {spent} of {amount} spent"))
        passed = ", ".join(f"{percent} %" for percent in one["thresholds_passed"]) or "no threshold"
        as_of = f"{moment(one['as_of'])} UTC" if one["as_of"] else UNKNOWN
        planned = money(one["planned_minor"], decimals, one["currency"])
        outlook = f"planned by now {planned}, forecast {forecast}{_bounds(one)}, passed {passed}"
        brake = _brake(brakes.get(budget["id"]))
        for words in (outlook, f"as of {as_of}", _beyond(one), brake, one["unavailable_reason"]):
            if words:
                console.print(Padding(Text(words), (0, 0, 0, 2)))


def _render_boosts(console: Console, answer: Any) -> None:
    if answer["silent_because"]:
        said = f"No post is worth a boost by its {answer['counted']}: {answer['silent_because']}."
        console.print(said, markup=False)
    for one in answer["boosts"]:
        bounds = f"nine in ten between {one['low_percent']} and {one['high_percent']} %"
        rate = f"{one['rate_percent']} % ({bounds}); the brand's median is {answer['median_percent']} %"
        costs = [money(one[name], one["decimals"], one["currency"]) for name in _COSTS]
        cost = one["cost_unknown_because"] or f"about {costs[0]} for one more ({costs[1]} to {costs[2]})"
        console.print(Text.assemble((one["publication_id"], "bold"), f"  {one['results']} {answer['counted']}"))
        for words in (rate, f"of {one['viewers']} who saw it", f"cost: {cost}", one["url"] or ""):
            if words:
                console.print(Padding(Text(words), (0, 0, 0, 2)))
