"""The words of one language, and what each says. Pure."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from portavoce.community.sentiment.word_lists import WordRole, fold_word, read_word_lists

_LONG = re.compile(r"(.)\1{2,}")
_BEFORE = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س")
"""What Arabic writes together with the word behind it: and, with, for, the, as, will."""
_SHORTEST_STEM, _LONGEST_STEM = 2, 24


_SIGNS = dict.fromkeys(".;:…\n", WordRole.ENDS) | {
    "!": WordRole.EXCLAIMS,
    "?": WordRole.ASKS,
    "؟": WordRole.ASKS,
    "#": WordRole.TAG,
}


class Phrase(NamedTuple):
    """What must follow a word, and what both together say."""

    rest: tuple[str, ...]
    value: float

    def follows(self, tokens: list[str]) -> bool:
        """Whether these tokens are the rest of it."""
        return len(tokens) == len(self.rest) and all(map(_matches, self.rest, tokens))


class Word(NamedTuple):
    """What a token says by itself. `folded` is how it is compared; `phrases` begin with it, the longest first."""

    folded: str
    value: float
    role: WordRole
    is_long: bool = False
    phrases: tuple[Phrase, ...] = ()


class Vocabulary:
    """The words of one language. Tokens that were met are remembered, up to `MOST`."""

    MOST = 50_000

    def __init__(self, language: str) -> None:
        self.language = language
        self._lists = read_word_lists(language)
        self._met: dict[str, Word] = {}

    def look_up(self, token: str) -> Word:
        """What the token says."""
        word = self._met.get(token)
        if word is None:
            if len(self._met) >= self.MOST:
                self._met.clear()
            word = self._met[token] = self._make_word(token)
        return word

    def count_known(self, tokens: Iterable[str]) -> int:
        """How many of these are common in the language or tell a mood in it."""
        words = map(self.look_up, tokens)
        return sum(word.folded in self._lists.common or bool(word.value) for word in words)

    def _make_word(self, token: str) -> Word:
        if token in _SIGNS:
            return Word(token, 0.0, _SIGNS[token])
        if token[0] == "@":
            return Word("@", 0.0, WordRole.PERSON)
        if token.startswith("http"):
            return Word("http", 0.0, WordRole.LINK)
        folded = fold_word(token)
        if not token[0].isalnum():
            value = self._lists.whole.get(folded, 0.0)
            return Word(folded, value, WordRole.MARK if value else WordRole.PLAIN)
        for short in dict.fromkeys((folded, _LONG.sub(r"\1\1", folded), _LONG.sub(r"\1", folded))):
            role, value = WordRole(self._lists.roles.get(short, WordRole.PLAIN)), self._value(short)
            if role or value or short in self._lists.phrases:
                phrases = [Phrase(*one) for one in self._lists.phrases.get(short, ())]
                phrases.sort(key=lambda one: -len(one.rest))
                return Word(short, value, role, short != folded, tuple(phrases))
        return Word(folded, 0.0, WordRole.PLAIN)

    def _value(self, folded: str) -> float:
        for form in _forms(folded) if self.language == "ar" else (folded,):
            if (whole := self._lists.whole.get(form)) is not None:
                return whole
            for length in range(min(len(form), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
                if (stem := self._lists.stems.get(form[:length])) is not None:
                    return stem
        return 0.0


def _forms(folded: str) -> list[str]:
    """An Arabic word as it is, then without what may be written together with it."""
    return [folded] + [
        folded.removeprefix(one)
        for one in _BEFORE
        if folded.startswith(one) and len(folded) - len(one) > _SHORTEST_STEM
    ]


def _matches(wanted: str, token: str) -> bool:
    return token == wanted or (wanted[-1] == "*" and token.startswith(wanted[:-1]))


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language; of one without files, those of any language."""
    return Vocabulary(language)
