"""Wall time and zone to an instant.

An hour that does not exist (clocks go forward) is refused, with the first time that does; an hour that comes twice
(clocks go back) means the first, and the answer says so. Times that come out of a rule, which nobody can correct one
by one, are moved out of the gap instead."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_WALL_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


class NotAWallTime(ValueError):
    """The text is no date and time."""


class NoSuchTime(ValueError):
    """The clocks of the zone skip this time. `first_valid` is the wall time at which they go on."""

    def __init__(self, wall: datetime, zone: str, first_valid: datetime) -> None:
        self.first_valid = first_valid
        super().__init__(
            f"{format_wall_time(wall)} does not exist in {zone}, where the clocks go forward: "
            f"the first time after the gap is {format_wall_time(first_valid)}"
        )


class Instant(NamedTuple):
    """A moment. `comes_twice`: the wall time names two, and this is the first."""

    at: datetime
    comes_twice: bool


def parse(text: str) -> datetime:
    """Wall time without a zone, from such as “2026-11-24 09:30” or “2026-11-24T09:30:15”. Raises NotAWallTime."""
    found = _WALL_TIME.fullmatch(text.strip())
    if not found:
        raise NotAWallTime(f"{text!r} is not a date and time: write it as 2026-11-24 09:30, seconds are optional")
    parts = [int(part or 0) for part in found.groups()]
    if not _FIRST_YEAR <= parts[0] <= _LAST_YEAR:
        raise NotAWallTime(f"{text!r} is not in a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - wall time has no zone yet
    except ValueError as error:
        raise NotAWallTime(f"{text!r} is not in the calendar: {error}") from None


def format_wall_time(wall: datetime) -> str:
    """Wall time as it is kept and shown: “2026-11-24 09:30”, with seconds where there are any."""
    return wall.strftime("%Y-%m-%d %H:%M:%S" if wall.second else "%Y-%m-%d %H:%M")


def instant(wall: datetime, zone: str) -> Instant:
    """The instant in UTC at which the clocks of `zone` (an IANA name) show `wall`. Raises NoSuchTime.

    The two readings of a skipped or repeated time are those of PEP 495."""
    clocks = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=clocks, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(clocks).replace(tzinfo=None, fold=0) != wall:
        raise NoSuchTime(wall, zone, _end_of_gap(second, first, clocks))
    return Instant(first, first != second)


def out_of_gap(wall: datetime, zone: str) -> datetime:
    """What the clocks of `zone` show at the moment that a skipped `wall` means: it is read with the offset before the
    gap (RFC 5545 section 3.3.5), so half past two of a skipped hour is half past three. Any other time is its own."""
    clocks = ZoneInfo(zone)
    return wall.replace(tzinfo=clocks).astimezone(UTC).astimezone(clocks).replace(tzinfo=None, fold=0)


def twice_note(wall: datetime, zone: str, first: Instant) -> str:
    """What is to be said of a time that comes twice."""
    words = f"{format_wall_time(wall)} comes twice in {zone}, where the clocks go back"
    return f"{words}: the first one, {first.at:%H:%M} UTC, is taken"


def _end_of_gap(before: datetime, after: datetime, clocks: ZoneInfo) -> datetime:
    """The wall time at which the clocks go on, to the second; `before` and `after` the jump, in UTC."""
    offset = before.astimezone(clocks).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(clocks).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.astimezone(clocks).replace(tzinfo=None, fold=0)
