"""Dates and times as spreadsheets and people write them, as the calendar's own `2026-11-24 09:30`. Pure.

The order of day and month is the brand's language's: plain where Italian or Arabic is written, and in English only
where one of the two can be no month. What can be read in two ways is refused, never guessed."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from portavoce.planning.calendar.cell import plain_word
from portavoce.planning.slots import asks_for_slot
from portavoce.planning.wall_time import format_wall_time

_DATE = r"(?P<first>\d{1,4})(?P<mark>[/.\-])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{2,4})"
_TIME = r"(?P<hour>\d{1,2})(?:h|[:.h](?P<minute>\d{2})(?:[:.](?P<seconds>\d{2}))?(?: ?(?P<half>[ap]\.?m\.?|ص|م))?)"
_BEFORE_TIME = r"(?:(?:h|at|ore|alle(?: ore)?|الساعة) )?"
_WRITTEN = re.compile(rf"{_DATE}(?:(?:[,،]? |T){_BEFORE_TIME}{_TIME})?", re.IGNORECASE)
_DAY_FIRST = {"it": "Italian", "ar": "Arabic"}
_MONTHS, _HALF_DAY, _MIDNIGHT, _YEAR = 12, 12, 24, "2026"
# What word processors make of a hyphen between two numbers.
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_REMEDY = "write it as {example} (format the cells as text before, or save the calendar as .xlsx)"


class UnclearTime(ValueError):
    """The cell can be read in no way, or in two; the message says what to write."""


class DateOrder(NamedTuple):
    """Which of a date's numbers is the day. `day_first`: the language says so; `in_doubt`: the file itself does not
    keep to it; `counts`: the file has dates that hang on it. `language` is its name in English."""

    day_first: bool
    in_doubt: bool
    language: str
    counts: bool


def find_date_order(language: str | None, cells: Iterable[str]) -> DateOrder:
    """The order in which a file's dates are read: its language's, unless a date of it can only be the other way."""
    dates = [found for cell in cells if (found := _WRITTEN.fullmatch(_DASHES.sub("-", plain_word(cell))))]
    month_first = any(int(one["first"]) <= _MONTHS < int(one["second"]) for one in dates)
    counts = any(len(one["first"]) < len(_YEAR) for one in dates)
    return DateOrder(language in _DAY_FIRST, month_first, _DAY_FIRST.get(language or "", "English"), counts)


def read_written_time(cell: str, order: DateOrder) -> str:
    """The cell as `2026-11-24 09:30`; what does not begin as a date with numbers comes back as it is.

    Raises UnclearTime."""
    words = _DASHES.sub("-", plain_word(cell))
    found = _WRITTEN.fullmatch(words)
    if found is None:
        slot = re.sub(r"[ _]", "-", words.lower())
        return slot if asks_for_slot(slot) else words
    year, month, day = _date(words, found, order)
    if found["hour"] is None:
        raise UnclearTime(f"“{words}” has no time of day: write such as {words} 09:30")
    try:
        wall = datetime(year, month, day, _hour(words, found), int(found["minute"] or 0), int(found["seconds"] or 0))  # noqa: DTZ001 - wall time has no zone yet
    except ValueError as error:
        midnight = ": midnight is 00:00 of the day after" if _hour(words, found) == _MIDNIGHT else f": {error}"
        raise UnclearTime(f"“{words}” is not in the calendar{midnight}; write such as 2026-11-24 09:30") from None
    return format_wall_time(wall)


def _date(words: str, found: re.Match[str], order: DateOrder) -> tuple[int, int, int]:
    first, second, third = (int(found[name]) for name in ("first", "second", "third"))
    if len(found["first"]) == len(_YEAR):
        return first, second, third
    if len(found["third"]) != len(_YEAR):
        raise UnclearTime(f"“{words}” has no year of four digits: {_REMEDY.format(example='2026-11-24 09:30')}")
    if first > _MONTHS or first == second:
        return third, second, first
    if second > _MONTHS:
        if order.day_first:
            raise UnclearTime(
                f"“{words}” has its month first, {order.language} dates have their day first: "
                f"{_REMEDY.format(example=f'{third}-{first:02}-{second:02} 09:30')}"
            )
        return third, first, second
    if not order.day_first or order.in_doubt:
        one, other = (f"{third}-{month:02}-{day:02}" for day, month in ((first, second), (second, first)))
        raise UnclearTime(f"“{words}” may be {one} or {other}: {_REMEDY.format(example=f'{one} 09:30')}")
    return third, second, first


def _hour(words: str, found: re.Match[str]) -> int:
    hour, half = int(found["hour"]), found["half"]
    if half is None:
        return hour
    if not 1 <= hour <= _HALF_DAY:
        raise UnclearTime(f"“{words}” has no hour from 1 to 12 before {half}: write such as 09:30 or 21:30")
    afternoon = half.lower().startswith(("p", "م"))
    return hour % _HALF_DAY + (_HALF_DAY if afternoon else 0)
