"""`portavoce plan` and `portavoce apply`: a calendar becomes publications."""

from pathlib import Path
from typing import Annotated

import typer

from portavoce.cli.brand_choice import BrandName, chosen_brand
from portavoce.cli.calendar_upload import apply_plan, preview_plan, ready
from portavoce.cli.conversion import AsIs, media_cache
from portavoce.cli.files import read_calendar_file
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.plan_view import in_week, render_applied, render_plan, week_of
from portavoce.cli.terminal import progress

CalendarFile = Annotated[Path, typer.Argument(help="The calendar: .xlsx or CSV, one row per post and channel.")]


@common
def plan(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
    *,
    week: Annotated[
        str | None, typer.Option("--week", help="Show one week alone: 2026-W49, or a day of it such as 2026-12-01.")
    ] = None,
    as_is: AsIs = False,
) -> None:
    """Show what applying a calendar would change; exit code 1 when a row is refused.

    Nothing is written, but that media named by an address are imported: how else could one know whether they fit."""
    days = week_of(week) if week else None
    written = read_calendar_file(file, lambda: _language(context, brand))
    api = connect(context)
    brand_id = chosen_brand(api, brand)
    with media_cache() as scratch, progress(context) as bars:
        calendar = ready(api, brand_id, written, bars, folder=file.parent, scratch=scratch, as_is=as_is)
        answer = preview_plan(api, brand_id, calendar, bars)
    show(context, in_week(answer, days) if days else answer, render_plan)
    if answer["refused"]:
        raise typer.Exit(REFUSED)


@common
def apply(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
    *,
    as_is: AsIs = False,
) -> None:
    """Write a calendar: its media first, then its publications. A second time there is nothing to do."""
    written = read_calendar_file(file, lambda: _language(context, brand))
    api = connect(context)
    brand_id = chosen_brand(api, brand)
    with media_cache() as scratch, progress(context) as bars:
        calendar = ready(api, brand_id, written, bars, folder=file.parent, scratch=scratch, as_is=as_is)
        answer = apply_plan(api, brand_id, calendar, bars)
    show(context, answer, render_plan if answer["refused"] else render_applied)
    if answer["refused"] or answer["too_late"]:
        raise typer.Exit(REFUSED)


def _language(context: typer.Context, brand: str | None) -> str:
    api = connect(context)
    return str(api.get("brands", chosen_brand(api, brand)).body["language"])
