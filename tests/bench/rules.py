"""Brands with many rules, and the comments of a busy day, for the bench of triage."""

import random
import time
from datetime import UTC, datetime
from itertools import batched
from typing import Any, NamedTuple

from portavoce.brands.model import Triage
from portavoce.brands.rules.model import Rule
from portavoce.community.triage.circumstances import AuthorPast, Circumstances
from portavoce.community.triage.decision import decide
from portavoce.community.triage.words import read_wording
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from tests.triage.sentences import read_own_sentences

COMMENTS, TURNS, SEED = 10_000, 20, 14
_SYLLABLES = tuple(a + b for a in "bdfgklmnprstvz" for b in "aeio")
_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CARE = Triage(assign_to="care@brand.example")


class Measured(NamedTuple):
    """How one number of rules went."""

    rules: int
    per_second: int


def make_rules(number: int) -> tuple[Rule, ...]:
    """So many rules of every kind, as brands write them: of ten, six look for words, one for a phrase, one for an
    expression, one joins two, one asks for a domain."""
    chance = random.Random(SEED)

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 5)))

    kinds: list[Any] = [lambda: {"words": [word(), word(), word()]}] * 6
    kinds += [
        lambda: {"phrases": [f"{word()} {word()}"], "kind": "comment"},
        lambda: {"regex": rf"\b{word()}-\d{{4}}\b"},
        lambda: {"any": [{"words": word()}, {"words": word(), "not": {"language": "it"}}]},
        lambda: {"links": "foreign", "domains": [f"{word()}.example"]},
    ]
    actions = ({"hide": True}, {"tag": ["seen"]}, {"assign": "vip@brand.example"}, {"priority": "high"})
    return tuple(
        Rule.model_validate(
            {"name": f"r{n}", "when": kinds[n % 10](), "then": actions[n % len(actions)], "priority": n % 7}
        )
        for n in range(number)
    )


def make_comments() -> list[str]:
    """The project's own sentences again and again, each with a number of its own, so that nothing is remembered."""
    said = [one.text for one in read_own_sentences()]
    return [f"{said[n % len(said)]} {n}" for n in range(COMMENTS)]


def measure_triage(comments: list[str], numbers: tuple[int, ...]) -> list[Measured]:
    """Comments per second of one core. The numbers of rules take turns, a part of the comments each time."""
    books = {one: make_rules(one) for one in numbers}
    spent = dict.fromkeys(numbers, 0.0)
    for rules in books.values():
        decide(comments[0], CARE, rules=rules, around=_look_around(comments[0]))
    for part in batched(comments, COMMENTS // TURNS, strict=True):
        for one, rules in books.items():
            read_wording.cache_clear()
            begun = time.process_time()
            for text in part:
                decide(text, CARE, rules=rules, around=_look_around(text))
            spent[one] += time.process_time() - begun
    return [Measured(one, round(len(comments) / spent[one])) for one in numbers]


def _look_around(text: str) -> Circumstances:
    said = Interaction(
        platform="x",
        account_id="1",
        interaction_id="c1",
        kind=InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=_AT,
        text=text,
    )
    return Circumstances(said, "Europe/Rome", lambda: "neutral", lambda: AuthorPast(0, 0))
