"""The table's stream, and the bus that it is told on, in memory."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portavoce.community import events, items
from portavoce.outbox.records import CounterRecords
from portavoce.outbox.relay import Registry, Room
from portavoce.outbox.service import Relay
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import delivery, listening

REGISTRY: Registry = {
    items.INTERACTION: Room(events.changes, events.counts),
    items.LEAD: Room(events.changes, events.counts),
}
DAY = delivery().occurred_at.date()


@dataclass
class Bus:
    """EventBridge in memory. `refusals` says, for each call, which places of it fail."""

    refusals: list[set[int]] = field(default_factory=list)
    calls: list[list[Mapping[str, Any]]] = field(default_factory=list)
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        assert 1 <= len(entries) <= 10
        self.calls.append(list(entries))
        failing = self.refusals.pop(0) if self.refusals else set()
        self.taken += [entry for place, entry in enumerate(entries) if place not in failing]
        answers = [
            {"ErrorCode": "ThrottlingException"} if place in failing else {"EventId": str(place)}
            for place in range(len(entries))
        ]
        return {"FailedEntryCount": len(failing), "Entries": answers}

    def ids(self) -> list[str]:
        return [json.loads(entry["Detail"])["id"] for entry in self.taken]


def relay(table: Table, bus: Bus) -> Relay:
    return Relay(
        registry=REGISTRY,
        counters=CounterRecords(table),
        bus="portavoce",
        put_events=bus.put,
        park=bus.parked.append,
    )


def record(number: int, new: Any, old: Any = None, at: datetime = NOW) -> dict[str, Any]:
    """One record of the stream, as Lambda hands it over."""
    images = {"NewImage": new, "OldImage": old}
    return {
        "eventID": f"{number:032x}",
        "dynamodb": {
            "SequenceNumber": str(number),
            "ApproximateCreationDateTime": at.timestamp(),
            **{name: image for name, image in images.items() if image},
        },
    }


def comments(table: Table, count: int, text: str = "Quanto costa?") -> list[dict[str, Any]]:
    """The stream of `count` new comments."""
    community = listening(table)
    records = []
    for number in range(count):
        community.take_in(delivery(text, interaction_id=f"c{number}"), NOW)
        key = {name: {"S": value} for name, value in items.interaction_key("facebook", f"c{number}").items()}
        records.append(record(number, table.client.get_item(TableName=table.name, Key=key)["Item"]))
    return records


def counters(table: Table, day: date = DAY) -> dict[str, int]:
    return dict(CounterRecords(table).days("aurora", day, day)).get(day, {})
