"""What a series says, read from a calendar file: its media are made ready and sent as those of any calendar."""

from pathlib import Path
from typing import Any

import typer

from portavoce.cli.calendar_upload import ready, upload
from portavoce.cli.client import Api
from portavoce.cli.conversion import media_cache
from portavoce.cli.files import read_calendar_file
from portavoce.cli.refusal import Refusal
from portavoce.cli.terminal import progress
from portavoce.planning.model import Variant


def variants_from(
    context: typer.Context, api: Api, brand_id: str, name: str, file: Path, *, dry_run: bool
) -> list[dict[str, Any]]:
    """One variant for each row of the file whose post is `name`; its times do not matter. Raises Refusal."""
    written = read_calendar_file(file, lambda: str(api.get("brands", brand_id).body["language"]))
    ours = written.model_copy(update={"rows": tuple(one for one in written.rows if one.post == name)})
    if not ours.rows:
        raise Refusal(f"{file} has no row whose post is {name}: give its rows the name of the series.")
    with media_cache() as scratch, progress(context) as bars:
        calendar = ready(api, brand_id, ours, bars, folder=file.parent, scratch=scratch)
        if calendar.refused:
            raise Refusal("Nothing was written: a row is refused.", [str(one) for one in calendar.refused])
        if not dry_run:
            _, calendar = upload(api, calendar, {row.row for row in calendar.rows}, bars)
    return [row.model_dump(mode="json", include=set(Variant.model_fields)) for row in calendar.rows]
