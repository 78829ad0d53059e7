"""`portavoce plan` and `portavoce apply`: a calendar becomes publications."""

from pathlib import Path
from typing import Annotated

import typer

from portavoce.cli.choosing import BrandName, chosen_brand
from portavoce.cli.files import read_file
from portavoce.cli.frame import REFUSED, common, connect, show
from portavoce.cli.plan_view import render_applied, render_plan
from portavoce.cli.refusal import Refusal
from portavoce.cli.sending import asked, sent, upload
from portavoce.planning.calendar_file import CalendarRefused, read_calendar
from portavoce.planning.media_file import Measured, measured

CalendarFile = Annotated[Path, typer.Argument(help="The calendar: CSV in UTF-8, one row per post and channel.")]


@common
def plan(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
) -> None:
    """Show what applying a calendar would change; exit code 1 when a row is refused."""
    calendar = _read(file)
    api = connect(context)
    answer = asked(api, chosen_brand(api, brand), calendar)
    show(context, answer, render_plan)
    if answer["refused"]:
        raise typer.Exit(REFUSED)


@common
def apply(
    context: typer.Context,
    file: CalendarFile,
    brand: BrandName = None,
) -> None:
    """Write a calendar: its images first, then its publications. A second time there is nothing to do."""
    calendar = _read(file)
    api = connect(context)
    brand_id = chosen_brand(api, brand)
    answer = asked(api, brand_id, calendar)
    if answer["refused"]:
        show(context, answer, render_plan)
        raise typer.Exit(REFUSED)
    wanted = {one["row"] for one in (*answer["new"], *answer["changed"])}
    if wanted:
        uploaded = upload(api, calendar, wanted)
        answer = sent(api, brand_id, calendar, dry_run=False) | {"uploaded": uploaded}
    show(context, answer, render_applied)
    if answer["too_late"]:
        raise typer.Exit(REFUSED)


def _read(file: Path) -> Measured:
    try:
        return measured(read_calendar(read_file(file)), file.parent)
    except CalendarRefused as error:
        raise Refusal(f"{file} is not a calendar: {error}. Nothing was written.") from None
