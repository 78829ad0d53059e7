"""A text as triage reads it: words and marks in one line, made plain, with each phrase that a rule set knows."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from portavoce.community import plain_text
from portavoce.community.triage.disguise import Disguises
from portavoce.community.triage.rule_sets import RuleSet, read_rule_sets

SENTENCE_END, QUESTION_END, CLAUSE_END, QUOTE, NAMED, MARKED = ".", "?", ",", '"', "@", "!"
_MARKS = {"؟": "?", "،": ",", "؛": ",", ";": ",", ":": ",", "…": ".", "—": ",", "–": ",", "-": ",", "«": '"', "»": '"'}
_MARKS |= {"“": '"', "”": '"', "„": '"', "(": ",", ")": ","}
_TOKEN = re.compile(r"@[\w.]+|[\w']+|[.?!,،؛;:؟…—–\-()]|[\"«»“”„]|[^\w\s]")
_ELISION = re.compile(r"(l|un|dell|all|nell|sull|dall|quell|quest|sant|c|d|m|t|s|v|n|cos|dov|quant|com)'(\w.*)")
_NO_WORDS = frozenset("*#&%+=/\\|<>^~_[]{}")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_PREFIXES = ("وال", "بال", "فال", "كال", "هال", "عال", "لل", "ال", "ول", "وب", "و", "ف", "ب", "ل", "ه")
_SUFFIXES = ("كم", "كو", "هم", "ها", "نا", "ين", "ون", "ات", "ه", "ك", "ي")
_SHORTEST_STEM = 3
_MOST_LETTERS = 4_000
"""No rule needs more of a text than this to know what it is."""

Section = tuple[str, str, str]
"""Subject, language, section."""


class Span(NamedTuple):
    """Tokens from `start` to before `end`."""

    start: int
    end: int


class Wording:
    """One text: its `tokens`, and the spans of what was `found` in it, by subject and section, in its languages."""

    def __init__(self, tokens: list[str], found: Mapping[Section, list[Span]]) -> None:
        """See the class."""
        self.tokens = tokens
        self.languages = _guess_languages(tokens)
        self._found = found

    def spans(self, subject: str, *sections: str) -> list[Span]:
        """Where phrases of these sections stand, in every language that the text may be in."""
        return sorted(
            span
            for language in self.languages
            for section in sections
            for span in self._found.get((subject, language, section), ())
        )

    def has(self, subject: str, *sections: str) -> bool:
        """Whether a phrase of these sections stands in it."""
        return any((subject, language, section) in self._found for language in self.languages for section in sections)

    def language_of(self, subject: str, span: Span) -> str:
        """The language whose phrase stands there."""
        return next(
            (
                language
                for (of, language, _), spans in self._found.items()
                if of == subject and language in self.languages and span in spans
            ),
            next(iter(self.languages)),
        )

    @property
    def asks(self) -> bool:
        """Whether a question mark stands in it."""
        return QUESTION_END in self.tokens

    def clause(self, at: int) -> Span:
        """The clause around a token: from mark to mark."""
        stops = (SENTENCE_END, QUESTION_END, CLAUSE_END, MARKED)
        start = next((n + 1 for n in range(at - 1, -1, -1) if self.tokens[n] in stops), 0)
        end = next((n for n in range(at, len(self.tokens)) if self.tokens[n] in stops), len(self.tokens))
        return Span(start, end)


def _guess_languages(tokens: Iterable[str]) -> tuple[str, ...]:
    words = [token for token in tokens if token[0].isalpha()]
    if any(_ARABIC.search(word) for word in words):
        return ("ar",)
    known = _vocabulary().function_words
    english, italian = (sum(word in known[language] for word in words) for language in ("en", "it"))
    if english == italian:
        return ("en", "it", "ar")
    return ("en",) if english > italian else ("it",)


class _Vocabulary:
    """All that the built-in rule sets know, in one automaton: a text is read once, however many phrases there are."""

    def __init__(self, rule_sets: Iterable[RuleSet]) -> None:
        places: dict[str, list[Section]] = defaultdict(list)
        known, spellings = set[str](), dict[str, str]()
        rough = dict[str, None]()
        self.function_words: dict[str, frozenset[str]] = {}
        for one in rule_sets:
            spellings |= one.spellings
            for section, phrases in one.sections.items():
                worded = {phrase: _split_phrase(phrase.removesuffix("*")) for phrase in phrases}
                words = dict.fromkeys(word for phrase in worded.values() for word in phrase)
                known.update(words)
                match section:
                    case "masked":
                        rough |= words
                    case "function":
                        self.function_words[one.language] = frozenset(words)
                    case _:
                        for phrase, of_phrase in worded.items():
                            ending = "" if phrase.endswith("*") else " "
                            places[f" {' '.join(of_phrase)}{ending}"].append((one.subject, one.language, section))
        self.known = frozenset(known)
        alone = frozenset(place.strip() for place in places)
        for word in sorted(known - alone):
            if (stem := _stem(word, alone)) != word:
                places[f" {word} "] += places.get(f" {stem} ", [])
        self.disguises = Disguises(tuple(rough), self.known, spellings)
        self._places = list(places.values())
        self._automaton = AhoCorasick(list(places))

    def find(self, tokens: list[str]) -> dict[Section, list[Span]]:
        """Every phrase that stands in these tokens."""
        starts, at = list[int](), 1
        for token in tokens:
            starts.append(at)
            at += len(token) + 1
        line = f" {' '.join(tokens)} "
        found: dict[Section, list[Span]] = defaultdict(list)
        for pattern, start, end in self._automaton.find_matches_as_indexes(line, overlapping=True):
            span = Span(bisect_left(starts, start + 1), bisect_left(starts, end))
            for place in self._places[pattern]:
                found[place].append(span)
        return found


def _split_phrase(phrase: str) -> list[str]:
    """As split_tokens, and quicker where there are no marks: most of a cold start is spent here."""
    words = phrase.split()
    return words if all(word.isalnum() for word in words) else split_tokens(phrase)


def split_tokens(folded: str) -> list[str]:
    """Words and marks of a folded text. A mark is one of those of this module, whatever it was written as."""
    return list(_split(folded))


def _split(folded: str) -> Iterator[str]:
    for token in _TOKEN.findall(folded):
        if token[0] == "@" and len(token) > 1:
            yield NAMED
        elif (elided := _ELISION.fullmatch(token)) is not None:
            yield f"{elided[1]}'"
            yield elided[2]
        elif token[0] in _NO_WORDS:
            continue
        else:
            yield _MARKS.get(token, token)


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary(read_rule_sets())


@lru_cache(maxsize=16)
def read_wording(text: str) -> Wording:
    """Reads a text. Links are passed over."""
    vocabulary = _vocabulary()
    lines = plain_text.without_links(text[:_MOST_LETTERS]).replace("\n", " . ")
    tokens = [
        _stem(token, vocabulary.known) for token in split_tokens(vocabulary.disguises.take_off(plain_text.fold(lines)))
    ]
    return Wording(tokens, vocabulary.find(tokens))


def _stem(token: str, known: frozenset[str]) -> str:
    """An Arabic word without what is written in one with it, if what is left is known and it is not."""
    if token in known or len(token) <= _SHORTEST_STEM or not _ARABIC.match(token):
        return token
    for prefix in ("", *_PREFIXES):
        if not token.startswith(prefix):
            continue
        rest = token[len(prefix) :]
        for suffix in ("", *_SUFFIXES):
            stem = rest.removesuffix(suffix) if suffix else rest
            if len(stem) >= _SHORTEST_STEM and stem in known and (stem != rest or not suffix):
                return stem
    return token
