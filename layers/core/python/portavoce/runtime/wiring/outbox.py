"""The outbox, as the relay uses it."""

from functools import cache, partial

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

_BILLED = frozenset(name for name in discovery.names() if discovery.manifest(name).listening)
_COUNTS = partial(community.counts, billed=_BILLED)
REGISTRY: Registry = {
    "publication": Room(publishing.changes),
    "alert": Room(reporting.changes),
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
    )
