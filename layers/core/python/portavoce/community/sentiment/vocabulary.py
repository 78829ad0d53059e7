"""The words of a language that tell a mood, as files that are read when the language is first met. Pure.

A line of a file is a grade or a role, then words: `2 bell* buon_compleanno` are two that please, `*` for any ending
and `_` between the words of a phrase. A grade is a number from -4 to 4."""

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILES = {"en": ("marks", "vader", "en"), "it": ("marks", "it"), "ar": ("marks", "ar")}
"""Language to its files; what a later one says counts. Any other language is read by its marks."""
ANY_LANGUAGE = ("marks",)
_WORDS = Path(__file__).parent / "words"

_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ـ": None}
    | {"’": "'", "‘": "'", "ʼ": "'"}
)
_LONG = re.compile(r"(.)\1{2,}")
_BEFORE = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س")
"""What Arabic writes together with the word behind it: and, with, for, the, as, will."""
_SHORTEST_STEM, _LONGEST_STEM = 2, 24


class WordRole(IntEnum):
    """What a token does beside saying something."""

    PLAIN, NEGATES, STRENGTHENS, TURNS, ENDS, EXCLAIMS, ASKS, LINK, PERSON, TAG, MARK = range(11)


_ROLES = {"not": WordRole.NEGATES, "very": WordRole.STRENGTHENS, "but": WordRole.TURNS}
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


def fold_word(token: str) -> str:
    """A token, or many, without case, accents, vowel marks and look-alike letters."""
    folded = token.lower().translate(_LETTERS)
    if not folded.isascii():
        spread = unicodedata.normalize("NFKD", folded)
        folded = "".join(one for one in spread if not unicodedata.combining(one))
    return folded


class Vocabulary:
    """The words of one language. Tokens that were met are remembered, up to `MOST`."""

    MOST = 50_000

    def __init__(self, language: str) -> None:
        self.language = language
        self.common: set[str] = set()
        self._whole: dict[str, float] = {}
        self._stems: dict[str, float] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._roles: dict[str, WordRole] = {}
        self._met: dict[str, Word] = {}
        for name in FILES.get(language, ANY_LANGUAGE):
            self._learn(_read_words(name))

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
        return sum(word.folded in self.common or bool(word.value) for word in words)

    def _make_word(self, token: str) -> Word:
        if token in _SIGNS:
            return Word(token, 0.0, _SIGNS[token])
        if token[0] == "@":
            return Word("@", 0.0, WordRole.PERSON)
        if token.startswith("http"):
            return Word("http", 0.0, WordRole.LINK)
        folded = fold_word(token)
        if not token[0].isalnum():
            value = self._whole.get(folded, 0.0)
            return Word(folded, value, WordRole.MARK if value else WordRole.PLAIN)
        for short in dict.fromkeys((folded, _LONG.sub(r"\1\1", folded), _LONG.sub(r"\1", folded))):
            role, value = self._roles.get(short, WordRole.PLAIN), self._value(short)
            if role or value or short in self._phrases:
                phrases = sorted(self._phrases.get(short, ()), key=lambda one: -len(one.rest))
                return Word(short, value, role, short != folded, tuple(phrases))
        return Word(folded, 0.0, WordRole.PLAIN)

    def _value(self, folded: str) -> float:
        for form in _forms(folded) if self.language == "ar" else (folded,):
            if (whole := self._whole.get(form)) is not None:
                return whole
            for length in range(min(len(form), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
                if (stem := self._stems.get(form[:length])) is not None:
                    return stem
        return 0.0

    def _learn(self, lines: str) -> None:
        for line in lines.splitlines():
            head, *words = fold_word(line).split()
            if head == "common":
                self.common.update(words)
            elif head in _ROLES:
                self._roles.update(dict.fromkeys(words, _ROLES[head]))
            elif head != "#":
                self._grade(float(head), words)

    def _grade(self, value: float, words: list[str]) -> None:
        plain = [word for word in words if word[-1] != "*" and "_" not in word[1:-1]]
        self._whole.update(dict.fromkeys(plain, value))
        for word in set(words).difference(plain):
            first, *rest = word.split("_")
            if rest:
                self._phrases.setdefault(first, []).append(Phrase(tuple(rest), value))
            else:
                self._stems[first[:-1]] = value


def _forms(folded: str) -> list[str]:
    """An Arabic word as it is, then without what may be written together with it."""
    return [folded] + [
        folded.removeprefix(one)
        for one in _BEFORE
        if folded.startswith(one) and len(folded) - len(one) > _SHORTEST_STEM
    ]


def _matches(wanted: str, token: str) -> bool:
    return token == wanted or (wanted[-1] == "*" and token.startswith(wanted[:-1]))


def _read_words(name: str) -> str:
    return (_WORDS / f"{name}.txt").read_text(encoding="utf-8")


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """The words of a language; of one without files, those of any language."""
    return Vocabulary(language)
