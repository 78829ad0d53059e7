"""What each source counted over some days, never one with another's. Pure.

A rate is made of the sums: no mean of rates, no share of a share."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from portavoce.visits.imports.model import SourceSum
from portavoce.visits.model import LEADS, VisitDay

_CENT = Decimal("0.01")
_CUTS: Mapping[str, Callable[[VisitDay], str | None]] = {
    "channel": lambda one: one.channel,
    "platform": lambda one: one.platform,
    "campaign": lambda one: one.campaign,
    "post": lambda one: one.post_id,
}


def sum_sources(rows: Iterable[VisitDay], since: date, until: date) -> list[SourceSum]:
    """Of each source first all visits, then those by channel, platform, campaign and post."""
    by_source: dict[str, list[VisitDay]] = {}
    for one in rows:
        if since <= one.day <= until and one.source != LEADS:
            by_source.setdefault(one.source, []).append(one)
    return [found for source in sorted(by_source) for found in _sum_source(source, by_source[source], since, until)]


def _sum_source(source: str, rows: Sequence[VisitDay], since: date, until: date) -> Iterable[SourceSum]:
    days = (until - since + timedelta(days=1)).days
    known = len({one.day for one in rows})
    yield _sum_rows(source, rows, days, known)
    for by, name_of in _CUTS.items():
        named: dict[str, list[VisitDay]] = {}
        for one in rows:
            if name := name_of(one):
                named.setdefault(name, []).append(one)
        for of in sorted(named):
            yield _sum_rows(source, named[of], days, known).model_copy(update={"by": by, "of": of})


def _sum_rows(source: str, rows: Sequence[VisitDay], days: int, known: int) -> SourceSum:
    sums = {name: _sum(rows, name) for name in ("visits", "bounced", "converted", "conversions", "value_minor")}
    currencies = {one.currency for one in rows if one.currency}
    return SourceSum(
        source=source,
        days=days,
        known_days=known,
        about_days=len({one.day for one in rows if one.is_about}),
        **sums | ({} if len(currencies) == 1 else {"value_minor": None}),
        bounce_rate_percent=_percent(sums["bounced"], sums["visits"]),
        conversion_rate_percent=_percent(sums["converted"], sums["visits"]),
        currency=currencies.pop() if len(currencies) == 1 else None,
        as_of=min(one.as_of for one in rows),
    )


def _sum(rows: Sequence[VisitDay], name: str) -> int | None:
    """None where one of the rows does not tell it: a sum without it would be too low."""
    told: list[int | None] = [getattr(one, name) for one in rows if one.visits]
    known = [one for one in told if one is not None]
    return sum(known) if len(known) == len(told) else None


def _percent(part: int | None, whole: int | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(_CENT, ROUND_HALF_EVEN)
