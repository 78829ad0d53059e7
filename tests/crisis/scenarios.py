"""What happens to a brand after ten ordinary weeks: storms that are to be found, and what looks like one and is not."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.community.crisis.replay import RecordedComment
from tests.crisis.speech import say, say_ordinary
from tests.crisis.weeks import BEGIN, LARGE, MEDIUM, SMALL, BrandSize, comment, draw_count, make_weeks

HISTORY_WEEKS = 10
THIRTIETH = 30
"""A storm is to be found within ten minutes of this negative comment of its own."""


class Scenario(NamedTuple):
    """One story. `negative` are the moments of the negative comments that the story itself brings; `is_storm` says
    whether it is a crisis, `begins` when it begins."""

    name: str
    comments: list[RecordedComment]
    begins: datetime
    negative: list[datetime]
    is_storm: bool


class _Story(NamedTuple):
    """How a story is told: of whom, at which hour of the last Thursday, and what it adds (hours from then, a comment an
    hour, bank, how likely it is by a regular)."""

    name: str
    size: BrandSize
    hour: int
    tell: Callable[[BrandSize, datetime, random.Random], Iterator[RecordedComment]]
    is_storm: bool
    weeks: int = HISTORY_WEEKS


def make_scenarios(seed: int) -> list[Scenario]:
    """All of them; the same seed, the same comments."""
    return [_make(story, seed) for story in _STORIES]


def _make(story: _Story, seed: int) -> Scenario:
    chance = random.Random(f"{story.name} {seed}")
    begins = BEGIN + timedelta(weeks=story.weeks, days=3, hours=story.hour)
    ordinary = make_weeks(story.size, story.weeks + 1, seed)
    added = sorted(story.tell(story.size, begins, chance), key=lambda one: one.at)
    if story.name == "holiday":
        ordinary = [one for one in ordinary if not begins <= one.at < begins + _HOLIDAY or chance.random() < 0.25]
    comments = sorted([*ordinary, *added], key=lambda one: one.at)
    return Scenario(story.name, comments, begins, [one.at for one in added], story.is_storm)


_HOLIDAY = timedelta(days=2)


def _flow(
    size: BrandSize,
    begins: datetime,
    chance: random.Random,
    rates: list[float],
    bank_and_known: tuple[str | None, float],
) -> Iterator[RecordedComment]:
    """So many comments in each hour from the beginning on, from a bank, so likely by a regular."""
    bank, known = bank_and_known
    for hour, rate in enumerate(rates):
        for _ in range(draw_count(rate, chance)):
            at = begins + timedelta(hours=hour, seconds=chance.uniform(0, 3600))
            language = chance.choice(size.languages)
            text = say(bank, language, chance) if bank else say_ordinary(language, chance)
            yield comment(size, at, (text, language), chance, known)


def _ordinary(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    yield from _flow(size, begins, chance, [], (None, 0.7))


def _launch(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    rates = [90.0, 120, 90, 60, 40, 30, 20, 15]
    yield from _flow(size, begins, chance, rates, ("praise", 0.35))
    yield from _flow(size, begins, chance, [one / 3 for one in rates], (None, 0.35))


def _slow(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    rates = [0.4 + 3.6 * hour / 96 for hour in range(96)]
    yield from _flow(size, begins, chance, rates, ("delay", 0.5))


def _storm(*rates: float, bank: str = "storm", known: float = 0.25) -> Callable[..., Iterator[RecordedComment]]:
    def tell(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
        yield from _flow(size, begins, chance, list(rates), (bank, known))

    return tell


def _raid(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    """Six accounts, one of them a regular, forty comments each."""
    accounts = [f"raider{one}" for one in range(5)] + ["r0"]
    for _ in range(240):
        at = begins + timedelta(seconds=chance.uniform(0, 7200))
        language = chance.choice(size.languages)
        text = say(chance.choice(["raid", "storm"]), language, chance)
        yield RecordedComment(at=at, author=chance.choice(accounts), text=text, channel="channel0", language=language)


def _bought(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    """Two hundred accounts that never spoke before: half of them copy, half have words of their own."""
    for number in range(200):
        at = begins + timedelta(seconds=chance.uniform(0, 7200))
        language = chance.choice(size.languages)
        text = say("raid" if number % 2 else "storm", language, chance)
        author = f"bought{number}"
        yield RecordedComment(at=at, author=author, text=text, channel="channel0", language=language)


def _night(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    """Nine complaints in an hour of the night, by five people: a shop that closed too early, say."""
    people = [f"r{one}" for one in range(2)] + [f"night{one}" for one in range(3)]
    for number in range(9):
        at = begins + timedelta(seconds=chance.uniform(0, 3600))
        text = say("delay", size.languages[0], chance)
        yield RecordedComment(at=at, author=people[number % 5], text=text, channel="channel0")


def _holiday(size: BrandSize, begins: datetime, chance: random.Random) -> Iterator[RecordedComment]:
    """Two silent days, then all at once: three times as much, late parcels among it."""
    rates = [0.0] * 56 + [9.0] * 10
    yield from _flow(size, begins, chance, rates, (None, 0.7))
    yield from _flow(size, begins, chance, [one / 6 for one in rates], ("delay", 0.7))


_STORIES = (
    _Story("ordinary week", MEDIUM, 14, _ordinary, is_storm=False),
    _Story("launch peak", MEDIUM, 16, _launch, is_storm=False),
    _Story("slow burn", MEDIUM, 9, _slow, is_storm=True),
    _Story("sudden storm", MEDIUM, 14, _storm(60, 90, 80, 60, 40, 30), is_storm=True),
    _Story("sudden storm, large", LARGE, 20, _storm(200, 300, 250, 200, 120, 80), is_storm=True),
    _Story("poisoned cake, small", SMALL, 13, _storm(12, 20, 20, 14, 8, bank="recall"), is_storm=True),
    _Story("storm on a new brand", MEDIUM, 14, _storm(60, 90, 80, 60), is_storm=True, weeks=2),
    _Story("raid by six", MEDIUM, 15, _raid, is_storm=False),
    _Story("raid by 200 accounts", MEDIUM, 15, _bought, is_storm=False),
    _Story("night spike, small", SMALL, 3, _night, is_storm=False),
    _Story("holiday", MEDIUM, 0, _holiday, is_storm=False),
    _Story("viral joke", MEDIUM, 18, _storm(150, 220, 160, 90, 40, bank="joke", known=0.1), is_storm=False),
)
