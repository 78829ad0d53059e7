"""Rows that ask for the next free slot, given their times. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType

from portavoce.brands.model import Channel, known_zone
from portavoce.measuring.model import PostingHours
from portavoce.planning import wall_time
from portavoce.planning.content import content_hash, content_of
from portavoce.planning.diff import Context, publication_id
from portavoce.planning.model import PlanRow, Remark, TakenTime
from portavoce.planning.slots import asks_for_best, asks_for_slot, free_slots, with_better_slots
from portavoce.publishing.model import PLANNABLE, Publication, PublicationState, restore_links

NO_HOURS: Mapping[str, PostingHours] = MappingProxyType({})
_FREED = frozenset({PublicationState.CANCELLED, PublicationState.FAILED, PublicationState.MISSED})
"""A publication in one of these no longer holds its time."""


def with_times(
    context: Context,
    rows: Sequence[PlanRow],
    waiting: Iterable[Publication],
    others: Sequence[TakenTime] = (),
    hours: Mapping[str, PostingHours] = NO_HOURS,
) -> list[PlanRow]:
    """The rows, each that asks for a slot with one that is free; without one it comes out as it went in.

    A row keeps the time that its publication has, as long as that stands: the same calendar again changes nothing.
    `waiting` are the brand's publications to come. Times that other rows name count as taken, and so do `others`.
    `hours` are those of the channels on which a row asks for a better one; where none is known, its slots do."""
    standing = list(waiting)
    taken = {
        one.id: taken_on(one.id, standing)
        | _named_instants(context, rows, one)
        | {other.at for other in others if other.channel == one.id}
        for one in context.brand.channels
    }
    return [_give_time(context, row, taken.get(row.channel, set()), hours) for row in rows]


def slot_remarks(rows: Iterable[PlanRow], hours: Mapping[str, PostingHours]) -> list[Remark]:
    """Says of each row that asks for a better hour why there is none."""
    silent = [(row, known) for row in rows if asks_for_best(row.when) and (known := hours.get(row.channel))]
    return [
        Remark(
            row=row.row,
            post=row.post,
            channel=row.channel,
            message=f"it takes the next free slot: when to post is not known, {known.silent_because}",
        )
        for row, known in silent
        if known.silent_because
    ]


def taken_on(channel: str, waiting: Iterable[Publication]) -> set[datetime]:
    """The instants at which something stands on a channel."""
    return {one.planned_at for one in waiting if one.channel == channel and one.state not in _FREED}


def _named_instants(context: Context, rows: Sequence[PlanRow], channel: Channel) -> set[datetime]:
    """The instants that rows name themselves. What is no time is refused later on, with the reason."""
    found = set()
    for row in rows:
        if row.channel == channel.id and not asks_for_slot(row.when):
            with suppress(ValueError):
                found.add(wall_time.instant(wall_time.parse(row.when), known_zone(row.zone or context.brand.zone)).at)
    return found


def _give_time(context: Context, row: PlanRow, taken: set[datetime], hours: Mapping[str, PostingHours]) -> PlanRow:
    """Gives the row its time, which counts as taken from here on."""
    if not asks_for_slot(row.when) or row.zone is not None:
        return row
    standing = context.standing.get(publication_id(context.brand.id, row.post, row.channel))
    if standing and _keeps(standing, row, context.now):
        return row.model_copy(update={"when": standing.wall_time, "zone": standing.zone})
    channel = context.brand.channel(row.channel)
    if channel and asks_for_best(row.when) and row.channel in hours:
        channel = with_better_slots(channel, hours[row.channel])
    slot = next(free_slots(context.brand, channel, taken, context.now, row.allow), None) if channel else None
    if slot is None:
        return row
    taken.add(slot.at)
    return row.model_copy(update={"when": wall_time.format_wall_time(slot.wall)})


def _keeps(standing: Publication, row: PlanRow, now: datetime) -> bool:
    """Whether its time still holds: it does unless it is over or given up, and the row says something new."""
    lost = standing.state in _FREED or (standing.state in PLANNABLE and standing.planned_at <= now)
    return not lost or content_hash(restore_links(standing.content)) == content_hash(content_of(row))
