"""`portavoce alerts`: all that was raised, mailed or not."""

from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import Most, moment, new_table, print_rest
from portavoce.cli.frame import common, connect, show

_SUBJECTS = ("publication_id", "connection", "budget", "ad_account", "series", "address")


@common
def alerts(
    context: typer.Context,
    brand: BrandName = None,
    most: Most = 25,
) -> None:
    """Show what a person was needed for, newest first, and whether the mail about it has left."""
    api = connect(context)
    found = api.list_items("brands", chosen_brand(api, brand), "alerts", most=most)
    show(context, found, _render)


def _render(console: Console, answer: Any) -> None:
    if not answer["items"]:
        console.print("Nothing was raised.")
        return
    table = new_table("when (UTC)", "what", "of", "cause", "mail", whole=("of",))
    for one in answer["items"]:
        subject = next((one["facts"][name] for name in _SUBJECTS if one["facts"].get(name)), "")
        mail = "not mailed" if one["quiet"] else one["mail"] or "on its way"
        reason = f": {one['mail_reason']}" if one["mail_reason"] else ""
        cause = Text(one["facts"].get("cause", ""))
        table.add_row(moment(one["raised_at"]), one["kind"], Text(subject), cause, Text(f"{mail}{reason}"))
    console.print(table)
    print_rest(console, answer)
