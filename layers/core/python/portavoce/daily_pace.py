"""The pace of the days to come, from the days that were. Pure.

Three descriptions are fitted to the logarithms of the days' counts, each in a way that one odd day cannot bend:
the same all along; the same, until a step; a steady growth that dies down. Each counts for as much as it explains,
and pays for each number it needs beside the level, three times what Schwarz's criterion asks: with a dozen days
chance draws a growth or a step often, and each is a false alarm."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp, log, pi, sqrt
from statistics import mean, median

FEWEST_FOR_GROWTH = 18
FEWEST_BEFORE_STEP, FEWEST_AFTER_STEP = 8, 2
MILD_UP_TO = 3
"""A new level of so few days is taken at the day that is nearest to the old one."""
BEYOND = 3
PRICE = 3
"""Of a number beside the level, in times of Schwarz's."""
DAMPING, MOST_GROWTH = 0.985, 0.05
ODD = 2.5
_LEAST_DEVIATION = 0.001
_OF_MEAN_DEVIATION = sqrt(pi / 2)
_OF_MEDIAN_DEVIATION = 1.4826
_OF_MEDIAN = pi / 2
"""How much wider than the mean's a median's own variance is."""

Point = tuple[int, float]
"""A day's number, and the logarithm of its count, less its weekday's share."""


@dataclass(frozen=True)
class Pace:
    """One description: the logarithm of the last day's level, its growth a day, and how far it may be wrong.

    `deviation` is of one day from the level, `level_error` and `growth_error` are of the level and the growth
    themselves, all as logarithms; `smear` is the mean day beside the middle one; `criterion` is less when better."""

    level: float
    growth: float
    deviation: float
    level_error: float
    growth_error: float
    smear: float
    criterion: float

    def expect(self, days: int) -> float:
        """The count of a day that comes so many days after the last one."""
        return exp(self.level + self.growth * damp_growth(days)) * self.smear


def damp_growth(days: int) -> float:
    """How many days of growth are left of so many, when each day's is a little less than the one before."""
    return DAMPING * (1 - DAMPING**days) / (1 - DAMPING)


def fit_paces(points: Sequence[Point], last: int) -> list[tuple[float, Pace]]:
    """The descriptions that can be given, each with its weight; the weights make 1. `last` is the last day's number."""
    found = [_fit_steady(points)]
    if len(points) >= FEWEST_FOR_GROWTH:
        found.append(_fit_growing(points, last))
    if step := _fit_step(points):
        found.append(step)
    best = min(one.criterion for one in found)
    weights = [exp((best - one.criterion) / 2) for one in found]
    return [(weight / sum(weights), one) for weight, one in zip(weights, found, strict=True)]


def _fit_steady(points: Sequence[Point]) -> Pace:
    level = median(y for _, y in points)
    return _make_pace(level, 0.0, [y - level for _, y in points], beside=0, of_level=len(points))


def _fit_growing(points: Sequence[Point], last: int) -> Pace:
    growth = median((later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in combinations(points, 2))
    growth = max(-MOST_GROWTH, min(MOST_GROWTH, growth))
    level = median(y + growth * (last - day) for day, y in points)
    rest = [y + growth * (last - day) - level for day, y in points]
    centre = mean(day for day, _ in points)
    spread = sqrt(sum((day - centre) ** 2 for day, _ in points))
    return _make_pace(level, growth, rest, beside=1, of_level=len(points), spread=spread)


def _fit_step(points: Sequence[Point]) -> Pace | None:
    found = [
        step
        for split in range(FEWEST_BEFORE_STEP, len(points) - FEWEST_AFTER_STEP + 1)
        if (step := _fit_step_at(points, split))
    ]
    return min(found, key=lambda one: one.criterion, default=None)


def _fit_step_at(points: Sequence[Point], split: int) -> Pace | None:
    old, new = [y for _, y in points[:split]], [y for _, y in points[split:]]
    before = median(old)
    reach = BEYOND * max(_LEAST_DEVIATION, _OF_MEDIAN_DEVIATION * median(abs(y - before) for y in old))
    if not (min(new) > before + reach or max(new) < before - reach):
        return None
    after = min(new, key=lambda y: abs(y - before)) if len(new) <= MILD_UP_TO else median(new)
    rest = [y - before for y in old] + [y - after for y in new]
    return _make_pace(after, 0.0, rest, beside=2, of_level=len(new))


def _make_pace(
    level: float, growth: float, rest: Sequence[float], *, beside: int, of_level: int, spread: float = 0.0
) -> Pace:
    size = max(_LEAST_DEVIATION, mean(map(abs, rest)))
    deviation = _OF_MEAN_DEVIATION * size
    far = ODD * max(_LEAST_DEVIATION, _OF_MEDIAN_DEVIATION * median(map(abs, rest)))
    return Pace(
        level=level,
        growth=growth,
        deviation=deviation,
        level_error=deviation * sqrt(_OF_MEDIAN / of_level),
        growth_error=deviation / spread if spread else 0.0,
        smear=mean(exp(max(-far, min(far, one))) for one in rest),
        criterion=2 * len(rest) * log(size) + PRICE * beside * log(len(rest)),
    )
