"""Posting slots: when a channel's next posts could go."""

from itertools import islice
from typing import Annotated, Self

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Limit, PageOf
from portavoce.api.problems import not_found
from portavoce.api.router import new_router
from portavoce.brands.model import Brand, Channel, Id
from portavoce.measuring.model import PostingHours
from portavoce.planning.slots import FreeSlot
from portavoce.planning.wall_time import format_wall_time
from portavoce.runtime import clock
from portavoce.runtime.wiring.planning import planner
from portavoce.runtime.wiring.posting_hours import find_posting_hours
from portavoce.value import Value

router = new_router()

Best = Annotated[
    bool, Query(description="Only the hours at which the channel's posts did better, where they are known.")
]


class SlotView(Value):
    """A free slot, on the brand's clocks and in UTC."""

    wall_time: str
    zone: str
    planned_at: AwareDatetime

    @classmethod
    def of(cls, found: FreeSlot, zone: str) -> Self:
        """The slot as a caller reads it."""
        return cls(wall_time=format_wall_time(found.wall), zone=zone, planned_at=found.at)


@router.get("/brands/<brand>/channels/<channel>/slots", tags=["channels"])
def list_slots(brand: Id, channel: Id, limit: Limit = 10, best: Best = False) -> PageOf[SlotView]:
    """The next free slots of a channel, soonest first, within a year: those that `next-slot` would get, or with `best`
    those that `best-slot` would."""
    found, known = _known_channel(brand, channel)
    free = islice(planner().slots(found, known, clock.utc_now(), best=best), limit)
    return PageOf(items=tuple(SlotView.of(one, found.zone) for one in free), next_cursor=None)


@router.get("/brands/<brand>/channels/<channel>/posting-hours", tags=["channels"])
def get_posting_hours(brand: Id, channel: Id) -> PostingHours:
    """At which hours of the week the channel's posts did better than its others, and how sure that is."""
    found, known = _known_channel(brand, channel)
    return find_posting_hours(found, known, clock.utc_now())


def _known_channel(brand: str, channel: str) -> tuple[Brand, Channel]:
    found = known_brand(brand).brand
    known = found.channel(channel)
    if known is None:
        raise not_found(f"channel {channel} of brand {brand}")
    return found, known
