"""Real deliveries, and the relay that tells the bus of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.assembly import ROOT
from portavoce.outbox.records import CounterRecords
from portavoce.outbox.service import Relay
from portavoce.platforms import discovery
from portavoce.platforms.interaction import Interaction
from portavoce.runtime.wiring.outbox import REGISTRY
from portavoce.table.table import Table

SAMPLE = ROOT / "events/samples/webhooks/facebook/comment_add.json"


@dataclass
class Bus:
    """EventBridge, which takes everything."""

    taken: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        self.taken += entries
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in entries]}


def relay(table: Table, bus: Bus) -> Relay:
    return Relay(registry=REGISTRY, counters=CounterRecords(table), bus="portavoce", put_events=bus.put, park=print)


def comments(count: int, first: int = 0) -> list[Interaction]:
    """Real deliveries of as many different comments."""
    found: list[Interaction] = []
    for number in range(first, first + count):
        body = SAMPLE.read_text().replace("_500000000000001", f"_6000000{number:08}")
        found += discovery.part("facebook", "inbox").interactions(body.encode())
    return found
