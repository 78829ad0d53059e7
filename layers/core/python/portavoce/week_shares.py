"""On which days of the week something happens, and how it is shared between them. Pure.

Each day is held against the seven days round it: what a weekday gets of its week, in the middle of several weeks,
is its share. A weekday on which mostly nothing happens has none. Differences that chance would make as well are
drawn together: the share counts for as much as the weekdays differ beyond what one weekday differs from itself."""

from collections.abc import Sequence
from math import exp, log, pi, sqrt
from statistics import mean, median, pvariance

WEEK = 7
LATEST_WEEKS = 4
_AROUND = WEEK // 2
_OF_MEAN_DEVIATION = sqrt(pi / 2)
"""A normal standard deviation for each mean absolute one."""


def week_shares(counts: Sequence[int]) -> tuple[float, ...]:
    """Seven shares, from days that follow one another without a gap; the first is of the first day's weekday.

    A weekday of the middle has 1, one that is not used 0."""
    by_place = [counts[place::WEEK] for place in range(WEEK)]
    used = [place for place, days in enumerate(by_place) if is_used(days[-LATEST_WEEKS:])]
    ratios = {place: _log_ratios(counts, place) for place in used}
    middles = {place: median(found) if found else 0.0 for place, found in ratios.items()}
    weight = _weight(ratios, middles)
    level = mean(middles.values()) if middles else 0.0
    return tuple(exp(weight * (middles[place] - level)) if place in middles else 0.0 for place in range(WEEK))


def is_used(days: Sequence[int]) -> bool:
    return 2 * sum(1 for count in days if count > 0) >= max(1, len(days))


def _log_ratios(counts: Sequence[int], place: int) -> list[float]:
    found = []
    for index in range(place, len(counts), WEEK):
        around = counts[max(0, index - _AROUND) : index + _AROUND + 1]
        if len(around) == WEEK and counts[index] > 0:
            found.append(log(WEEK * counts[index] / sum(around)))
    return found


def _weight(ratios: dict[int, list[float]], middles: dict[int, float]) -> float:
    """How much of the weekdays' differences is theirs, from 0 to 1."""
    deviations = [abs(one - middles[place]) for place, found in ratios.items() if len(found) > 1 for one in found]
    degrees = len(deviations) - sum(1 for found in ratios.values() if len(found) > 1)
    if degrees < 1:
        return 0.0
    within = (_OF_MEAN_DEVIATION * sum(deviations) / degrees) ** 2
    chance = mean(within / max(1, len(found)) for found in ratios.values())
    between = pvariance(middles.values())
    return max(0.0, 1 - chance / between) if between else 0.0
