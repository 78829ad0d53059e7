"""`portavoce audit`: who did what."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import Most, moment, new_table, print_rest
from portavoce.cli.frame import common, connect, show

_REFUSED_FROM = 400


@common
def audit(
    context: typer.Context,
    brand: BrandName = None,
    everywhere: Annotated[
        bool,
        typer.Option("--stage-wide", help="What concerns no single brand: webhook secrets, freezes of all brands."),
    ] = False,
    most: Most = 25,
) -> None:
    """Show who did what, newest first: every request that changed something or was refused."""
    api = connect(context)
    query = {} if everywhere else {"brand": chosen_brand(api, brand)}
    show(context, api.list_items("audit", query=query, most=most), _render)


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nobody has done anything yet.")
        return
    table = new_table("when (UTC)", "who", "what", "of", "with", "", whole=("of",))
    for one in answer["items"]:
        facts = "; ".join(f"{name} {value}" for name, value in one["facts"].items())
        row = (one["by"], one["act"], one["subject"], facts, _outcome(one["status"]))
        table.add_row(moment(one["at"]), *map(Text, row))
    console.print(table)
    print_rest(console, answer)


def _outcome(status: int | None) -> str:
    if status is None:
        return "broke off"
    return f"refused ({status})" if status >= _REFUSED_FROM else "done"
