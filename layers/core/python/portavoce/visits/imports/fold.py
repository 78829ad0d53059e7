"""What a source tells, as the days of a brand's visits. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.currency import count_digits
from portavoce.platforms.visit_rows import SiteVisits, VisitRow, read_zone
from portavoce.visits.model import VisitDay, VisitOrigin, VisitSource

OTHER = "other"
"""The key of the visits that no tagged link led to."""

MOST_WAYS = 200
"""So many ways are kept apart on a day, those with most visits; the rest is among the others."""

_NOWHERE = dict(VisitOrigin()) | {"key": OTHER}
_SUMMED = ("visits", "bounced", "engaged", "converted", "conversions", "value_minor")


def fold_days(brand: Brand, source: VisitSource, told: SiteVisits, now: datetime) -> list[VisitDay]:
    """The days of one source, each way once. A day that was not over at the site is about."""
    ways: dict[tuple[date, str], VisitDay] = {}
    for row in told.rows:
        origin = find_origin(brand, row)
        is_about = told.is_about or not is_over(row.day, told.zone or brand.zone, now)
        one = VisitDay(
            **dict(origin),
            day=row.day,
            source=source,
            key=_name_way(origin),
            visits=row.visits,
            bounced=row.bounced,
            engaged=row.engaged,
            converted=row.converted,
            conversions=row.conversions,
            value_minor=_minor(row.value, told.currency),
            currency=told.currency if row.value is not None else None,
            is_about=is_about,
            as_of=now,
        )
        place = (row.day, one.key)
        ways[place] = _add(ways[place], one) if place in ways else one
    return _limit_days(ways.values())


def find_origin(brand: Brand, row: VisitRow) -> VisitOrigin:
    """What led there, by the tags that the brand's links have. Visits that bring none of them are the others."""
    source = row.source.lower()
    channels = [one for one in brand.channels if source in {one.id.lower(), one.platform}]
    if not channels and not row.campaign and not row.content:
        return VisitOrigin()
    return VisitOrigin(
        channel=channels[0].id if len(channels) == 1 else None,
        platform=channels[0].platform if channels else None,
        campaign=row.campaign or None,
        post_id=row.content or None,
    )


def is_over(day: date, zone: str, now: datetime) -> bool:
    """Whether a day has ended on these clocks."""
    return datetime.combine(day + timedelta(days=1), time(), read_zone(zone)) <= now


def days_to_read(read_until: date | None, zone: str, now: datetime, backfill: int, again: int) -> tuple[date, date]:
    """From which day to which: the last ones anew, for they may have been restated, and all that were missed."""
    yesterday = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    oldest = yesterday - timedelta(days=backfill - 1)
    first = read_until - timedelta(days=again - 1) if read_until else oldest
    return max(oldest, min(first, yesterday)), yesterday


def _name_way(origin: VisitOrigin) -> str:
    if origin == VisitOrigin():
        return OTHER
    return sha256(origin.model_dump_json().encode()).hexdigest()[:16]


def _minor(value: Decimal | None, currency: str | None) -> int | None:
    """An amount in whole minor units; None where nobody says of which currency."""
    if value is None or currency is None:
        return None
    return int(value.scaleb(count_digits(currency)).quantize(Decimal(1), ROUND_HALF_EVEN))


def _add(one: VisitDay, other: VisitDay) -> VisitDay:
    """Both together; what either does not know is unknown of both."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in _SUMMED}
    sums = {name: None if None in pair else sum(pair) for name, pair in pairs.items()}
    return one.model_copy(update=sums | {"is_about": one.is_about or other.is_about})


def _limit_days(days: Iterable[VisitDay]) -> list[VisitDay]:
    by_day: dict[date, list[VisitDay]] = {}
    for one in days:
        by_day.setdefault(one.day, []).append(one)
    return [one for day in sorted(by_day) for one in _limit_ways(by_day[day])]


def _limit_ways(ways: Sequence[VisitDay]) -> list[VisitDay]:
    ordered = sorted(ways, key=lambda one: (one.key != OTHER, -one.visits, one.key))
    kept, rest = ordered[:MOST_WAYS], ordered[MOST_WAYS:]
    if rest and kept[0].key != OTHER:
        kept, rest = [rest[0].model_copy(update=_NOWHERE), *kept], rest[1:]
    for one in rest:
        kept[0] = _add(kept[0], one)
    return kept
