"""Deadlines in hours of work: from the moment of receipt to the deadline, and back. Pure.

A day's shifts are wall times on the brand's clocks; what counts is the time that passes while one of them lasts, so
that a shift over the night in which clocks change is an hour shorter or longer."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.inbox.model import WeekHours
from portavoce.brands.model import WEEKDAYS, Brand

_ROUND_THE_CLOCK = WeekHours(**dict.fromkeys(WEEKDAYS, "00:00-00:00"))
_REACHES_DAYS = (8, 40, 400)
"""How far a deadline is looked for, in steps: who closes for more than a year has none."""


class _Open(NamedTuple):
    begins: datetime
    ends: datetime


def find_deadline(brand: Brand, received_at: datetime, allowed: timedelta) -> datetime | None:
    """The moment at which so much time of work has passed since the receipt; None when it does not within a year."""
    for days in _REACHES_DAYS:
        left = allowed
        for begins, ends in _open_between(brand, received_at, received_at + timedelta(days=days)):
            if ends - begins >= left:
                return begins + left
            left -= ends - begins
    return None


def find_last_receipt(brand: Brand, deadline: datetime, allowed: timedelta) -> datetime | None:
    """The latest moment of receipt whose deadline is not after this one; None when there is none within a year."""
    for days in _REACHES_DAYS:
        left = allowed
        for begins, ends in reversed(_open_between(brand, deadline - timedelta(days=days), deadline)):
            if ends - begins >= left:
                return ends - left
            left -= ends - begins
    return None


def count_minutes(brand: Brand, first: datetime, last: datetime) -> int:
    """How many whole minutes of work pass between the two moments."""
    open_for = sum((one.ends - one.begins for one in _open_between(brand, first, last)), timedelta())
    return open_for // timedelta(minutes=1)


def _open_between(brand: Brand, first: datetime, last: datetime) -> Sequence[_Open]:
    """When somebody works between the two moments: in order, no two of them overlapping, in UTC, where hours add up."""
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    found = list[_Open]()
    for one in sorted(_shifts(brand, first, last)):
        begins = max(one.begins, first, found[-1].ends if found else first)
        ends = min(one.ends, last)
        if begins < ends:
            found.append(_Open(begins, ends))
    return found


def _shifts(brand: Brand, first: datetime, last: datetime) -> Iterator[_Open]:
    clocks = ZoneInfo(brand.zone)
    closed = {one.date for one in brand.holidays}
    day, until = first.astimezone(clocks).date() - timedelta(days=1), last.astimezone(clocks).date()
    while day <= until:
        if day not in closed:
            for shift in getattr(_hours_of(brand, day), WEEKDAYS[day.weekday()]):
                yield _read_shift(day, shift, clocks)
        day += timedelta(days=1)


def _hours_of(brand: Brand, day: date) -> WeekHours:
    special = next((one.hours for one in brand.inbox.special_hours if one.first <= day <= one.last), None)
    return special or brand.inbox.business_hours or _ROUND_THE_CLOCK


def _read_shift(day: date, shift: str, clocks: ZoneInfo) -> _Open:
    begins, ends = (time.fromisoformat(part) for part in shift.split("-"))
    last_day = day if ends > begins else day + timedelta(days=1)
    return _Open(
        datetime.combine(day, begins, clocks).astimezone(UTC), datetime.combine(last_day, ends, clocks).astimezone(UTC)
    )
