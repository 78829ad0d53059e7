"""Causes and steps in the brand's language.

They arise in English, which the API and the command line show. `templates/phrases.<language>.json` has each sentence
and half sentence in another language under the English one, as gettext does, with the same names in braces. What is not
found there, such as a platform's own words, stays as it is."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from portavoce.brands.model import Language
from portavoce.reporting.number_format import days

_TEMPLATES = Path(__file__).parent / "templates"
# What stands for a name in braces; a name that is not here, such as an id or a number, holds no space.
_SHAPES: Mapping[str, str] = {
    "command": r"`[^`]+`",
    "days": r"\d+ days?",
    "platform": r"\w+(?: ads)?",
    "code": r"[^()]+",
    "what": r".+?",
    "reason": r".+?",
    "who": r"[A-Za-z ]+?",
    "name": r"[A-Za-z ]+?",
    "list": r"\w[\w., /-]*?",
    "title": r"[A-Z]\w*(?: (?:[A-Z]\w*|\d+))*",
    "quoted": r"'[^']*'|\"[^\"]*\"",
    "brand": r"[^:;]+?",
    "which": r"the (?:image|video|text|first comment)|(?:image|video) \d+",
}
_SAID_INSIDE = frozenset({"what", "reason", "who", "name", "which"})
_NAME = re.compile(r"{(\w+)}")
_INSIDE = re.compile(r"([\s.:;()]*)(.*?)([\s:;(]*)", re.DOTALL)
# What is no phrase, up to where one may begin.
_PASSED = re.compile(r"\s+|[.:;] |.+?(?:[.:;] |\(|\Z)", re.DOTALL)


class Piece(NamedTuple):
    """A part of a translated text; `is_foreign`: it is not in the language, for it is in no phrase of ours."""

    text: str
    is_foreign: bool


def translate(text: str, language: Language) -> str:
    """The text in the language, as far as its phrases are known."""
    return "".join(piece.text for piece in translate_pieces(text, language))


def translate_pieces(text: str, language: Language) -> Iterator[Piece]:
    """The same in pieces, so that what stays as it is, such as a platform's own words, can be shown as that. What
    stands in English for whoever reads English is never foreign."""
    phrases = _phrases(language)
    passed, at = "", 0
    while phrases and at < len(text):
        known = filter(None, (pattern.match(text, at) for pattern in phrases))
        found = next(known, None) or _PASSED.match(text, at)
        if found is None:
            break
        if found.re in phrases:
            yield from _leave(passed)
            yield from _say(found, phrases[found.re], language)
            passed = ""
        else:
            passed += found[0]
        at = found.end()
    rest = passed + text[at:]
    yield from _leave(rest) if phrases else (Piece(rest, is_foreign=False),)


def _leave(words: str) -> Iterator[Piece]:
    """Words that no phrase knows, without the signs around them, which are ours."""
    found = _INSIDE.fullmatch(words)
    before, inside, after = found.groups() if found else ("", words, "")
    yield Piece(before, is_foreign=False)
    yield Piece(inside, is_foreign=any(map(str.isalpha, inside)))
    yield Piece(after, is_foreign=False)


def _say(found: re.Match[str], phrase: str, language: Language) -> Iterator[Piece]:
    values = found.groupdict()
    for words, name, _, _ in Formatter().parse(phrase):
        yield Piece(words, is_foreign=False)
        if name:
            yield from _value(name, values[name], language)


def _value(name: str, value: str, language: Language) -> Iterator[Piece]:
    if name == "days":
        yield Piece(days(int(value.partition(" ")[0]), language), is_foreign=False)
        return
    told = list(translate_pieces(value, language)) if name in _SAID_INSIDE else [Piece(value, is_foreign=False)]
    # U+2068 and U+2069 keep a Latin name from turning the right-to-left sentence around it.
    apart = language == "ar" and "".join(one.text for one in told) == value
    yield Piece("\u2068" * apart, is_foreign=False)
    yield from told
    yield Piece("\u2069" * apart, is_foreign=False)


@cache
def _phrases(language: Language) -> Mapping[re.Pattern[str], str]:
    """Those of a language, the longest first, so that none is taken for the beginning of another; none for English."""
    file = _TEMPLATES / f"phrases.{language}.json"
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    longest = sorted(known.items(), key=lambda one: len(_NAME.sub("", one[0])), reverse=True)
    return {_pattern(english): translation for english, translation in longest}


def _pattern(english: str) -> re.Pattern[str]:
    parts = _NAME.split(english)
    said = (
        f"(?P<{one}>{_SHAPES.get(one.rstrip('2'), r'\S*\w')})" if at % 2 else re.escape(one)
        for at, one in enumerate(parts)
    )
    return re.compile("".join(said) + (r"(?=\s|$)" if english.endswith(".") else r"(?=[.:;,)]| \(|$)"))
