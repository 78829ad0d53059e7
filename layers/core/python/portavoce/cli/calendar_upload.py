"""A calendar on its way to the API: its media are made ready, then the question, then the uploads, then the plan."""

from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

from rich.progress import Progress

from portavoce.cli.calendar_pieces import check_rows, fit_in_one, write_rows
from portavoce.cli.client import Api, ApiRefused
from portavoce.cli.conversion import conversion_bars
from portavoce.planning.calendar.file import Calendar
from portavoce.planning.media.kind import MediaRefused
from portavoce.planning.media.of_calendar import Desk, MeasuredCalendar, media_of, with_sizes
from portavoce.planning.media.prepare import Imported
from portavoce.planning.model import PlanRow, Remark
from portavoce.platforms import discovery
from portavoce.platforms.manifest import PostKind

CHUNK_BYTES = 64 * 1024
_MEDIA_REFUSED = "urn:portavoce:problem:media-refused"


def ready(
    api: Api, brand_id: str, calendar: Calendar, bars: Progress, *, folder: Path, scratch: Path, as_is: bool = False
) -> MeasuredCalendar:
    """The calendar with its media fitted or imported; files lie in `folder`, changed ones are put into `scratch`.
    `as_is`: what would have to be changed is refused."""
    count = sum(len(part.media) for row in calendar.rows for part in (row, *row.thread))
    channels = api.get("brands", brand_id).body["channels"] if count else []
    bar = bars.add_task("Looking at media", total=count, visible=count > 0)

    def bring(source: str, platform: str, kind: PostKind, alt_text: str) -> Imported:
        body = {"source": source, "platform": platform, "kind": kind, "alt_text": alt_text, "as_is": as_is}
        try:
            return Imported.model_validate(api.post("media", "imports", body=body).body, extra="ignore")
        except ApiRefused as refused:
            if refused.problem.get("type") != _MEDIA_REFUSED:
                raise
            raise MediaRefused(refused.message) from None

    desk = Desk(
        folder=folder,
        scratch=scratch,
        platforms={channel["id"]: channel["platform"] for channel in channels},
        manifest=discovery.manifest,
        bring=bring,
        looked_at=lambda: bars.advance(bar),
        converting=conversion_bars(bars),
        as_is=as_is,
    )
    return desk.measure_calendar(calendar)


def preview_plan(api: Api, brand_id: str, calendar: MeasuredCalendar, bars: Progress) -> dict[str, Any]:
    """Asks the API what it would do, with the rows that never got so far, what was done to the media, and the texts."""
    return _complete(calendar, check_rows(api, brand_id, calendar.rows, bars))


def apply_plan(api: Api, brand_id: str, calendar: MeasuredCalendar, bars: Progress) -> dict[str, Any]:
    """Writes the plan, its media first. What is refused is not raised but stands in the answer, and nothing is written.

    All rows are checked before the first is written. A calendar of one piece without files is both in one request."""
    everything: dict[str, Any] = {"unchanged": [], "warnings": []}
    if fit_in_one(calendar.rows) and not (calendar.files or calendar.refused):
        try:
            everything |= {"new": _plain(calendar.rows), "changed": []}
            written = write_rows(api, brand_id, calendar.rows, everything, bars)
            return _complete(calendar, written) | {"uploaded": 0}
        except ApiRefused as refused:
            if refused.status != HTTPStatus.UNPROCESSABLE_ENTITY:
                raise
    answer = preview_plan(api, brand_id, calendar, bars)
    wanted = {one["row"] for one in (*answer["new"], *answer["changed"])}
    if answer["refused"] or not wanted:
        return answer
    count, calendar = upload(api, calendar, wanted, bars)
    return _complete(calendar, write_rows(api, brand_id, calendar.rows, answer, bars)) | {"uploaded": count}


def _complete(calendar: MeasuredCalendar, answer: dict[str, Any]) -> dict[str, Any]:
    rows = {row.row: row for row in calendar.rows}
    told = {kind: [one | _describe_content(rows[one["row"]]) for one in answer[kind]] for kind in ("new", "changed")}
    notes = [one for one in _plain(calendar.notes) if one not in answer["warnings"]]
    return (
        answer
        | told
        | {
            "refused": _by_row([*_plain(calendar.refused), *answer["refused"]]),
            "warnings": _by_row([*answer["warnings"], *notes]),
        }
    )


def _describe_content(row: PlanRow) -> dict[str, Any]:
    """What a person recognises the row by: its words, and how much more there is."""
    media = len(row.media) + sum(len(part.media) for part in row.thread)
    return {"text": row.text, "kind": row.kind, "media": media, "posts": 1 + len(row.thread)}


def upload(api: Api, calendar: MeasuredCalendar, wanted: set[int], bars: Progress) -> tuple[int, MeasuredCalendar]:
    """Sends the files of the rows that are written and that the bucket does not have: how many that were, and the
    calendar with the sizes that stand in the bucket."""
    media = media_of(row for row in calendar.rows if row.row in wanted)
    here = {key: one for key, one in media.items() if key in calendar.files}
    bar = bars.add_task("Uploading", total=sum(one.size_bytes for one in here.values()), visible=bool(here))
    sizes: dict[str, int] = {}
    count = 0
    for key, one in here.items():
        file = calendar.files[key]
        fields = {"key": key, "mime_type": one.mime_type, "size_bytes": one.size_bytes, "sha256": file.sha256}
        offer = api.post("media", body=fields).body
        sizes[key] = offer["size_bytes"]
        if offer["upload"]:
            chunks = _chunks(file.path, lambda size: bars.advance(bar, size))
            api.upload(offer["upload"]["url"], offer["upload"]["headers"], chunks)
            count += 1
        else:
            bars.advance(bar, one.size_bytes)
    return count, calendar._replace(rows=with_sizes(calendar.rows, sizes))


def _chunks(file: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            advance(len(chunk))
            yield chunk


def _plain(values: Sequence[PlanRow] | Sequence[Remark]) -> list[dict[str, Any]]:
    return [one.model_dump(mode="json") for one in values]


def _by_row(remarks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(remarks, key=lambda one: int(one["row"]))
