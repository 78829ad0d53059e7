"""What was heard lately beside what is usual at that hour of the week. Pure.

The reference of a window are the windows of the same length that end at the same hour of the week, and one hour beside
it, of the last eight weeks: their median, and their median absolute deviation. Neither moves for one storm among
them, as a mean would. An hour that is not over is held against whole ones: it can only be judged too mildly."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from portavoce.community.crisis.model import WEEKS, CountedHours, CrisisStage, HourCount, Usual

HOUR, WEEK_HOURS = timedelta(hours=1), 7 * 24
EVERY_MINUTES = 5
"""Between two looks."""
_SIGMA_OF_MAD = 1.4826
_SURE = 1.28
"""One-sided nine in ten: so sure that a share is higher than it seems usual."""
_MORE_POINTS, _MORE_TIMES = 0.10, 1.4
"""A share is out of the usual when it is surely above 1.4 times the usual and ten points above it."""
_NEARLY_ALL = 0.7
"""A share that no chance makes of so many comments: where much is usual, counts are slow to be far from it, and need
not be further than for a watch. Not of a whole day, of which one hour may be most."""


class WindowRule(NamedTuple):
    """A length of time in hours, with the fewest negative comments and the deviations that make a watch, or a crisis.
    `most_of_one`: no hour counts for more than this share of the fewest; for what burns slowly."""

    hours: int
    watch_floor: int
    crisis_floor: int
    watch_deviations: float = 5
    crisis_deviations: float = 7
    most_of_one: float | None = None


RULES = (WindowRule(1, 8, 20), WindowRule(2, 10, 20), WindowRule(6, 14, 28), WindowRule(24, 24, 40, most_of_one=0.2))


class CountedWindow(NamedTuple):
    """One window with its reference. `deviations` says how far the negative ones are from the usual; `alarms` are
    those of the window."""

    hours: int
    counted: HourCount
    usual_against: float
    deviations: float
    stage: CrisisStage
    is_clear: bool


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour."""
    return moment.replace(minute=0, second=0, microsecond=0)


def measure_windows(hours: CountedHours, usual: Usual, now: datetime) -> list[CountedWindow]:
    """Each window that ends with the hour of `now`, the shortest first."""
    return [_measure(rule, hours, usual, now) for rule in RULES]


def hours_to_count(now: datetime, *, has_standing: bool) -> int:
    """How many hours a look counts: once an hour, and while something stands, those of a day; a slow fire has time."""
    is_first_of_hour = now.minute < EVERY_MINUTES
    return RULES[-1].hours if is_first_of_hour or has_standing else RULES[-2].hours


def make_usual(brand_id: str, hours: CountedHours, until: datetime) -> Usual:
    """What is usual of these hours before `until`, from the first in which anything was counted."""
    first = min((hour for hour in hours if hour < until), default=until)
    found = [hours.get(first + place * HOUR, HourCount()) for place in range(round((until - first) / HOUR))]
    return Usual(
        brand_id=brand_id,
        first=first,
        heard=tuple(one.heard for one in found),
        against=tuple(one.against for one in found),
        alarms=sum(one.alarms for one in found),
    )


def is_quiet(hours: CountedHours, now: datetime) -> bool:
    """Whether so little is said that nothing usual could make anything of it."""
    return all(sum_hours(hours, now, one.hours).against < one.watch_floor for one in RULES) and not any(
        one.alarms for one in hours.values()
    )


def sum_hours(hours: CountedHours, now: datetime, length: int) -> HourCount:
    """What was heard in the hour of `now` and those before it."""
    return _add(_lately(hours, now, length))


def _measure(rule: WindowRule, hours: CountedHours, usual: Usual, now: datetime) -> CountedWindow:
    found = _lately(hours, now, rule.hours)
    total, capped = _add(found), sum(_cap(rule, one.against) for one in found)
    samples = _samples(rule, usual, hour_of(now))
    part = _part_that_is_over(rule, now)
    middle = part * median(samples) if samples else 0.0
    spread = part**0.5 * _SIGMA_OF_MAD * median(abs(one - middle / part) for one in samples) if samples else 0.0
    # Counts scatter by their root at least: hours in which nothing was ever heard have a spread of none.
    deviations = (capped - middle) / max(spread, (middle + 1) ** 0.5)
    is_out = is_share_out(total, usual.against_share)
    is_nearly_all = not rule.most_of_one and lower_share(total) >= _NEARLY_ALL
    stage = CrisisStage.CALM
    if is_out and capped >= rule.watch_floor and deviations >= rule.watch_deviations:
        stage = CrisisStage.WATCH
        if capped >= rule.crisis_floor and (is_nearly_all or deviations >= rule.crisis_deviations):
            stage = CrisisStage.CRISIS
    is_far = is_nearly_all or deviations >= 2 * rule.crisis_deviations
    is_clear = stage is CrisisStage.CRISIS and capped >= 2 * rule.crisis_floor and is_far
    return CountedWindow(rule.hours, total, middle, deviations, stage, is_clear)


def _part_that_is_over(rule: WindowRule, now: datetime) -> float:
    """Of the window's time, the part that is over; of an hour that has just begun a sixth, so that two comments in its
    first minute are nothing."""
    over = max((now - hour_of(now)) / HOUR, 1 / 6)
    return (rule.hours - 1 + over) / rule.hours


def is_share_out(count: HourCount, usual_share: float) -> bool:
    """Whether the negative share is surely out of the usual: a launch brings more of everything, a storm does not."""
    return lower_share(count) > max(usual_share + _MORE_POINTS, usual_share * _MORE_TIMES)


def lower_share(count: HourCount) -> float:
    """The least that the negative share is likely to be (Wilson score interval, one-sided)."""
    total = max(count.heard, count.against)
    if not total:
        return 0.0
    share, square = count.against / total, _SURE**2
    middle = share + square / (2 * total)
    width = _SURE * (share * (1 - share) / total + square / (4 * total**2)) ** 0.5
    return float((middle - width) / (1 + square / total))


def _lately(hours: CountedHours, now: datetime, length: int) -> list[HourCount]:
    last = hour_of(now)
    return [hours.get(last - back * HOUR, HourCount()) for back in range(length)]


def _add(found: Iterable[HourCount]) -> HourCount:
    return HourCount(*(sum(values) for values in zip(HourCount(), *found, strict=True)))


def _cap(rule: WindowRule, negative: int) -> float:
    return min(negative, rule.most_of_one * rule.crisis_floor) if rule.most_of_one else negative


def _samples(rule: WindowRule, usual: Usual, last: datetime) -> Sequence[float]:
    """The sums of the reference's windows; only whole ones that lie in what was listened to."""
    found = []
    for week in range(1, WEEKS + 1):
        for beside in (-1, 0, 1):
            end = round((last - usual.first) / HOUR) + 1 - week * WEEK_HOURS + beside
            if rule.hours <= end <= len(usual.against):
                found.append(sum(_cap(rule, one) for one in usual.against[end - rule.hours : end]))
    return found
