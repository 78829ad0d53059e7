"""`portavoce audience`: who a brand's people are, and how much of them is in its audiences."""

from collections.abc import Iterator, Sequence
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.display import moment, new_table, print_wrapped
from portavoce.cli.frame import common, connect, show

_SHOWN = 5
"""So many of the largest parts stand in a row; the API gives all of them."""


@common
def audience(context: typer.Context, brand: BrandName = None) -> None:
    """Show who follows the brand's accounts, as far as its platforms tell it, beside its audiences."""
    api = connect(context)
    answer = api.get("brands", chosen_brand(api, brand), "audience").body
    show(context, answer, _render)


def _render(console: Console, answer: Any) -> None:
    _render_shares(console, answer["shares"])
    for one in answer["channels"]:
        people = "" if one["followers"] is None else f", {one['followers']:,} followers"
        console.print(Text(f"{one['channel']}{people}", style="bold"))
        if one["reason"]:
            print_wrapped(console, one["reason"], 2)
        table = new_table("by", "of", "the largest", "as of (UTC)", whole=("by", "of", "as of (UTC)"))
        for trait in one["traits"]:
            table.add_row(trait["by"], trait["group"], _trait_words(trait), moment(trait["as_of"]))
        if one["traits"]:
            console.print(table)
    for note in dict.fromkeys(_notes(answer["channels"])):
        print_wrapped(console, note)


def _render_shares(console: Console, shares: Sequence[Any]) -> None:
    if not shares:
        print_wrapped(console, "The brand's file names no audiences: add some, then `portavoce brand apply`.")
        return
    table = new_table("audience", "who", "of the followers", "told by", whole=("told by",))
    for one in shares:
        if one["channel"] is None:
            told = "" if one["total"] is None else f"{one['known']} of {one['total']} channels"
            table.add_row(one["audience"], _who(one), _share_words(one), told)
        elif one["by"] != "all":
            table.add_row("", "", _share_words(one), one["channel"])
    console.print(table)
    for name, products in {one["audience"]: one["products"] for one in shares if one["products"]}.items():
        print_wrapped(console, f"{name} is whom the brand makes {', '.join(products)} for.")
    for one in shares:
        if one["reason"]:
            print_wrapped(console, f"{one['audience']}, {one['by'] or 'who'}: {one['reason']}.")


def _who(one: Any) -> str:
    return "all of it" if one["by"] == "all" else one["wanted"]


def _share_words(one: Any) -> str:
    low, high = one["low_percent"], one["high_percent"]
    if high is None:
        return "unknown"
    if low == high:
        return f"{low} %"
    return f"at most {high} %" if low is None else f"at least {low} %, at most {high} %"


def _trait_words(trait: Any) -> str:
    if trait["state"] != "known":
        return str(trait["reason"] or trait["state"].replace("_", " "))
    parts = [f"{one['name']} {one['percent']} %" for one in trait["parts"][:_SHOWN]]
    more = len(trait["parts"]) - len(parts)
    return ", ".join(parts) + (f", {more} more" if more > 0 else "") + (", cut" if trait["is_cut"] else "")


def _notes(channels: Sequence[Any]) -> Iterator[str]:
    traits = [trait for one in channels for trait in one["traits"]]
    yield from (
        f"Shares are of those of whom it is told. Nothing is told of fewer than {one['least']} people."
        for one in traits
        if one["least"] and one["state"] != "retired"
    )
    yield from (
        f"Cut: no more than the {one['top']} largest are told. A share is then at least what it is of all followers."
        for one in traits
        if one["is_cut"]
    )
