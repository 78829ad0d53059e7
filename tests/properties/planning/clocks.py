"""Every IANA zone and the days on which its clocks are changed, found without the rules under test."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

ZONES = sorted(available_timezones())
SECOND = timedelta(seconds=1)
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


class Jump(NamedTuple):
    """The clocks change at `at` (UTC) from one offset to another."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def is_gap(self) -> bool:
        """Whether the clocks go forward; otherwise they show an hour twice."""
        return self.after > self.before


def offset(at: datetime, zone: str) -> timedelta:
    """What the clocks of the zone are ahead of UTC."""
    found = at.astimezone(ZoneInfo(zone)).utcoffset()
    assert found is not None
    return found


@cache
def jumps(zone: str) -> tuple[Jump, ...]:
    """Found by walking through the days, and within a day by halving."""
    return tuple(_jumps(zone))


def _jumps(zone: str) -> Iterator[Jump]:
    day, shown = FIRST, offset(FIRST, zone)
    while day < LAST:
        low, high = day, day + timedelta(days=1)
        before, shown = shown, offset(high, zone)
        if before != shown:
            while high - low > SECOND:
                middle = low + timedelta(seconds=(high - low) // SECOND // 2)
                low, high = (middle, high) if offset(middle, zone) == offset(low, zone) else (low, middle)
            yield Jump(high, offset(low, zone), offset(high, zone))
        day += timedelta(days=1)


def clock(at: datetime, offset_then: timedelta) -> datetime:
    """What the clocks show at a moment."""
    return (at + offset_then).replace(tzinfo=None)


def disputed(jump: Jump) -> tuple[datetime, datetime]:
    """The first wall time that the jump skips or repeats, and the first after them."""
    one, other = clock(jump.at, jump.before), clock(jump.at, jump.after)
    return min(one, other), max(one, other)
