"""What people say in a generated week or storm: a seeded choice from sentence banks, in three languages.

Ordinary comments are the project's sentences for triage, innocent, asking, buying, complaining and insulting; storms,
raids, jokes and launches have banks of their own (`banks/`), whose slots make many sentences of one."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from tests.triage.sentences import OWN, UNSEEN, read_lines

LANGUAGES = ("en", "it", "ar")
ORDINARY = {"innocent": 64, "question": 14, "purchase": 8, "complaint": 11, "insult": 3}
"""Of a hundred ordinary comments, how many are of a kind."""
_BANKS = Path(__file__).parent / "banks"


def say(kind: str, language: str, chance: random.Random) -> str:
    """One comment of a kind: of ORDINARY, or of a bank."""
    if kind in ORDINARY:
        return chance.choice(_sentences(language)[kind])
    bank = _bank(language)
    filled = {name: chance.choice(words) for name, words in bank["slots"].items()}
    return str(chance.choice(bank[kind])).format_map(filled).strip()


def say_ordinary(language: str, chance: random.Random, weights: dict[str, int] = ORDINARY) -> str:
    """One comment of an ordinary day."""
    return say(chance.choices(list(weights), list(weights.values()))[0], language, chance)


@cache
def _sentences(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for folder in (OWN, UNSEEN):
        for one in read_lines((folder / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()):
            found.setdefault(one.kind, []).append(one.text)
    return found


@cache
def _bank(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_BANKS / f"{language}.json").read_text(encoding="utf-8"))
    return loaded
