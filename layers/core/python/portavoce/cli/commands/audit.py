"""`portavoce audit`: who did what."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import Most, moment, print_rest, print_whole
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
    for one in answer["items"]:
        print_whole(console, f"{moment(one['at'])} UTC  {one['by']}  {_outcome(one['status'])}")
        facts = "; ".join(f"{name} {value}" for name, value in one["facts"].items())
        words = "  ".join(part for part in (one["act"], one["subject"], facts) if part)
        console.print(Padding(Text(words, overflow="fold"), (0, 0, 0, 2)))
    print_rest(console, answer)


def _outcome(status: int | None) -> str:
    if status is None:
        return "broke off"
    return f"refused ({status})" if status >= _REFUSED_FROM else "done"
