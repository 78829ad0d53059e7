"""Rows and what stands already, to what applying them would do.

A publication whose row has disappeared from the calendar is left as it is: cancelling is an act of its own."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand, Channel
from portavoce.planning import wall_time
from portavoce.planning.checking import refusals, warnings
from portavoce.planning.model import Aspect, PlanDiff, Planned, PlanRow, Remark
from portavoce.platforms.contract import Capability, Manifest
from portavoce.publishing.model import Content, Media, Publication, State

EDITABLE = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.FROZEN})


class RowRefused(Exception):
    """The row cannot be planned; `reasons` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Context(NamedTuple):
    """What rows are held against: the brand, its platforms by name, what stands by publication id, and the time."""

    brand: Brand
    manifests: Mapping[str, Manifest]
    existing: Mapping[str, Publication]
    now: datetime


class _Wanted(NamedTuple):
    """What a row asks for, and what to know about it."""

    publication: Publication
    warnings: list[str]


def publication_id(brand_id: str, post: str, channel: str) -> str:
    """The id that a row of the calendar always leads to."""
    return f"{brand_id}.{post}.{channel}"


def content_hash(content: Content) -> str:
    """SHA-256, in hexadecimal, of the content as JSON with sorted keys and no spaces."""
    document = content.model_dump(mode="json")
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def diff(context: Context, rows: tuple[PlanRow, ...]) -> PlanDiff:
    """What applying `rows` would do; each row is in exactly one of new, changed, unchanged, refused."""
    sorted_out: dict[str, list[Planned]] = {"new": [], "changed": [], "unchanged": []}
    refused: list[Remark] = []
    noted: list[Remark] = []
    first_rows: dict[tuple[str, str], int] = {}
    for row in rows:
        try:
            first = first_rows.setdefault((row.post, row.channel), row.row)
            if first != row.row:
                raise RowRefused([f"row {first} plans the same post on the same channel"])
            wanted = _wanted(context, row)
            kind, planned = _compared(context, row, wanted.publication)
        except RowRefused as error:
            refused += _remarks(row, error.reasons)
        else:
            sorted_out[kind].append(planned)
            noted += _remarks(row, wanted.warnings)
    kinds = {kind: tuple(planned) for kind, planned in sorted_out.items()}
    return PlanDiff(**kinds, refused=tuple(refused), warnings=tuple(noted))


def _remarks(row: PlanRow, messages: list[str]) -> list[Remark]:
    return [Remark(row=row.row, post=row.post, channel=row.channel, message=message) for message in messages]


def _wanted(context: Context, row: PlanRow) -> _Wanted:
    """The publication that the row describes. Raises RowRefused with every reason at once."""
    brand = context.brand
    channel = _channel(brand, row)
    manifest = context.manifests[channel.platform]
    content = _content(row)
    reasons = refusals(content, manifest)
    if Capability.PUBLISH not in manifest.capabilities:
        reasons.append(f"{manifest.title} is a platform that nothing is published to")
    try:
        zone = _zone(row.zone or brand.zone)
        wall = wall_time.parse(row.when)
        instant = wall_time.instant(wall, zone)
    except (wall_time.NotAWallTime, wall_time.NoSuchTime) as error:
        raise RowRefused([*reasons, str(error)]) from None
    if reasons:
        raise RowRefused(reasons)
    publication = Publication(
        publication_id=publication_id(brand.id, row.post, channel.id),
        brand_id=brand.id,
        post_id=row.post,
        channel=channel.id,
        platform=channel.platform,
        content=content,
        content_hash=content_hash(content),
        wall_time=wall_time.written(wall),
        zone=zone,
        planned_at=instant.at,
        late_after=instant.at + timedelta(minutes=brand.late_minutes),
        updated_at=context.now,
    )
    notes = [*warnings(content), *_pillar_note(brand, row), *_twice_note(publication, instant.comes_twice)]
    return _Wanted(publication, notes)
