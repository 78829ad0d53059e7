"""`portavoce export`: the calendar that stands, as a file that `portavoce apply` takes."""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from portavoce.cli.client import FARTHEST, Api
from portavoce.cli.display import count_things
from portavoce.cli.files import write_file
from portavoce.cli.frame import StagedConsole, common, connect, show
from portavoce.contained_text import contain_text
from portavoce.planning.calendar.export import Exported, export_calendar
from portavoce.publishing.model import Publication

MOST = 20_000
_DAY = ["%Y-%m-%d"]


class _Days(NamedTuple):
    """The days that are wanted, the last one included; None for as far as the API goes by itself."""

    first: date | None
    last: date | None


@common
def export(
    context: typer.Context,
    *,
    brand: Annotated[str, typer.Argument(help="The brand's id.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAY, metavar="DATE", help="The first day; 30 days ago when left out."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=_DAY, metavar="DATE", help="The last day; all that is planned when left out."),
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; stdout when left out.")] = None,
) -> None:
    """Write a brand's calendar as CSV, or as a workbook where --out ends in .xlsx.

    Applying it again changes nothing; media stand in it as keys of the bucket."""
    days = _Days(first.date() if first else None, last.date() if last else None)
    as_workbook = out is not None and out.suffix.lower() == ".xlsx"
    found = export_calendar(_publications(connect(context), brand, days), as_workbook=as_workbook)
    answer = {"brand": brand, "rows": found.rows, "left_out": list(found.left_out), "file": str(out) if out else None}
    if out:
        write_file(out, found.content, replace=True)
        show(
            context,
            answer,
            lambda console, _: console.print(f"{count_things(found.rows, 'row')} written to {out}.", markup=False),
        )
    else:
        show(context, answer | {"csv": found.content.decode("utf-8-sig")}, lambda _, _answer: _to_stdout(found))
    _warn(StagedConsole(context, stderr=True, soft_wrap=True), found)


def _publications(api: Api, brand: str, days: _Days) -> list[Publication]:
    zone = ZoneInfo(api.get("brands", brand).body["zone"])
    query = {
        "since": datetime.combine(days.first, time(), zone).isoformat() if days.first else None,
        "until": datetime.combine((days.last or FARTHEST.date()) + timedelta(days=1), time(), zone).isoformat(),
    }
    items: list[Any] = api.pages("brands", brand, "publications", query=query, most=MOST)
    return [Publication.model_validate(one, extra="ignore") for one in items]


def _to_stdout(found: Exported) -> None:
    sys.stdout.flush()
    shown = contain_text(found.content.decode()).encode() if sys.stdout.isatty() else found.content
    sys.stdout.buffer.write(shown)


def _warn(console: Console, found: Exported) -> None:
    for name in found.left_out:
        console.print(f"Left out: {name}, whose words do not fit into a calendar's row as they are.", markup=False)
