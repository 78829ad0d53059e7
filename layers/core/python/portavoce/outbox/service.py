"""Relaying: the table's stream is the only source of events and of counters."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from portavoce.outbox.model import SOURCE, Count
from portavoce.outbox.records import MOST_CHANGES, CounterRecords
from portavoce.outbox.relay import Parcel, Registry, TableChange, Told, derive_counts, derive_events, join_parcels
from portavoce.table.table import load_image

ENTRIES_PER_CALL = 10
"""PutEvents takes at most ten entries (EventBridge API reference, PutEvents)."""
ATTEMPTS = 3
UNCOUNTED = "uncounted"
"""Marks a record of ours that was made of an item as it stands: what it was before is not known."""


@dataclass(frozen=True)
class Relayed:
    """What became of a batch: sequence numbers that are to come again, and those of records that were parked."""

    again: tuple[str, ...] = ()
    parked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relay:
    """The outbox. `put_events` is EventBridge's PutEvents: entries in, its answer out, entry by entry. `park` keeps a
    record that no room can read."""

    registry: Registry
    counters: CounterRecords
    bus: str
    put_events: Callable[[Sequence[Mapping[str, Any]]], Mapping[str, Any]]
    park: Callable[[Mapping[str, Any]], None]

    def relay(self, records: Sequence[Mapping[str, Any]]) -> Relayed:
        """Tells the bus and counts, for a batch of the stream's records in their order.

        Events may be told again (with the same id) when a batch comes again; counts are added once. A record that
        cannot be told holds up no other: all are handled, then it and those after it are asked for again. One that
        cannot be read will not be read the next time either: it is parked, alone."""
        unreadable: list[Mapping[str, Any]] = []
        events: list[Parcel] = []
        counts: list[tuple[TableChange, Sequence[Count]]] = []
        for record in records:
            try:
                change = _change(record)
                events += [Parcel((change.sequence_number,), one) for one in derive_events(change, self.registry)]
                if not record.get(UNCOUNTED):
                    counts.append((change, derive_counts(change, self.registry)))
            except (KeyError, TypeError, ValueError):  # an image that its room cannot read
                unreadable.append(record)
        failed = self._tell(join_parcels(events))
        self._count(counts)
        for record in unreadable:
            self.park(record)
        parked = tuple(record["dynamodb"]["SequenceNumber"] for record in unreadable)
        return Relayed(_from_first(records, failed), parked)

    def _tell(self, events: Sequence[Parcel]) -> set[str]:
        """Sends the events; the sequence numbers of those that the bus would not take."""
        failed: set[str] = set()
        for chunk in batched(events, ENTRIES_PER_CALL, strict=False):
            left = list(chunk)
            for _ in range(ATTEMPTS):
                answer = self.put_events([self._entry(one.told) for one in left])
                if not answer["FailedEntryCount"]:
                    break
                left = [one for one, entry in zip(left, answer["Entries"], strict=True) if "ErrorCode" in entry]
            else:
                failed |= {number for one in left for number in one.sequence_numbers}
        return failed

    def _entry(self, event: Told) -> Mapping[str, Any]:
        return {
            "Source": SOURCE,
            "DetailType": event.detail_type,
            "Detail": event.envelope.model_dump_json(),
            "EventBusName": self.bus,
            "Time": event.envelope.occurred_at,
        }

    def _count(self, counts: Iterable[tuple[TableChange, Sequence[Count]]]) -> None:
        groups: dict[tuple[str, datetime], dict[str, list[Count]]] = {}
        for change, found in counts:
            group_of = change.at.replace(minute=change.at.minute // 6 * 6, second=0, microsecond=0)
            for count in found:
                group = groups.setdefault((count.owner, group_of), {})
                group.setdefault(change.short_id, []).append(count)
        for (owner, since), by_change in groups.items():
            for some in batched(by_change.items(), MOST_CHANGES, strict=False):
                self.counters.add(owner, since, dict(some))


def _change(record: Mapping[str, Any]) -> TableChange:
    body = record["dynamodb"]
    return TableChange(
        event_id=record["eventID"],
        sequence_number=body["SequenceNumber"],
        at=datetime.fromtimestamp(body["ApproximateCreationDateTime"], UTC),
        old=load_image(body.get("OldImage")),
        new=load_image(body.get("NewImage")),
    )


def _from_first(records: Sequence[Mapping[str, Any]], failed: set[str]) -> tuple[str, ...]:
    numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
    first = next((place for place, number in enumerate(numbers) if number in failed), len(numbers))
    return tuple(numbers[first:])
