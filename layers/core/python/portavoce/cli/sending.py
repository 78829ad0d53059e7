"""A measured calendar on its way to the API: first the question, then the images, then the plan."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from portavoce.cli.client import Api
from portavoce.planning.media_file import Measured

CHUNK_BYTES = 64 * 1024


def asked(api: Api, brand_id: str, calendar: Measured) -> dict[str, Any]:
    """What the API would do, with the rows that never got as far as the API."""
    answer = sent(api, brand_id, calendar, dry_run=True)
    refused = [one.model_dump(mode="json") for one in calendar.refused]
    return answer | {"refused": sorted(refused + answer["refused"], key=lambda one: int(one["row"]))}


def sent(api: Api, brand_id: str, calendar: Measured, *, dry_run: bool) -> dict[str, Any]:
    rows = [one.model_dump(mode="json") for one in calendar.rows]
    answer: dict[str, Any] = api.post("brands", brand_id, "plans", body={"rows": rows}, query={"dry_run": dry_run}).body
    return answer


def upload(api: Api, calendar: Measured, wanted: set[int]) -> int:
    """Sends the images of the rows that are written and that the bucket does not have; how many that were."""
    rows = [row for row in calendar.rows if row.row in wanted]
    listed = [*(row.media for row in rows), *(part.media for row in rows for part in row.thread)]
    media = {one.key: one for media in listed for one in media}
    sent = 0
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("Images", total=sum(one.size_bytes for one in media.values()) or None)
        for key, one in media.items():
            fields = {"key": key, "mime_type": one.mime_type, "size_bytes": one.size_bytes}
            offer = api.post("media", body=fields).body["upload"]
            if offer:
                chunks = _chunks(calendar.files[key], lambda size: progress.advance(bar, size))
                api.upload(offer["url"], offer["headers"], chunks)
                sent += 1
            else:
                progress.advance(bar, one.size_bytes)
    return sent


def _chunks(file: Path, advance: Callable[[int], None]) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            advance(len(chunk))
            yield chunk
