"""`portavoce plan` and `portavoce apply`: a calendar becomes publications."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.calendar_upload import apply_plan, preview_plan, ready
from portavoce.cli.files import read_calendar_file
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.plan_view import render_applied, render_plan
from portavoce.cli.terminal import progress

CalendarFile = Annotated[Path, typer.Argument(help="The calendar: CSV in UTF-8, one row per post and channel.")]


@common
def plan(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
) -> None:
    """Show what applying a calendar would change; exit code 1 when a row is refused.

    Nothing is written, but that media named by an address are imported: how else could one know whether they fit."""
    written, api = read_calendar_file(file), connect(context)
    brand_id = chosen_brand(api, brand)
    with TemporaryDirectory() as scratch, progress(context) as bars:
        calendar = ready(api, brand_id, written, bars, folder=file.parent, scratch=Path(scratch))
    answer = preview_plan(api, brand_id, calendar)
    show(context, answer, render_plan)
    if answer["refused"]:
        raise typer.Exit(REFUSED)


@common
def apply(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
) -> None:
    """Write a calendar: its media first, then its publications. A second time there is nothing to do."""
    written, api = read_calendar_file(file), connect(context)
    brand_id = chosen_brand(api, brand)
    with TemporaryDirectory() as scratch, progress(context) as bars:
        calendar = ready(api, brand_id, written, bars, folder=file.parent, scratch=Path(scratch))
        answer = apply_plan(api, brand_id, calendar, bars)
    show(context, answer, render_plan if answer["refused"] else render_applied)
    if answer["refused"] or answer["too_late"]:
        raise typer.Exit(REFUSED)
