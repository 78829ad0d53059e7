"""A text as triage reads it: words and marks in one line, made plain, with each phrase that a rule set knows."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from portavoce.community import plain_text
from portavoce.community.triage.disguise import Disguises
from portavoce.community.triage.lexicon import Lexicon, Section, read_lexicon
from portavoce.community.triage.tokens import (
    CLAUSE_END,
    MARKED,
    QUESTION_END,
    SENTENCE_END,
    find_stem,
    is_arabic,
    says_yours,
    split_tokens,
)

_MOST_LETTERS = 4_000
"""No rule needs more of a text than this to know what it is."""


class Span(NamedTuple):
    """Tokens from `start` to before `end`."""

    start: int
    end: int


class Wording:
    """One text: its `tokens`, and the spans of what was `found` in it, by subject and section, in its languages."""

    def __init__(
        self,
        tokens: list[str],
        languages: tuple[str, ...],
        found: Mapping[Section, list[Span]],
        yours: frozenset[int] = frozenset(),
        *,
        holds_link: bool = False,
    ) -> None:
        """See the class; `yours` are the tokens with "your" or "you" written in one with them, as Arabic does."""
        self.tokens, self.yours, self.holds_link = tokens, yours, holds_link
        self.languages, self._found = languages, found

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

    @property
    def sections(self) -> set[tuple[str, str]]:
        """Subject and section of all that stands in it."""
        return {(subject, section) for subject, language, section in self._found if language in self.languages}

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
    if any(is_arabic(word) for word in words):
        return ("ar",)
    known = _vocabulary().function_words
    english, italian = (sum(word in known[language] for word in words) for language in ("en", "it"))
    if english == italian:
        return ("en", "it", "ar")
    return ("en",) if english > italian else ("it",)


class _Vocabulary:
    """All that the built-in rule sets know, in an automaton for each language: a text is read once, however many
    phrases there are. An automaton is built when the first text of its language comes."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.known = lexicon.known
        self.function_words = lexicon.function_words
        self.disguises = Disguises(lexicon.rough, lexicon.known, lexicon.spellings)
        self._phrases = lexicon.phrases
        self._automaton = cache(self._build_automaton)

    def find(self, tokens: list[str], languages: Iterable[str]) -> dict[Section, list[Span]]:
        """Every phrase of these languages that stands in these tokens."""
        starts, at = list[int](), 1
        for token in tokens:
            starts.append(at)
            at += len(token) + 1
        line = f" {' '.join(tokens)} "
        found: dict[Section, list[Span]] = defaultdict(list)
        for language in languages:
            phrases = self._phrases[language]
            for pattern, start, end in self._automaton(language).find_matches_as_indexes(line, overlapping=True):
                span = Span(bisect_left(starts, start + 1), bisect_left(starts, end))
                for place in phrases.kinds[phrases.places[pattern]]:
                    found[place].append(span)
        return found

    def _build_automaton(self, language: str) -> AhoCorasick:
        # The kind that is built soonest: the first comment of a quiet hour waits for it, and each text has few letters.
        patterns, kind = self._phrases[language].patterns.split("\n"), Implementation.NoncontiguousNFA
        return AhoCorasick(patterns, store_patterns=False, implementation=kind)


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary(read_lexicon())


@lru_cache(maxsize=16)
def read_wording(text: str) -> Wording:
    """Reads a text. Links are passed over."""
    vocabulary = _vocabulary()
    read = text[:_MOST_LETTERS]
    unlinked = plain_text.without_links(read)
    folded = plain_text.fold(unlinked.replace("\n", " . "))
    written = split_tokens(vocabulary.disguises.take_off(folded), vocabulary.known)
    tokens = [find_stem(token, vocabulary.known) for token in written]
    yours = frozenset(n for n, token in enumerate(written) if says_yours(token))
    languages = _guess_languages(tokens)
    return Wording(tokens, languages, vocabulary.find(tokens, languages), yours, holds_link=unlinked != read)
