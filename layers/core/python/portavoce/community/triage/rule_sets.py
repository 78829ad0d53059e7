"""The built-in rule sets: files of words and phrases, one for each subject and language, each with its version.

A line that begins with # is for people; `[section]` names what the phrases after it are; commas part phrases; a star
at the end of a phrase stands for whatever follows; `(this|that)` in a phrase stands for either; `this = that` says what
a spelling stands for. Phrases are written as people write them: they are folded as the texts are that they are looked
for in."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from portavoce.community.plain_text import fold

LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "it": "Italian", "ar": "Arabic"}
SUBJECTS = ("abuse", "addressee", "complaint", "purchase", "question")
_CHOICE = re.compile(r"\(([^()]*)\)")
_FOLDER = Path(__file__).parent / "rule_sets"


class RuleSet(NamedTuple):
    """One file: its phrases by section, and the spellings that stand for others; all of them folded."""

    subject: str
    language: str
    version: int
    sections: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, str]


@cache
def read_rule_sets() -> tuple[RuleSet, ...]:
    """Every built-in rule set, in the order of subjects and languages."""
    return tuple(
        _parse(subject, language, (_FOLDER / f"{subject}.{language}.txt").read_text(encoding="utf-8"))
        for subject in SUBJECTS
        for language in LANGUAGE_NAMES
    )


def _parse(subject: str, language: str, text: str) -> RuleSet:
    version, section = 0, ""
    sections: dict[str, list[str]] = {}
    spellings: dict[str, str] = {}
    for line in text.splitlines():
        match fold(line):
            case "":
                continue
            case comment if comment.startswith("#"):
                continue
            case header if header.startswith("["):
                section = header.strip("[]")
                sections.setdefault(section, [])
            case numbered if numbered.startswith("version:"):
                version = int(numbered.removeprefix("version:"))
            case spelling if "=" in spelling:
                written, _, meant = spelling.partition("=")
                spellings[written.strip()] = meant.strip()
            case words:
                sections[section] += [one for word in words.split(",") if word.strip() for one in spell_out(word)]
    return RuleSet(
        subject, language, version, {name: tuple(dict.fromkeys(words)) for name, words in sections.items()}, spellings
    )


def spell_out(phrase: str) -> Iterator[str]:
    """Each of the phrases that one with choices stands for; a choice may be nothing."""
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    for chosen in product(*choices):
        yield " ".join("".join(chosen).split())
