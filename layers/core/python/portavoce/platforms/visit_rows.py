"""What a site's own analytics tells of its visits, in our words."""

import re
from collections.abc import Sequence
from datetime import date, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Annotated, Protocol
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from portavoce.value import Value

_MOST = 10**12
"""More visits than any site has on a day, and more money: what lies beyond is no number that can be stored."""
_UNNAMED = re.compile(r"\(.*\)")
_OFFSET = re.compile(r"UTC(?P<hours>[+-][0-9]{1,2}(?:\.[0-9]{1,2})?)")

_Count = Annotated[int, Field(ge=0, le=_MOST)]


def read_tag(told: object) -> str:
    """A UTM tag, empty where there was none: sources write their own word for that in brackets, such as `(not set)`,
    `(direct)`, `(organic)` or `(other)`."""
    tag = "" if told is None else str(told)
    return "" if _UNNAMED.fullmatch(tag) else tag


def read_zone(name: str) -> tzinfo:
    """The clocks of a zone: an IANA name or, as Matomo also has them, hours from UTC such as `UTC+5.5`.

    Raises ValueError for any other."""
    if offset := _OFFSET.fullmatch(name):
        return timezone(timedelta(hours=float(offset["hours"])))
    try:
        return ZoneInfo(name)
    except KeyError:
        raise ValueError(f"{name!r} is no time zone") from None


def _check_zone(name: str) -> str:
    read_zone(name)
    return name


class VisitRow(Value):
    """What was counted on one of the source's days of the visits with these UTM tags; empty where there were none.

    A number is None where the source does not tell it. `converted` are visits with a conversion; `value` is what the
    source says that the conversions were worth, in the major unit of its currency."""

    day: date
    source: str = ""
    campaign: str = ""
    content: str = ""
    visits: _Count
    bounced: _Count | None = None
    engaged: _Count | None = None
    converted: _Count | None = None
    conversions: _Count | None = None
    value: Annotated[Decimal, Field(ge=-_MOST, le=_MOST)] | None = None


class SiteVisits(Value):
    """The rows of some days. `zone` is that of the days and `currency` that of the values, where the source says so.

    `is_about`: the source has sampled or held something back; `notes` say what, in sentences."""

    rows: tuple[VisitRow, ...] = ()
    zone: Annotated[str, AfterValidator(_check_zone)] | None = None
    currency: str | None = None
    is_about: bool = False
    notes: tuple[str, ...] = ()


class VisitReader(Protocol):
    """COUNT_VISITS. What a site's analytics counted on its days from `since` to `until`; a source without days of its
    own counts those of `zone`. `goals` are the names of the conversions that count, where the source needs them.

    Raises ReadFailed, ReadRefused."""

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits: ...
