"""Ordinary weeks of a brand, generated from a seed: a rhythm by hour and weekday, days and weeks that are busier than
others, posts that do well, and now and then a day on which something small goes wrong. None of it is a crisis."""

import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from portavoce.community.crisis.replay import RecordedComment
from tests.crisis.speech import LANGUAGES, ORDINARY, say, say_ordinary

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
"""A Monday."""
_HOURS = (1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 10, 12, 11, 9, 8, 8, 9, 11, 13, 14, 12, 7, 3)
_WEEKDAYS = (1.0, 1.0, 1.0, 1.1, 1.2, 0.9, 0.8)
_MISHAP_EVERY_DAYS, _POST_EVERY_HOURS = 18, 30
_MISHAP = {"innocent": 45, "question": 15, "purchase": 8, "complaint": 29, "insult": 3}


class BrandSize(NamedTuple):
    """How much is said to a brand in a day, by how many regulars, on how many channels."""

    name: str
    a_day: float
    regulars: int
    channels: int
    languages: tuple[str, ...]


SIZES = (
    BrandSize("small", 4, 150, 1, ("it",)),
    BrandSize("medium", 60, 1500, 2, ("en", "it")),
    BrandSize("large", 500, 9000, 4, LANGUAGES),
)
SMALL, MEDIUM, LARGE = SIZES


@lru_cache(maxsize=8)
def make_weeks(size: BrandSize, weeks: float, seed: int, begin: datetime = BEGIN) -> list[RecordedComment]:
    """So many ordinary weeks, in the order of time; the same seed, the same comments."""
    chance = random.Random(f"{size.name} {seed}")
    found: list[RecordedComment] = []
    of_week = of_day = burst = 1.0
    weights = ORDINARY
    for hour in range(round(weeks * 7 * 24)):
        at = begin + timedelta(hours=hour)
        if hour % (7 * 24) == 0:
            of_week = chance.lognormvariate(0, 0.2)
        if hour % 24 == 0:
            of_day = chance.lognormvariate(0, 0.3)
            weights = _MISHAP if chance.random() < 1 / _MISHAP_EVERY_DAYS else ORDINARY
        burst = chance.uniform(2, 6) if chance.random() < 1 / _POST_EVERY_HOURS else 1 + (burst - 1) * 0.6
        rate = size.a_day * _HOURS[at.hour] / sum(_HOURS) * _WEEKDAYS[at.weekday()] * of_week * of_day * burst
        found += [_make_one(size, at, chance, weights) for _ in range(draw_count(rate, chance))]
    return sorted(found, key=lambda one: one.at)


def _make_one(size: BrandSize, hour: datetime, chance: random.Random, weights: dict[str, int]) -> RecordedComment:
    language = chance.choice(size.languages)
    kind = "recall" if chance.random() < 0.002 else None
    text = say(kind, language, chance) if kind else say_ordinary(language, chance, weights)
    return comment(size, hour + timedelta(seconds=chance.uniform(0, 3600)), (text, language), chance)


def comment(
    size: BrandSize, at: datetime, text_in_language: tuple[str, str], chance: random.Random, known: float = 0.7
) -> RecordedComment:
    """One comment by a regular, or by somebody who never spoke before; `known` is how likely the first is."""
    text, language = text_in_language
    is_known = chance.random() < known
    author = f"r{int(size.regulars * chance.random() ** 2)}" if is_known else f"n{chance.getrandbits(40):x}"
    # A regular speaks where they always do: on another platform they would be another account.
    place = sum(map(ord, author)) % size.channels
    return RecordedComment(at=at, author=author, text=text, channel=f"channel{place}", language=language)


def draw_count(rate: float, chance: random.Random) -> int:
    """How many come in an hour at this rate (Poisson; of many the normal that is near it)."""
    if rate > 60:
        return max(0, round(chance.gauss(rate, math.sqrt(rate))))
    return sum(1 for _ in _arrivals(rate, chance))


def _arrivals(rate: float, chance: random.Random) -> Iterator[float]:
    at = chance.expovariate(rate) if rate > 0 else 2.0
    while at < 1:
        yield at
        at += chance.expovariate(rate)
