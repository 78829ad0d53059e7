"""How values of the API read to a person."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Column, Table
from rich.text import Text

from portavoce.contained_text import contain_line, contain_text

UNKNOWN = "unknown"
_UNBROKEN = re.compile(r"(?:`[^`]*`|[^\s`])+|`")
MOST = 1000
"""How many entries of a list are shown at most."""
Most = Annotated[int, typer.Option("--most", min=1, max=MOST, help="How many at most.")]


class ContainedTable(Table):
    """A table whose cells may hold what strangers wrote."""

    def add_row(self, *renderables: RenderableType | None, **settings: Any) -> None:
        """Adds a row as any table does."""
        super().add_row(*(_contain(one) for one in renderables), **settings)


def new_table(*columns: str, whole: Collection[str] = (), title: str | None = None) -> Table:
    """An empty table, as all of ours look. Nothing in it is cut: the columns named in `whole` hold ids to be copied, on
    one line as long as the terminal is wide enough for them alone; the others wrap."""
    made = [Column(one, overflow="fold", no_wrap=one in whole) for one in columns]
    return ContainedTable(*made, title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)


def print_whole(console: Console, text: str, style: str | None = None) -> None:
    """What is to be copied, such as a link: on one line, whatever the terminal's width."""
    console.print(text, style=style, markup=False, soft_wrap=True)


def print_wrapped(console: Console, text: str, indent: int = 0, style: str | None = None) -> None:
    """Sentences on lines that fit, where no command between backquotes, address or other word is ever broken."""
    line, width = "", max(20, console.width - indent)
    for part in _UNBROKEN.findall(contain_line(text)):
        longer = f"{line} {part}" if line else part
        if line and cell_len(longer) > width:
            print_whole(console, " " * indent + line, style)
            longer = part
        line = longer
    print_whole(console, " " * indent + line, style)


def print_rest(console: Console, answer: Mapping[str, Any]) -> None:
    """Says that a list ends where it was asked to end, and not because there was no more."""
    if answer["more"]:
        shown = len(answer["items"])
        wider = f": --most {min(2 * shown, MOST)} shows as many" if shown < MOST else " than one list holds"
        console.print(f"The newest {shown} are shown, and there are more{wider}.")


def warn_unfinished(month: str) -> None:
    """Says on stderr, beside a file or JSON on stdout, that a month is not over."""
    typer.echo(f"{month} is not over: these are its days so far.", err=True)


def count_things(count: int, one: str, many: str | None = None) -> str:
    """How many there are, in words that agree: `1 post`, `3 posts`; `many` where the plural is not made with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def moment(instant: str | None) -> str:
    """An instant as `2026-11-24 09:30` in UTC."""
    return f"{datetime.fromisoformat(instant).astimezone(UTC):%Y-%m-%d %H:%M}" if instant else ""


def planned_time(publication: Mapping[str, Any]) -> str:
    """When a publication leaves, on the clocks of its own zone, as `2026-11-24 09:30 Europe/Rome`."""
    there = datetime.fromisoformat(publication["planned_at"]).astimezone(ZoneInfo(publication["zone"]))
    return f"{there:%Y-%m-%d %H:%M:%S}".removesuffix(":00") + f" {publication['zone']}"


def precise_moment(instant: str) -> str:
    """An instant to the second, as `2026-11-24 09:30:00` in UTC."""
    return f"{datetime.fromisoformat(instant).astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def money(amount_minor: int | None, decimals: int, currency: str) -> str:
    """An amount as `123.45 EUR`; None is unknown, never 0."""
    return UNKNOWN if amount_minor is None else f"{Decimal(amount_minor).scaleb(-decimals):,.{decimals}f} {currency}"


def number(value: str | None, unit: str) -> str:
    """A figure with its unit; None is unknown, never 0."""
    return UNKNOWN if value is None else f"{Decimal(value).normalize():,f} {unit}"


def describe_scope(freeze: dict[str, Any]) -> str:
    """What a freeze covers, in words."""
    if not freeze["brand_id"]:
        place = "everything"
    elif freeze["channel"]:
        place = f"channel {freeze['brand_id']}.{freeze['channel']}"
    else:
        place = f"brand {freeze['brand_id']}"
    campaign = f", campaign {freeze['campaign']}" if freeze["campaign"] else ""
    exempt = f", but for {', '.join(freeze['exempt'])}" if freeze["exempt"] else ""
    return f"{place}{campaign}{exempt}"


def _contain(cell: RenderableType | None) -> RenderableType | None:
    match cell:
        case str():
            return contain_text(cell)
        case Text() if (plain := contain_text(cell.plain)) != cell.plain:
            return Text(plain, style=cell.style)
        case _:
            return cell
