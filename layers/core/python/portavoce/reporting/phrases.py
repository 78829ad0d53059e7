"""Causes and steps in the brand's language.

They arise in English, which the API and the command line show. `templates/phrases.<language>.json` has each sentence
and half sentence in another language under the English one, as gettext does, with the same names in braces. What is not
found there, such as a platform's own words, stays as it is."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

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
    "title": r"[A-Z]\w*(?: [A-Z]\w*)*",
    "quoted": r"'[^']*'|\"[^\"]*\"",
    "brand": r"[^:;]+?",
    "which": r"the (?:image|video|text|first comment)|(?:image|video) \d+",
}
_SAID_INSIDE = frozenset({"what", "reason", "who", "name", "which"})
_NAME = re.compile(r"{(\w+)}")
# What is no phrase, up to where one may begin.
_PASSED = re.compile(r"\s+|[.:;] |.+?(?:[.:;] |\(|\Z)", re.DOTALL)


def translate(text: str, language: Language) -> str:
    """The text in the language, as far as its phrases are known."""
    phrases = _phrases(language)
    said, at = "", 0
    while phrases and at < len(text):
        known = filter(None, (pattern.match(text, at) for pattern in phrases))
        found = next(known, None) or _PASSED.match(text, at)
        if found is None:
            break
        said += _say(found, phrases, language) if found.re in phrases else found[0]
        at = found.end()
    return said + text[at:]


def _say(found: re.Match[str], phrases: Mapping[re.Pattern[str], str], language: Language) -> str:
    values = {name: _value(name, one, language) for name, one in found.groupdict().items()}
    return phrases[found.re].format_map(values)


def _value(name: str, value: str, language: Language) -> str:
    if name == "days":
        return days(int(value.partition(" ")[0]), language)
    told = translate(value, language) if name in _SAID_INSIDE else value
    # U+2068 and U+2069 keep a Latin name from turning the right-to-left sentence around it.
    return f"\u2068{value}\u2069" if language == "ar" and told == value else told


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
