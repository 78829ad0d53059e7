"""`portavoce export accounting`: what a month has cost, as a file for whoever keeps the accounts."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.advertising.cost_sheet import write_sheet
from portavoce.advertising.month_costs import COSTS, AccountingSheet
from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import count_things, money, warn_unfinished
from portavoce.cli.files import write_file
from portavoce.cli.frame import common, connect, show
from portavoce.contained_text import contain_text


@common
def export_month(
    context: typer.Context,
    *,
    month: Annotated[str, typer.Option("--month", help="The month, such as 2026-11.")],
    brand: BrandName = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; stdout when left out.")] = None,
) -> None:
    """Write what ads and platforms' fees cost a brand in one month as CSV: by campaign, with the sums beside it."""
    api = connect(context)
    chosen = chosen_brand(api, brand)
    answer = api.get("brands", chosen, "accounting", query={"month": month}).body
    sheet = AccountingSheet.model_validate(answer)
    written = write_sheet(sheet)
    if not sheet.is_over:
        warn_unfinished(sheet.month)
    if out:
        write_file(out, written.encode(), replace=True)
        show(context, answer, lambda console, _: _say_written(console, sheet, out))
    else:
        show(context, answer | {"csv": written}, lambda console, _: _to_stdout(console, written))


def _to_stdout(console: Console, written: str) -> None:
    console.file.write(contain_text(written) if console.is_terminal else written)


def _say_written(console: Console, sheet: AccountingSheet, out: Path) -> None:
    costs = sum(one.kind in COSTS for one in sheet.rows)
    totals: list[Any] = [one for one in sheet.rows if one.kind == "total"]
    sums = ", ".join(money(one.amount_minor, one.decimals, one.currency) for one in totals)
    console.print(f"{count_things(costs, 'cost')} written to {out}: {sums or 'nothing was spent'}.", markup=False)
