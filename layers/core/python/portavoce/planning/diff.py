"""Rows and what stands already, to what applying them would do.

A publication whose row has disappeared from the calendar is left as it is: cancelling is an act of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand, Channel, known_zone
from portavoce.planning import wall_time
from portavoce.planning.content import aspects, content_hash, content_of
from portavoce.planning.language import language_of
from portavoce.planning.limits import refusals, warnings
from portavoce.planning.link_replacement import LinkMaker, LinkPlace, replace_links, tracks_links
from portavoce.planning.model import PlanDiff, PlannableRow, PlanRow, Remark
from portavoce.planning.quiet_times import hindrance, sentence
from portavoce.planning.slots import asks_for_slot, no_slot
from portavoce.planning.zone_rules import rules_note
from portavoce.platforms.manifest import Capability, Manifest
from portavoce.publishing.model import (
    Approval,
    Content,
    Publication,
    PublicationState,
    asks_alike,
    is_plannable,
    keeps_time,
    restore_links,
    says_alike,
)


class Context(NamedTuple):
    """What rows are held against: the brand, its platforms by name, what stands by publication id, and the time.
    Without `links` none is replaced."""

    brand: Brand
    manifests: Mapping[str, Manifest]
    standing: Mapping[str, Publication]
    now: datetime
    links: LinkMaker | None = None


class _RowRefused(Exception):
    """The row cannot be planned; `reasons` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class _Sorted(NamedTuple):
    """Where a row belongs, and what to know about it."""

    kind: Literal["new", "changed", "unchanged"]
    planned: PlannableRow
    notes: list[str]


class _Moment(NamedTuple):
    wall: str
    zone: str
    instant: wall_time.Instant


def publication_id(brand_id: str, post: str, channel: str) -> str:
    """The id that a row of the calendar always leads to."""
    return f"{brand_id}.{post}.{channel}"


def diff(context: Context, rows: Sequence[PlanRow]) -> PlanDiff:
    """What applying `rows` would do: each row is in exactly one of new, changed, unchanged, refused.

    What stands already as its row says is not checked again: it may have left by now."""
    found: list[_Sorted] = []
    refused: list[Remark] = []
    noted: list[Remark] = []
    first_rows: dict[tuple[str, str], int] = {}
    for row in rows:
        if first := first_rows.get((row.post, row.channel)):
            refused += _remarks(row, [f"row {first} plans the same post on the same channel"])
            continue
        first_rows[row.post, row.channel] = row.row
        try:
            one = _sorted_out(context, row)
        except _RowRefused as error:
            refused += _remarks(row, error.reasons)
        else:
            found.append(one)
            noted += _remarks(row, one.notes)
    return PlanDiff(
        new=tuple(one.planned for one in found if one.kind == "new"),
        changed=tuple(one.planned for one in found if one.kind == "changed"),
        unchanged=tuple(one.planned for one in found if one.kind == "unchanged"),
        refused=tuple(refused),
        warnings=tuple(noted),
    )


def _remarks(row: PlanRow, messages: list[str]) -> list[Remark]:
    return [Remark(row=row.row, post=row.post, channel=row.channel, message=message) for message in messages]


def _sorted_out(context: Context, row: PlanRow) -> _Sorted:
    """Raises _RowRefused, with every reason at once."""
    channel = _channel(context.brand, row)
    standing = context.standing.get(publication_id(context.brand.id, row.post, channel.id))
    content = _content(context, row, channel, standing)
    unfit = _unfit(content, context.manifests[channel.platform])
    try:
        moment = _moment(context.brand, channel, row)
    except ValueError as error:
        raise _RowRefused([str(error), *unfit]) from None
    publication = _publication(context, row, channel, content, moment)
    if standing and _same_plan(standing, publication, context.now):
        return _Sorted(
            "unchanged", PlannableRow(row=row.row, publication=standing), _standing_notes(standing, moment.wall)
        )
    reasons = [
        *_closed_reasons(standing),
        *_past(publication, context.now),
        *_hindrances(context.brand, publication),
        *unfit,
    ]
    if reasons:
        raise _RowRefused(reasons)
    notes = [
        *warnings(content, context.manifests[channel.platform]),
        *_link_notes(content),
        *_name_notes(context.brand, content),
        *_repeated_hour_notes(moment),
        *_series_notes(standing),
        *_rules_notes(standing, publication),
    ]
    if standing:
        return _Sorted(
            "changed", PlannableRow(row=row.row, publication=publication, changed=aspects(standing, publication)), notes
        )
    return _Sorted("new", PlannableRow(row=row.row, publication=publication), notes)


def _channel(brand: Brand, row: PlanRow) -> Channel:
    channel = brand.channel(row.channel)
    if channel is None:
        known = ", ".join(one.id for one in brand.channels)
        raise _RowRefused([f"{brand.name} has no channel {row.channel!r}; its channels are {known}"])
    return channel


