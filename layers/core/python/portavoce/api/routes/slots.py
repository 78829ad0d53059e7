"""Posting slots: when a channel's next posts could go."""

from itertools import islice
from typing import Self

from pydantic import AwareDatetime

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Limit, PageOf
from portavoce.api.problems import not_found
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.planning.slots import FreeSlot
from portavoce.planning.wall_time import written
from portavoce.runtime import clock
from portavoce.runtime.wiring.planning import planner
from portavoce.value import Value

router = new_router()


class Slot(Value):
    """A free slot, on the brand's clocks and in UTC."""

    wall_time: str
    zone: str
    planned_at: AwareDatetime

    @classmethod
    def of(cls, found: FreeSlot, zone: str) -> Self:
        """The slot as a caller reads it."""
        return cls(wall_time=written(found.wall), zone=zone, planned_at=found.at)


@router.get("/brands/<brand>/channels/<channel>/slots", tags=["channels"])
def list_slots(brand: Id, channel: Id, limit: Limit = 10) -> PageOf[Slot]:
    """The next free slots of a channel, soonest first, within a year: those that `next-slot` would get."""
    found = known_brand(brand).brand
    known = found.channel(channel)
    if known is None:
        raise not_found(f"channel {channel} of brand {brand}")
    free = islice(planner().slots(found, known, clock.utc_now()), limit)
    return PageOf(items=tuple(Slot.of(one, found.zone) for one in free), next_cursor=None)
