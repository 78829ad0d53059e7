"""`portavoce leads`: who wants to buy, and what became of them."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.brands.written_amount import AmountUnclear, read_amount, write_amount
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.client import Api
from portavoce.cli.comment_view import render_entry
from portavoce.cli.display import Most, count_things, print_rest, print_whole
from portavoce.cli.files import write_file
from portavoce.cli.frame import common, connect, show
from portavoce.cli.refusal import Refusal
from portavoce.community.leads.sheet import write_leads
from portavoce.community.model import Lead, LeadOutcome
from portavoce.currency import find_common_currency

app = typer.Typer(help="Who wants to buy, and what became of them.", invoke_without_command=True)
MOST_EXPORTED = 20_000

LeadName = Annotated[str, typer.Argument(metavar="LEAD", help="The lead's id, as `portavoce leads` shows it.")]
SeenLead = Annotated[int | None, typer.Option("--revision", min=1, help="Refuse if it is at another revision.")]


@app.callback()
@common
def leads(context: typer.Context, brand: BrandName = None, most: Most = 25) -> None:
    """Show the people who want to buy, newest first; or say what became of one."""
    if context.invoked_subcommand:
        return
    api = connect(context)
    found = api.list_items("brands", chosen_brand(api, brand), "leads", most=most)
    show(context, found, _render_leads)


@app.command()
@common
def outcome(
    context: typer.Context,
    lead: LeadName,
    outcome: Annotated[LeadOutcome, typer.Argument(metavar="OUTCOME", help="won, lost or open.")],
    *,
    value: Annotated[
        str | None, typer.Option("--value", help='What it is worth, as money is written: 250 or "1.250,00".')
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", help="Of the value; that of the brand's budgets when left out.")
    ] = None,
    order: Annotated[
        str | None,
        typer.Option(
            "--order", help="What the shop calls the order: where the shop confirms orders, no lead counts without."
        ),
    ] = None,
    brand: BrandName = None,
    revision: SeenLead = None,
) -> None:
    """Say how a lead ended, and what it is worth: what a won one is worth counts as confirmed, beside a
    shop that tells of its orders only with one of these."""
    if currency and value is None:
        raise Refusal("Say with --value how much of the currency it is. Nothing was changed.")
    api = connect(context)
    chosen = chosen_brand(api, brand)
    change: dict[str, Any] = {"outcome": outcome.value, "revision": revision}
    if value is not None:
        change |= _read_value(api, chosen, value, currency)
    if order is not None:
        change["order"] = order or None
    answer = api.patch("brands", chosen, "leads", lead, body=change).body
    show(context, answer, lambda console, one: print_whole(console, f"{lead}: {_describe(one)}"))


@app.command()
@common
def hand(
    context: typer.Context,
    lead: LeadName,
    seller: Annotated[
        str | None, typer.Option("--to", help="The e-mail address of whose it is; all of sales without it.")
    ] = None,
    *,
    brand: BrandName = None,
    revision: SeenLead = None,
) -> None:
    """Say whose a lead is: in the console each seller sees their own, and those that are nobody's."""
    api = connect(context)
    change = {"seller": seller, "revision": revision}
    answer = api.patch("brands", chosen_brand(api, brand), "leads", lead, body=change).body
    said = f"{lead}: {seller or 'all of sales'}"
    show(context, answer, lambda console, _: print_whole(console, said))


@app.command()
@common
def export(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    brand: BrandName = None,
) -> None:
    """Write all leads with their outcomes and values as CSV."""
    api = connect(context)
    items = api.pages("brands", chosen_brand(api, brand), "leads", most=MOST_EXPORTED)
    content = write_leads(Lead.model_validate(one, extra="ignore") for one in items)
    write_file(out, content.encode(), replace=True)
    answer = {"rows": len(items), "file": str(out)}
    show(
        context,
        answer,
        lambda console, _: console.print(f"{count_things(len(items), 'row')} written to {out}.", markup=False),
    )


def _read_value(api: Api, brand: str, value: str, currency: str | None) -> dict[str, Any]:
    budgets = () if currency else api.get("brands", brand).body["budgets"]
    code = currency or find_common_currency(one["currency"] for one in budgets)
    if code is None:
        raise Refusal("The brand's budgets name no one currency: say it with --currency, such as EUR.")
    try:
        return {"value_minor": read_amount(value, code.upper()), "currency": code}
    except AmountUnclear as unclear:
        raise Refusal(f"Nothing was changed: {unclear}.") from None


def _render_leads(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("No leads yet.")
        return
    for one in answer["items"]:
        render_entry(console, one["channel_id"], one, one["created_at"], _describe(one), one["seller"] or "")
        print_whole(console, f"  {one['lead_id']}")
        if one["permalink"]:
            print_whole(console, f"  {one['permalink']}")
    print_rest(console, answer)


def _describe(one: Any) -> str:
    """Such as `won, 1250.00 EUR`; nothing of one that is open and has no value."""
    value = f"{write_amount(one['value_minor'], one['currency'])} {one['currency']}" if one["value_minor"] else ""
    order = f"order {one['order']}" if one["order"] else ""
    return ", ".join(part for part in (one["outcome"], value, order) if part)
