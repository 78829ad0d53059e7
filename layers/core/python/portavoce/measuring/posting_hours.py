"""At which hours of the week a channel's posts did better than its others, and how sure that is. Pure.

A post's result is log(interactions ÷ reach), less the median of its channel's posts around it and what posts of its
type have more or less. Three hours of the day, the hour, the weekday and the hour of the week are compared one after
the other, each on what those before it leave unexplained, and each mean is drawn to the channel's by θ = n·ȳ ÷ (n + k),
where k is the variance within groups by that between them (empirical Bayes). Groups that differ no more than chance
makes them differ get no effect at all: the best of 168 hours without any signal looks 2.7 deviations good."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from math import exp, log, sqrt
from statistics import NormalDist, fmean, median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import WEEKDAYS
from portavoce.measuring.figures.posts import find_number, sum_interactions
from portavoce.measuring.model import HourOfWeek, MeasuredPost, PostingHours

HISTORY = timedelta(weeks=26)
"""So far back posts are compared: what an audience did half a year ago says little of now."""

SETTLED_AGE = timedelta(hours=48)
"""A post is compared once its numbers were read at this age: before it, an old post has had longer than a new one."""

MIN_POSTS, MIN_WEEKS, MIN_IN_BAND = 30, 8, 5
"""Under so many posts, calendar weeks with posts, or posts within the three hours of the day, nothing is said."""

_BAND_HOURS = 3
_AROUND = timedelta(days=28)
_TYPE_WEIGHT = 5
_EIGHTY_PERCENT = 1.2816
_CHANCE = 0.005
"""Of each of two tests at each of four levels: one channel in twenty-five names an hour for nothing."""
_BEYOND_CHANCE = NormalDist().inv_cdf(1 - _CHANCE)


class _Result(NamedTuple):
    """A post's wall time, type and result; `left` is what nothing explains yet."""

    wall: datetime
    type: str
    left: float


class _Effect(NamedTuple):
    """What a group has more or less than the mean, and the variance of that."""

    mean: float
    variance: float


_Key = Callable[[datetime], Hashable]

_LEVELS: tuple[_Key, ...] = (
    lambda wall: wall.hour // _BAND_HOURS,
    lambda wall: wall.hour,
    lambda wall: wall.weekday(),
    lambda wall: (wall.weekday(), wall.hour),
)


