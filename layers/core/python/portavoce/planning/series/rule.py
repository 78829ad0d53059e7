"""A rule of repetition as RFC 5545 section 3.3.10 writes it, such as `FREQ=WEEKLY;BYDAY=MO,TH`.

Rules are kept on wall time: what comes out of one is what the clocks of its zone show, whatever their offset."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import prod
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {"INTERVAL": (1, 1000), "COUNT": (1, 10_000), "BYMONTH": (1, 12), "BYHOUR": (0, 23), "BYMINUTE": (0, 59)}
_SIGNED = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_LISTS = frozenset({"BYDAY", "BYMONTH", "BYHOUR", "BYMINUTE", *_SIGNED})
_KNOWN = ("FREQ", "UNTIL", "WKST", "BYDAY", *_RANGES, *_SIGNED)
_ONLY_IN = {
    "BYYEARDAY": ("YEARLY",),
    "BYWEEKNO": ("YEARLY",),
    "BYMONTHDAY": ("DAILY", "MONTHLY", "YEARLY"),
}
_ORDINAL_DAYS_IN = ("MONTHLY", "YEARLY")
_DAY = re.compile(rf"([+-]?[0-9]{{1,2}})?({'|'.join(_DAYS)})")
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}")
_UNTIL = re.compile(r"[0-9]{8}(T[0-9]{6}Z?)?")
_LONGEST, _LAST_YEAR, _MOST_WEEKS = 300, 2100, 53

_LATER = 19 * timedelta(days=146_097)
"""Nineteen times 400 years, after which the Gregorian calendar repeats itself to the weekday. dateutil seeks the next
match until the year 9999: asked that much later, it soon gives up on a rule that never comes."""


class NotARule(ValueError):
    """The text is no rule that a series can follow; the message says which part is wrong, and what is right."""


def checked(text: str) -> str:
    """The rule in capitals, without the name RRULE. Raises NotARule."""
    if len(text) > _LONGEST:
        raise NotARule(f"the rule has {len(text)} characters, at most {_LONGEST} fit")
    parts = _parts(text.strip().upper().removeprefix("RRULE:"))
    for name, value in parts.items():
        _check_value(name, value)
    _check_together(parts)
    return _joined(parts)


def several_a_day(rule: str) -> bool:
    """Whether a checked rule can come more than once a day."""
    parts = _parts(rule)
    return prod(len(set(parts[name].split(","))) for name in ("BYHOUR", "BYMINUTE") if name in parts) > 1


def comes(rule: str, start: datetime, zone: str, since: datetime) -> Iterator[datetime]:
    """The wall times from `since` on at which a checked rule comes, counted from `start`, in order. They may not exist.

    `start` itself is one only if the rule says so. `zone` is where an UNTIL in UTC is read."""
    parts = _parts(rule)
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_until(parts['UNTIL'], zone) + _LATER:%Y%m%dT%H%M%S}"
    for found in rrulestr(_joined(parts), dtstart=start + _LATER).xafter(since + _LATER, inc=True):
        yield found - _LATER


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = (one.strip() for one in part.partition("="))
        if not (name and equals and value):
            raise NotARule(f"{part!r} is no part of a rule: write it as FREQ=WEEKLY;BYDAY=MO,TH")
        if name not in _KNOWN:
            raise NotARule(f"{name} is not known here: a rule is made of {', '.join(_KNOWN)}")
        if name in parts:
            raise NotARule(f"{name} stands in the rule twice")
        parts[name] = value
    if "FREQ" not in parts:
        raise NotARule(f"the rule needs a FREQ: {', '.join(_FREQUENCIES)}")
    return parts


def _joined(parts: Mapping[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _check_value(name: str, value: str) -> None:
    if name == "FREQ" and value not in _FREQUENCIES:
        raise NotARule(f"FREQ={value} is not one of {', '.join(_FREQUENCIES)}; for several a day, list them in BYHOUR")
    if name == "WKST" and value not in _DAYS:
        raise NotARule(f"WKST={value} is not one of {', '.join(_DAYS)}")
    if name == "UNTIL":
        _until(value, "UTC")
    for one in value.split(",") if name in _LISTS else [value]:
        if name == "BYDAY":
            _check_day(one)
        elif name in _RANGES or name in _SIGNED:
            _check_number(name, one)


def _check_day(text: str) -> None:
    found = _DAY.fullmatch(text)
    if found is None or (found[1] and not 1 <= abs(int(found[1])) <= _MOST_WEEKS):
        raise NotARule(f"BYDAY={text} is no day: use {', '.join(_DAYS)}, or in a month such as 1MO or -1FR")


def _check_number(name: str, text: str) -> None:
    lowest, highest = _RANGES.get(name) or (-_SIGNED[name], _SIGNED[name])
    number = int(text) if _NUMBER.fullmatch(text) else None
    if number is None or not lowest <= number <= highest or (name in _SIGNED and number == 0):
        span = f"1 to {highest}, or with a minus counted from the end" if name in _SIGNED else f"{lowest} to {highest}"
        raise NotARule(f"{name}={text} is not {span}")


def _check_together(parts: Mapping[str, str]) -> None:
    """What RFC 5545 forbids in company."""
    frequency = parts["FREQ"]
    if "COUNT" in parts and "UNTIL" in parts:
        raise NotARule("the rule ends by COUNT or by UNTIL, not by both")
    for name, allowed in _ONLY_IN.items():
        if name in parts and frequency not in allowed:
            raise NotARule(f"{name} does not go with FREQ={frequency}, only with {', '.join(allowed)}")
    numbered = any(one[0] in "+-0123456789" for one in parts.get("BYDAY", "MO").split(","))
    if numbered and (frequency not in _ORDINAL_DAYS_IN or "BYWEEKNO" in parts):
        raise NotARule(f"a BYDAY with a number needs FREQ={' or '.join(_ORDINAL_DAYS_IN)} and no BYWEEKNO")
    if "BYSETPOS" in parts and not (_LISTS & parts.keys()) - {"BYSETPOS"}:
        raise NotARule("BYSETPOS chooses from what another part lists, such as BYDAY: there is none")


def _until(text: str, zone: str) -> datetime:
    """The last wall time; a bare date means to its end. Raises NotARule."""
    if not _UNTIL.fullmatch(text):
        raise NotARule(f"UNTIL={text} is no date: write it as 20271231, or as 20271231T230000Z in UTC")
    try:
        moment = datetime.strptime(text.rstrip("Z")[:15], "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - wall time
    except ValueError:
        raise NotARule(f"UNTIL={text} is not in the calendar") from None
    if moment.year > _LAST_YEAR:
        raise NotARule(f"UNTIL={text} is after the year {_LAST_YEAR}: leave it out")
    if text.endswith("Z"):
        return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment if "T" in text else moment + timedelta(days=1, seconds=-1)