def _content(context: Context, row: PlanRow, channel: Channel, standing: Publication | None) -> Content:
    """What the row says, its links replaced where they are counted. What has left keeps the links that it left with."""
    content = content_of(row)
    left = standing is not None and not (is_plannable(standing) and standing.planned_at > context.now)
    if standing and left and content_hash(restore_links(standing.content)) == content_hash(content):
        return standing.content
    if not (context.links and tracks_links(context.brand, channel, context.manifests[channel.platform])):
        return content
    known = standing.content.tracked_links if standing else ()
    return replace_links(content, LinkPlace(context.brand, channel, row.post), context.links, known)


def _link_notes(content: Content) -> list[str]:
    # Its code is another one until it is written: an address that leads nowhere is not shown.
    links = ((one.written, urlsplit(one.address).netloc) for one in content.tracked_links)
    return [f"{written} leaves as a link of {host}, so that clicks are counted" for written, host in links]


def _unfit(content: Content, manifest: Manifest) -> list[str]:
    if Capability.PUBLISH not in manifest.capabilities:
        return [f"nothing can be published to {manifest.title}"]
    return refusals(content, manifest)


def _moment(brand: Brand, channel: Channel, row: PlanRow) -> _Moment:
    """Raises ValueError, as a sentence."""
    if asks_for_slot(row.when):
        raise ValueError(no_slot(channel, row.zone))
    zone = known_zone(row.zone or brand.zone)
    try:
        wall = wall_time.parse(row.when)
    except ValueError as error:
        raise ValueError(f"column when: {error}") from None
    return _Moment(wall_time.format_wall_time(wall), zone, wall_time.instant(wall, zone))


def _publication(context: Context, row: PlanRow, channel: Channel, content: Content, moment: _Moment) -> Publication:
    reviewer = context.brand.reviewer_of(channel)
    return Publication(
        publication_id=publication_id(context.brand.id, row.post, channel.id),
        brand_id=context.brand.id,
        post_id=row.post,
        channel=channel.id,
        platform=channel.platform,
        content=content,
        content_hash=content_hash(content),
        wall_time=moment.wall,
        zone=moment.zone,
        planned_at=moment.instant.at,
        late_after=moment.instant.at + timedelta(minutes=context.brand.late_minutes),
        guard_days=context.brand.duplicate_days,
        language=content.language or language_of(content.text, context.brand.language),
        allows=tuple(sorted(set(row.allow))),
        approval=Approval(needed_from=reviewer) if reviewer else None,
        updated_at=context.now,
    )


def _same_plan(standing: Publication, publication: Publication, now: datetime) -> bool:
    """Whether the row asks for what stands, as the ledger sees it. Whether it has to be approved is not asked once its
    time has come."""
    return says_alike(standing, publication) and (asks_alike(standing, publication) or standing.planned_at <= now)


def _closed_reasons(standing: Publication | None) -> list[str]:
    if standing is None or is_plannable(standing):
        return []
    if standing.sent and standing.state is not PublicationState.PUBLISHED:
        return ["a part of it is out, so that it can no longer be changed: put the row back as it was"]
    return [f"it is {standing.state} and can no longer be changed: put the row back as it was, or use a new post id"]


def _rules_notes(standing: Publication | None, publication: Publication) -> list[str]:
    if standing is None or (standing.wall_time, standing.zone) != (publication.wall_time, publication.zone):
        return []
    return [] if keeps_time(standing, publication) else [rules_note(standing, publication)]


def _past(publication: Publication, now: datetime) -> list[str]:
    if publication.planned_at > now:
        return []
    there = now.astimezone(ZoneInfo(publication.zone))
    return [
        f"{publication.wall_time} in {publication.zone} is past, it is {there:%Y-%m-%d %H:%M:%S} there: "
        "give it a time to come"
    ]


def _hindrances(brand: Brand, publication: Publication) -> list[str]:
    found = hindrance(brand, publication.planned_at, publication.allows)
    return [sentence(brand, publication.planned_at, found)] if found else []


def _series_notes(standing: Publication | None) -> list[str]:
    if standing is None or standing.series is None:
        return []
    return [f"from now on it no longer follows the series {standing.series}, which leaves it alone"]


def _standing_notes(standing: Publication, wall: str) -> list[str]:
    if standing.state in (PublicationState.IN_REVIEW, PublicationState.SCHEDULED) and standing.local_time != wall:
        return [
            f"it was given another time, {standing.local_time} in {standing.zone}, and keeps it: "
            "write that into its row, or a third time to move it"
        ]
    if standing.state is not PublicationState.CANCELLED:
        return []
    return ["it was cancelled and stays so: change its time or text to plan it again"]


def _name_notes(brand: Brand, content: Content) -> list[str]:
    """Pillars and products that the brand's file does not name."""
    named = (("pillar", content.pillar, brand.pillars), ("product", content.product, brand.products))
    return [
        f"{name!r} is not a {what} of {brand.name}: {', '.join(one.id for one in known) or 'it has none'}"
        for what, name, known in named
        if name is not None and name not in [one.id for one in known]
    ]


def _repeated_hour_notes(moment: _Moment) -> list[str]:
    if not moment.instant.comes_twice:
        return []
    return [wall_time.twice_note(wall_time.parse(moment.wall), moment.zone, moment.instant)]
