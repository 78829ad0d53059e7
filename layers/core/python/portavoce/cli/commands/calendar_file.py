"""`portavoce calendar`: what a calendar file may hold, and an empty one to begin with."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from portavoce.cli.brand_choice import BrandName
from portavoce.cli.display import new_table
from portavoce.cli.files import write_file
from portavoce.cli.frame import common, connect, show
from portavoce.planning.calendar.columns import COLUMNS, TIME_COLUMNS
from portavoce.planning.calendar.page import calendar_page
from portavoce.planning.calendar.workbook_file import write_workbook
from portavoce.platforms import discovery
from portavoce.platforms.manifest import Capability

app = typer.Typer(help="The calendar file: its columns, and an empty one with lists.", no_args_is_help=True)


@app.command()
@common
def columns(
    context: typer.Context,
    page: Annotated[bool, typer.Option("--page", help="Print the page docs/calendar-file.md instead.")] = False,
) -> None:
    """Print each column with what it says and an example."""
    if page:
        typer.echo(calendar_page(), nl=False)
        return
    found = [one._asdict() | {"needed": one.is_needed} for one in (*COLUMNS, *TIME_COLUMNS)]
    show(context, {"items": found}, _render_columns)


@app.command()
@common
def template(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The workbook to write, such as calendar.xlsx.")],
    brand: BrandName = None,
) -> None:
    """Write an empty .xlsx with the headings, what each means, and lists to choose from.

    With --brand its lists offer that brand's channels and pillars."""
    choices: dict[str, list[str]] = {"channel": [*discovery.with_capability(Capability.PUBLISH)]}
    if brand:
        found = connect(context).get("brands", brand).body
        choices = {name: [one["id"] for one in found[f"{name}s"]] for name in ("channel", "pillar")}
    write_file(file, write_workbook((), choices), replace=False)
    show(context, {"file": str(file)}, lambda console, _: console.print(f"{file} is written.", markup=False))


def _render_columns(console: Console, answer: Any) -> None:
    table = new_table("column", "what it says", "example", whole=("column",))
    for one in answer["items"]:
        choices = f" One of: {', '.join(one['choices'])}." if one["choices"] else ""
        table.add_row(one["name"], f"{one['says']}{choices}", one["example"])
    console.print(table, markup=False)
    needed = ", ".join(one["name"] for one in answer["items"] if one["needed"])
    console.print(f"Needed: {needed}; instead of when there may be date and time.")
