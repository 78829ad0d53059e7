"""The outbox, as the relay uses it."""

import json
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from portavoce.advertising import events as advertising
from portavoce.advertising.brake.records import ORDER
from portavoce.community import events as community
from portavoce.community import items
from portavoce.outbox.records import CounterRecords
from portavoce.outbox.relay import Registry, Room
from portavoce.outbox.service import Relay
from portavoce.platforms import discovery
from portavoce.publishing import events as publishing
from portavoce.reporting import events as reporting
from portavoce.runtime import aws
from portavoce.runtime.settings import settings

_BILLED = frozenset(name for name in discovery.names() if discovery.manifest(name).fees)
_COUNTS = partial(community.counts, billed=_BILLED)
REGISTRY: Registry = {
    "publication": Room(publishing.changes),
    "alert": Room(reporting.changes),
    ORDER: Room(advertising.changes),
    items.INTERACTION: Room(community.changes, _COUNTS),
    items.LEAD: Room(community.changes, _COUNTS),
}
"""Which room reads which type of item."""


@cache
def relay() -> Relay:
    """The relay from this stage's table to its bus."""
    return Relay(
        registry=REGISTRY,
        counters=CounterRecords(aws.table()),
        bus=settings().need("bus"),
        put_events=lambda entries: aws.events().put_events(Entries=list(entries)),  # type: ignore[arg-type]
        park=_park,
    )


def _park(record: Mapping[str, Any]) -> None:
    """A letter with the change's place in the table, and nothing of what stands there."""
    body = record["dynamodb"]
    change = {
        "event_id": record["eventID"],
        "keys": {name: body["Keys"][name]["S"] for name in ("pk", "sk")},
        "at": body["ApproximateCreationDateTime"],
        "is_new": "OldImage" not in body,
    }
    letter = {"function": f"portavoce-{settings().stage_in_names}-relay", "change": change}
    aws.sqs().send_message(QueueUrl=settings().need("dead_letters_url"), MessageBody=json.dumps(letter))
