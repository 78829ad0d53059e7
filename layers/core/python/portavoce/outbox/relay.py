"""What a change of the table says to the rest of the product: a pure function of the old image and the new one."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from portavoce.outbox.model import Count, Envelope, Event, wrap

ItemImage = dict[str, Any]


class TableChange(NamedTuple):
    """One record of the table's stream. `at` is the moment of the change, `event_id` the stream's own id of it."""

    event_id: str
    sequence_number: str
    at: datetime
    old: ItemImage | None
    new: ItemImage | None

    @property
    def short_id(self) -> str:
        """Forty-two bits of the event's id: enough to tell apart the changes of one brand in an hour."""
        return urlsafe_b64encode(hashlib.sha256(self.event_id.encode()).digest()[:6]).decode()[:7]


class Room(NamedTuple):
    """How one type of item is read: the events of a change and, if it counts, what it counts."""

    changes: Callable[[ItemImage | None, ItemImage | None, datetime], Sequence[Event]]
    counts: Callable[[ItemImage | None, ItemImage | None], Sequence[Count]] | None = None


Registry = Mapping[str, Room]
"""Item type to the room that owns it. A type that is not there says nothing."""


class Told(NamedTuple):
    """One event, ready for the bus."""

    detail_type: str
    envelope: Envelope
    joins: str | None = None


class Parcel(NamedTuple):
    """One event with the sequence numbers of the changes that it tells of."""

    sequence_numbers: tuple[str, ...]
    told: Told


def derive_events(change: TableChange, registry: Registry) -> list[Told]:
    """Makes events of one change. The same change always gives the same ids: the stream's, and the event's place."""
    room = _room(change, registry)
    events = room.changes(change.old, change.new, change.at) if room else []
    return [
        Told(type(event).__name__, wrap(event, f"{change.event_id}.{place}", change.at), event.JOINS)
        for place, event in enumerate(events)
    ]


def join_parcels(parcels: Iterable[Parcel]) -> list[Parcel]:
    """Joins the events that may go as one (see Event.JOINS): in the first one's place, under its id."""
    whole: dict[str, Parcel] = {}
    for parcel in parcels:
        told = parcel.told
        key = told.detail_type if told.joins else told.envelope.id
        whole[key] = _sum(whole[key], parcel, told.joins) if told.joins and key in whole else parcel
    return list(whole.values())


def _sum(first: Parcel, second: Parcel, field: str) -> Parcel:
    envelope = first.told.envelope
    data = envelope.data | {field: [*envelope.data[field], *second.told.envelope.data[field]]}
    told = first.told._replace(envelope=envelope.model_copy(update={"data": data}))
    return Parcel(first.sequence_numbers + second.sequence_numbers, told)


def derive_counts(change: TableChange, registry: Registry) -> list[Count]:
    """What one change adds to the counters."""
    room = _room(change, registry)
    return list(room.counts(change.old, change.new)) if room and room.counts else []


def _room(change: TableChange, registry: Registry) -> Room | None:
    image = change.new or change.old or {}
    return registry.get(image.get("type", ""))
