"""Days and amounts as the X Ads API counts them. Pure; amounts are in micros, millionths of the currency.

Source: docs.x.com, X Ads API: Analytics, Currency, Timezones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portavoce.platforms.contract import ReadRefused

from .manifest import MANIFEST

_MICROS = 1_000_000
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_METRICS = ("billed_charge_local_micro", "impressions", "clicks")


class Delivered(NamedTuple):
    """What was billed, in micros, and delivered."""

    micros: int = 0
    impressions: int = 0
    clicks: int = 0

    def add(self, other: "Delivered") -> "Delivered":
        return Delivered(*(one + two for one, two in zip(self, other, strict=True)))


class Activity(NamedTuple):
    """An entity that something has changed of, on which days of the account, and where."""

    entity_id: str
    first: date
    last: date
    placements: tuple[str, ...]


class AccountDays(NamedTuple):
    """The days of an account: each begins at its midnight by the offset of today, also one in another season."""

    offset: timezone

    def begin(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.offset)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.offset).date()


def find_days(zone: str, now: datetime) -> AccountDays:
    """The days of an account in an IANA zone. Raises KeyError, ValueError for what is no zone."""
    offset = now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return AccountDays(timezone(offset))


def split_days(first: date, last: date, most_days: int) -> Iterator[tuple[date, date]]:
    """The days from first to last, both included, in spans of at most so many."""
    while first <= last:
        end = min(last, first + (most_days - 1) * _DAY)
        yield first, end
        first = end + _DAY


def hour_before(moment: datetime) -> datetime:
    """The last whole hour, in UTC: change events lie in buckets of one."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def hour_after(moment: datetime) -> datetime:
    """The next whole hour, so that the running one is within."""
    return hour_before(moment) + _HOUR


def write_moment(moment: datetime) -> str:
    """A moment as X writes it, such as `2026-11-21T23:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_activity(row: Mapping[str, Any], days: AccountDays) -> Activity:
    """One row of active_entities. Raises KeyError, TypeError, ValueError for another shape."""
    first, last = (
        days.day_of(datetime.fromisoformat(row[name])) for name in ("activity_start_time", "activity_end_time")
    )
    return Activity(row["entity_id"], first, last, tuple(row["placements"]))


def read_stats(body: Iterable[Mapping[str, Any]], first: date, last: date) -> Iterator[tuple[str, date, Delivered]]:
    """Each entity's days. A list that is null had no delivery, and a value that is null is 0 (Analytics, FAQs).

    Raises ReadRefused for lists of another length than the days, KeyError, TypeError, IndexError for another shape."""
    span = [first + n * _DAY for n in range((last - first).days + 1)]
    for entity in body:
        metrics = entity["id_data"][0]["metrics"]
        columns = [_column(metrics.get(name), len(span)) for name in _METRICS]
        for day, values in zip(span, zip(*columns, strict=True), strict=True):
            yield entity["id"], day, Delivered(*values)


def _column(values: object, count: int) -> Sequence[int]:
    if values is None:
        return [0] * count
    if not isinstance(values, list) or len(values) != count:
        raise ReadRefused(f"X gave numbers of another span than the {count} days that were asked for")
    return [read_whole(value) or 0 for value in values]


def read_whole(value: object) -> int | None:
    """A whole number; None for null. Raises ReadRefused for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise ReadRefused("X gave no whole number")
    return value


def to_minor(micros: int, currency: str) -> int:
    """Micros as minor units, a half upwards."""
    unit = _micros_per_unit(currency)
    return (2 * micros + unit) // (2 * unit)


def round_together(amounts: Sequence[int], currency: str) -> list[int]:
    """Micros as minor units that add up to the rounded sum of all; each is off by less than one unit."""
    rounded, total, given = [], 0, 0
    for amount in amounts:
        total += amount
        rounded.append(to_minor(total, currency) - given)
        given += rounded[-1]
    return rounded


def _micros_per_unit(currency: str) -> int:
    return _MICROS if currency in MANIFEST.currency_offset_one else _MICROS // 100
