"""What is likely to be counted on days to come, and between which bounds. Pure.

Counts are whole numbers of anything, such as cents. What is said of days to come is an estimate, and rounded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from numbers import Rational
from statistics import mean, median

from portavoce.daily_pace import Pace, damp_growth, fit_paces
from portavoce.week_shares import WEEK, week_shares

FEWEST_DAYS = 7
"""Known days under which nothing is said: the week has not shown itself."""
SURE_FROM_DAYS = 21
"""Known days under which two plainer methods are heard as well."""
DAYS_FOR_WEEK, DAYS_FOR_PACE, DAYS_FOR_IDLE = 63, 35, 28
STOPPED_AFTER = 2
"""Days on which something is usual, and nothing came: it has stopped."""
WIDTH = 1.9
"""Deviations to each bound. Chosen on generated months so that nine in ten end within (docs/metrics.md)."""
ODD_DAYS, ODD_SIZE = 0.015, 4.0
"""How often a day is a launch or a mistake, and how many usual days it brings on top."""


@dataclass(frozen=True)
class Outlook:
    """What the days to come bring together: the likely count, and bounds between which nine in ten end."""

    likely: int
    low: int
    high: int


@dataclass(frozen=True)
class _DayAhead:
    """A day to come: how many days after the last known one, its weekday's share, and how much of it is left."""

    days: int
    share: float
    left: float


@dataclass(frozen=True)
class _Estimate:
    likely: float
    low: float
    high: float


def look_ahead(counts: Sequence[int], left: Sequence[Rational]) -> Outlook | None:
    """What the days to come bring; `counts` are the known days without a gap, from the first that had any.

    `left` says of each day to come how much of it is left (1: all), from the day after the last known one. None while
    too little is known."""
    if len(counts) < FEWEST_DAYS:
        return None
    found = _estimate(list(counts[-DAYS_FOR_WEEK:]), [float(part) for part in left])
    return Outlook(round(found.likely), round(found.low), round(found.high))


def _estimate(known: Sequence[int], left: Sequence[float]) -> _Estimate:
    shares = week_shares(known)
    ahead = [_DayAhead(n, shares[(len(known) + n - 1) % WEEK], part) for n, part in enumerate(left, start=1)]
    usual = [(day, count) for day, count in enumerate(known) if shares[day % WEEK] > 0]
    points = [(day, log(count / shares[day % WEEK])) for day, count in usual if count > 0][-DAYS_FOR_PACE:]
    if not points:
        seldom = _estimate_seldom(known, left)
        return seldom if any(known[-WEEK:]) else _Estimate(0, 0, seldom.high)
    latest = [count > 0 for day, count in usual if day >= len(known) - DAYS_FOR_IDLE]
    found = _estimate_by_pace(fit_paces(points, len(known) - 1), ahead, busy=mean(latest or [0]))
    if not any(latest[-STOPPED_AFTER:]) or not any(known[-WEEK:]):
        return _Estimate(0, 0, found.high)
    return found if len(known) >= SURE_FROM_DAYS else _hear_plainer(found, known, left)


def _estimate_by_pace(weighed: list[tuple[float, Pace]], ahead: Sequence[_DayAhead], busy: float) -> _Estimate:
    sums = [(weight, pace, sum(_expect_days(pace, ahead))) for weight, pace in weighed]
    likely = sum(weight * total for weight, _, total in sums)
    variance = sum(weight * (_sum_variance(pace, ahead) + (total - likely) ** 2) for weight, pace, total in sums)
    odd = sum(weight * _odd_variance(pace, ahead) for weight, pace in weighed)
    least = max(0.0, likely - WIDTH * sqrt(variance))
    return _Estimate(busy * likely, busy * least, likely + WIDTH * sqrt(variance + odd))


def _expect_days(pace: Pace, ahead: Sequence[_DayAhead]) -> list[float]:
    return [pace.expect(day.days) * day.share * day.left for day in ahead]


def _sum_variance(pace: Pace, ahead: Sequence[_DayAhead]) -> float:
    """Of the sum: each day's own, the level's and the growth's."""
    days = _expect_days(pace, ahead)
    own = sum((pace.deviation * count) ** 2 for count in days)
    growing = sum(count * damp_growth(day.days) for count, day in zip(days, ahead, strict=True))
    return own + (pace.level_error * sum(days)) ** 2 + (pace.growth_error * growing) ** 2


def _odd_variance(pace: Pace, ahead: Sequence[_DayAhead]) -> float:
    return sum(ODD_DAYS * day.left * (ODD_SIZE * pace.expect(day.days) * day.share) ** 2 for day in ahead)


def _hear_plainer(found: _Estimate, known: Sequence[int], left: Sequence[float]) -> _Estimate:
    """The middle of three: a short history lets no method be sure. The bounds take all of them in."""
    plainer = [sum(one * part for one, part in zip(days, left, strict=True)) for days in _plainer(known, len(left))]
    likely = median([found.likely, *plainer])
    return _Estimate(likely, min(found.low, *plainer), max(found.high, *plainer))


def _plainer(known: Sequence[int], days: int) -> Iterator[list[float]]:
    by_place = [mean(known[place::WEEK]) for place in range(WEEK)]
    yield [by_place[(len(known) + n) % WEEK] for n in range(days)]
    yield [mean(known[-WEEK:])] * days


def _estimate_seldom(known: Sequence[int], left: Sequence[float]) -> _Estimate:
    """What comes on no usual day: the mean of the last weeks, and as much again and a day either way."""
    days = known[-DAYS_FOR_IDLE:]
    likely = mean(days) * sum(left)
    return _Estimate(likely, 0, 2 * likely + max(days))
