"""The posting slots of a channel, on the brand's clocks, and which of them are free."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import WEEKDAYS, Brand, Channel
from portavoce.measuring.model import PostingHours
from portavoce.planning import wall_time
from portavoce.planning.quiet_times import hindrance
from portavoce.publishing.model import Allowance

NEXT_SLOT, BEST_SLOT = "next-slot", "best-slot"
"""What a row says instead of a time: its channel's next free slot, or its next free hour that did better."""

AHEAD = timedelta(days=365)
"""How far ahead a free slot is looked for."""


class FreeSlot(NamedTuple):
    """One slot: what the clocks of the brand's zone show, and the instant in UTC."""

    wall: datetime
    at: datetime


def free_slots(
    brand: Brand, channel: Channel, taken: Collection[datetime], now: datetime, allows: Collection[Allowance] = ()
) -> Iterator[FreeSlot]:
    """The free slots after `now`, soonest first. `taken` are the instants at which something stands on the channel.

    A slot in a blackout or in quiet hours is left out, unless `allows` sets the rule aside; so is one in an hour that
    the clocks skip. In an hour that comes twice, it is the first."""
    for wall in _of_each_week(channel, now.astimezone(ZoneInfo(brand.zone)).replace(tzinfo=None)):
        try:
            at = wall_time.instant(wall, brand.zone).at
        except wall_time.NoSuchTime:
            continue
        if at > now + AHEAD:
            return
        if at > now and at not in taken and hindrance(brand, at, allows) is None:
            yield FreeSlot(wall, at)


def asks_for_slot(when: str) -> bool:
    """Whether a row is to be given a time."""
    return when.strip().lower() in {NEXT_SLOT, BEST_SLOT}


def asks_for_best(when: str) -> bool:
    """Whether that is to be an hour that did better than others."""
    return when.strip().lower() == BEST_SLOT


def with_better_slots(channel: Channel, hours: PostingHours) -> Channel:
    """The channel with the hours that did better as its slots, where some are known."""
    return channel.model_copy(update={"slots": hours.slots}) if hours.best else channel


def no_slot(channel: Channel, zone: str | None) -> str:
    """Why a row that asks for a slot has none."""
    if zone is not None:
        return "slots are on the brand's clocks: leave the zone empty"
    if channel.slots:
        return f"{channel.id} has no free slot within {AHEAD.days} days: give the row a time"
    return f"{channel.id} has no posting slots: write some into the brand's file, or give the row a time"


def _of_each_week(channel: Channel, here: datetime) -> Iterator[datetime]:
    """Every slot from the beginning of this week on."""
    if not channel.slots:
        return
    monday = here.date() - timedelta(days=here.weekday())
    while True:
        for slot in channel.slots:
            day, _, clock = slot.partition(" ")
            yield datetime.combine(monday + timedelta(days=WEEKDAYS.index(day)), time.fromisoformat(clock))
        monday += timedelta(days=7)
