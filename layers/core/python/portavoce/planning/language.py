"""The language that a post is told to be in. Pure."""

from collections import Counter

import regex

_LETTERS = regex.compile(r"(?P<ar>\p{Arabic}++)|(?P<la>\p{Latin}++)|(?P<other>\p{L}++)")
_SCRIPTS = {"ar": "ar"}


def language_of(text: str, brand_language: str) -> str | None:
    """The brand's language as an ISO 639-1 code; None for a text most of whose letters are of a script that is not that
    language's: a wrong language is read aloud wrongly and filtered out, none is guessed by whoever shows it."""
    letters = Counter[str]()
    for match in _LETTERS.finditer(text):
        letters[match.lastgroup or ""] += len(match.group())
    most = max(letters, key=letters.__getitem__, default=None)
    return brand_language if most in (None, _SCRIPTS.get(brand_language, "la")) else None