def compare_hours(channel: str, posts: Iterable[MeasuredPost], zone: str, now: datetime) -> PostingHours:
    """The table of a channel, of its posts of the last 26 weeks that have told their interactions and reach."""
    results = sorted(_results(channel, posts, zone, now))
    weeks = len({one.wall.isocalendar()[:2] for one in results})
    found = PostingHours(channel=channel, posts=len(results), weeks=weeks)
    if len(results) < MIN_POSTS or weeks < MIN_WEEKS:
        reason = (
            f"{len(results)} posts of {weeks} weeks have told interactions and reach two days after they left: "
            f"{MIN_POSTS} posts of {MIN_WEEKS} weeks are needed"
        )
        return found.model_copy(update={"silent_because": reason})
    hours = _table(_without_type(_without_trend(results)))
    bands = _count([one.wall for one in results], _LEVELS[0])
    better = (one for one in hours if one.low_percent > 0 and bands[one.hour // _BAND_HOURS] >= MIN_IN_BAND)
    best = tuple(sorted(better, key=lambda one: one.low_percent, reverse=True))
    silent = None if best else f"no hour differs from the others beyond chance, in {len(results)} posts"
    return found.model_copy(update={"hours": hours, "best": best, "silent_because": silent})


def _results(channel: str, posts: Iterable[MeasuredPost], zone: str, now: datetime) -> Iterable[_Result]:
    for post in posts:
        engaged, reach = sum_interactions(post), find_number(post, "reach")
        is_settled = post.looked_at is not None and post.looked_at - post.published_at >= SETTLED_AGE
        if post.channel == channel and is_settled and engaged and reach and now - post.published_at <= HISTORY:
            wall = post.published_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            # Half of one more, so that a post with no interaction has a logarithm.
            yield _Result(wall, post.content_type, log((float(engaged.value) + 0.5) / (float(reach.value) + 1)))


def _without_trend(results: Sequence[_Result]) -> list[_Result]:
    walls = [one.wall for one in results]

    def middle(wall: datetime) -> float:
        around = results[bisect_left(walls, wall - _AROUND) : bisect_right(walls, wall + _AROUND)]
        return median(one.left for one in around)

    return [one._replace(left=one.left - middle(one.wall)) for one in results]


def _without_type(results: Sequence[_Result]) -> list[_Result]:
    groups: dict[str, list[float]] = {}
    for one in results:
        groups.setdefault(one.type, []).append(one.left)
    effects = {name: median(some) * len(some) / (len(some) + _TYPE_WEIGHT) for name, some in groups.items()}
    return [one._replace(left=one.left - effects[one.type]) for one in results]


def _table(results: Sequence[_Result]) -> tuple[HourOfWeek, ...]:
    walls = [one.wall for one in results]
    mean = fmean(one.left for one in results)
    left = [one.left - mean for one in results]
    cells = _count(walls, _LEVELS[-1])
    known = {(wall.weekday(), wall.hour): wall for wall in walls}
    sums = dict.fromkeys(known, _Effect(0, 0))
    for key in _LEVELS:
        effects = _compare_groups([key(wall) for wall in walls], left)
        left = [value - effects[key(wall)].mean for wall, value in zip(walls, left, strict=True)]
        for cell, wall in known.items():
            own = effects[key(wall)]
            sums[cell] = _Effect(sums[cell].mean + own.mean, sums[cell].variance + own.variance)
    return tuple(_hour_of_week(*cell, cells[cell], sums[cell]) for cell in sorted(known))


def _compare_groups[Group: Hashable](keys: Sequence[Group], values: Sequence[float]) -> dict[Group, _Effect]:
    """Each group's mean, drawn to 0; 0 where the groups differ by no more than chance."""
    groups: dict[Group, list[float]] = {}
    for key, value in zip(keys, values, strict=True):
        groups.setdefault(key, []).append(value)
    count, freedom, within_freedom = len(values), len(groups) - 1, len(values) - len(groups)
    nothing = dict.fromkeys(groups, _Effect(0, 0))
    if freedom < 1 or within_freedom < len(groups):
        return nothing
    means = {key: fmean(some) for key, some in groups.items()}
    within = sum((value - means[key]) ** 2 for key, value in zip(keys, values, strict=True)) / within_freedom
    between = sum(len(some) * means[key] ** 2 for key, some in groups.items()) / freedom
    farthest = max(means[key] / sqrt(within * (1 / len(some) - 1 / count)) for key, some in groups.items())
    differ = _deviate(between / within, freedom, within_freedom) > _BEYOND_CHANCE
    if between <= within or not (differ or farthest > NormalDist().inv_cdf(1 - _CHANCE / len(groups))):
        return nothing
    size = (count - sum(len(some) ** 2 for some in groups.values()) / count) / freedom
    k = within * size / (between - within)
    return {
        key: _Effect(len(some) * means[key] / (len(some) + k), within / (len(some) + k)) for key, some in groups.items()
    }


def _deviate(ratio: float, freedom: int, within_freedom: int) -> float:
    """An F ratio as a standard normal deviate (Paulson, 1942)."""
    one, other = 2 / (9 * freedom), 2 / (9 * within_freedom)
    return float(((1 - other) * ratio ** (1 / 3) - (1 - one)) / sqrt(other * ratio ** (2 / 3) + one))


def _count[Group: Hashable](walls: Sequence[datetime], key: Callable[[datetime], Group]) -> dict[Group, int]:
    found: dict[Group, int] = {}
    for wall in walls:
        found[key(wall)] = found.get(key(wall), 0) + 1
    return found


def _hour_of_week(weekday: int, hour: int, posts: int, effect: _Effect) -> HourOfWeek:
    half = _EIGHTY_PERCENT * sqrt(effect.variance)
    low, middle, high = (round(100 * (exp(effect.mean + one) - 1)) for one in (-half, 0, half))
    return HourOfWeek(
        weekday=WEEKDAYS[weekday], hour=hour, posts=posts, percent=middle, low_percent=low, high_percent=high
    )
