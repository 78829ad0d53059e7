"""Novembers of spend, made from a seed, and what the forecast says of them. Pure but for the seed.

Every day has log-normal noise of 10 %. `weekdays` spends from Monday to Friday, `weekend` from Friday to Sunday,
`spike` has one day of November at five times, `growth` grows by 3 % a day, `doubled` doubles on the 15th; `noise` has
±50 % of even noise instead. 28 days are known before the month, or none. It is asked at the midnight that begins
each day from the 5th on. Every seed is a November of another year, so that it begins on another weekday."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random
from statistics import mean

from portavoce.advertising.model import Forecast
from portavoce.advertising.pacing import Period, forecast, month_of

SHAPES = ("weekdays", "weekend", "spike", "growth", "doubled", "noise")
SEEDS = range(1, 31)
KNOWN_BEFORE = 28
FIRST_ASKED, STEP_ON = 5, 15
USUAL_MINOR = 10_000
NOISE, WIDE_NOISE, SPIKE, GROWTH = 0.10, 0.50, 5, 1.03
HEADROOM, OVERRUN = 1.10, 1.25
_FRIDAY, _SATURDAY = 4, 5


def make_month(shape: str, seed: int, known_before: int = KNOWN_BEFORE) -> dict[date, int]:
    """The days of a November and those known before it, with their spend in minor units."""
    chance = Random(f"{shape} {seed}")
    first = date(2000 + seed % 30, 11, 1)
    spike_on = date(first.year, 11, chance.randint(1, 30))
    days = [first + timedelta(days=n) for n in range(-KNOWN_BEFORE, 30)]
    spends = {day: _spend(shape, day, number, spike_on, chance) for number, day in enumerate(days)}
    return {day: spend for day, spend in spends.items() if day >= first - timedelta(days=known_before)}


def _spend(shape: str, day: date, number: int, spike_on: date, chance: Random) -> int:
    usual = {
        "weekdays": float(day.weekday() <= _FRIDAY),
        "weekend": float(day.weekday() >= _FRIDAY),
        "spike": float(SPIKE if day == spike_on else 1),
        "growth": GROWTH**number,
        "doubled": 2.0 if (day.month, day.day) >= (11, STEP_ON) else 1.0,
        "noise": 1.0,
    }[shape]
    noise = chance.uniform(1 - WIDE_NOISE, 1 + WIDE_NOISE) if shape == "noise" else exp(chance.gauss(0, NOISE))
    return round(USUAL_MINOR * usual * noise)


@dataclass(frozen=True)
class Ask:
    """What was said at the midnight that begins a day of November, and what the month came to."""

    day: int
    said: Forecast
    spent_minor: int
    truth_minor: int

    @property
    def error_percent(self) -> float:
        return 100 * abs(self.said.expected_minor - self.truth_minor) / self.truth_minor

    @property
    def holds(self) -> bool:
        return self.said.low_minor <= self.truth_minor <= self.said.high_minor

    def warns(self, budget_minor: int) -> bool:
        """Whether a budget of so much is warned of."""
        return self.said.is_likely_over(budget_minor) and self.spent_minor < budget_minor


def ask_daily(spends: Mapping[date, int]) -> list[Ask]:
    """Every answer of one November, in order; a day on which nothing can be said yet has none."""
    year = max(spends).year
    month = month_of(datetime(year, 11, 1, tzinfo=UTC), "UTC")
    return [ask for day in range(FIRST_ASKED, 31) if (ask := _ask(spends, month, datetime(year, 11, day, tzinfo=UTC)))]


def _ask(spends: Mapping[date, int], month: Period, now: datetime) -> Ask | None:
    past = {day: spend for day, spend in spends.items() if day < now.date()}
    said = forecast(past, month, "UTC", now)
    spent = sum(spend for day, spend in past.items() if day.month == 11)
    truth = sum(spend for day, spend in spends.items() if day.month == 11)
    return Ask(now.day, said, spent, truth) if said else None


@dataclass(frozen=True)
class ShapeResult:
    """The months of one shape. `false_alarms` counts asks that warn of a budget with 10 % of headroom;
    `warned_days_before` is how early a budget that is overrun by 25 % is warned of, in the month where it is latest."""

    mean_error_percent: float
    worst_error_percent: float
    false_alarms: int
    warned_days_before: int
    interval_coverage_percent: float
    asks: int


def measure_shape(shape: str, seeds: Sequence[int] = SEEDS, known_before: int = KNOWN_BEFORE) -> ShapeResult:
    """All the answers of one shape, put together."""
    months = [ask_daily(make_month(shape, seed, known_before)) for seed in seeds]
    asks = [ask for month in months for ask in month]
    return ShapeResult(
        mean_error_percent=round(mean(ask.error_percent for ask in asks), 1),
        worst_error_percent=round(max(ask.error_percent for ask in asks), 1),
        false_alarms=sum(ask.warns(round(ask.truth_minor * HEADROOM)) for ask in asks),
        warned_days_before=min(_days_before(month) for month in months),
        interval_coverage_percent=round(100 * mean(ask.holds for ask in asks), 1),
        asks=len(asks),
    )


def _days_before(asks: Sequence[Ask]) -> int:
    warned = (31 - ask.day for ask in asks if ask.warns(round(ask.truth_minor / OVERRUN)))
    return next(warned, 0)
