"""A brand's rules, ready to be held against texts: what they look for stands in one automaton and one set of
expressions, and a rule is looked at only when something that it needs was found. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from portavoce.brands.model import Triage
from portavoce.brands.rules.model import LETTERS_READ, Author, Condition, Rule
from portavoce.community import plain_text
from portavoce.community.triage import circumstances as around_text
from portavoce.community.triage.circumstances import Circumstances, Fact
from portavoce.community.triage.disguise import Disguises
from portavoce.community.triage.tokens import split_tokens
from portavoce.community.triage.words import read_wording

_LISTS = (
    "words", "phrases", "regex", "domains", "contact", "language", "sentiment", "intent", "platform", "kind", "post",
    "campaign",
)  # fmt: skip
_KINDS = {"phrases": "words"}
_TELLING = frozenset({"words", "regex", "domains", "post", "campaign"})
"""The facts that few texts have: a rule that needs one of them is looked at seldom."""
_SHORTEST_DISGUISED, _SET_BYTES = 4, 1 << 26
_BEFORE_ARABIC = tuple(first + the for first in ("", "و", "ف", "ب", "ل", "ك") for the in ("", "ال"))


class Spoken(NamedTuple):
    """A rule that speaks, and what of it was found."""

    rule: Rule
    because: str


class RuleBook:
    """The rules of one brand."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """See the class."""
        self._rules = sorted(rules, key=lambda one: -one.priority)
        self._parts = [_prepare(one.when) for one in self._rules]
        self._by_fact: dict[Fact, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, part in enumerate(self._parts):
            anchors = part.anchors()
            self._always += [] if anchors else [number]
            for fact in anchors:
                self._by_fact[fact].append(number)
        asked = sorted(set().union(*(part.all_facts for part in self._parts)))
        self._keys = {key for key, _ in asked}
        self._expressions = [value for key, value in asked if key == "regex"]
        self._set = _make_set(self._expressions)
        patterns: dict[str, list[str]] = defaultdict(list)
        for value in (value for key, value in asked if key == "words"):
            for pattern in _patterns(value):
                patterns[pattern].append(value)
        self._named, self._automaton = list(patterns.values()), AhoCorasick(list(patterns)) if patterns else None
        single = {one.strip() for one in patterns if " " not in one.strip() and len(one.strip()) >= _SHORTEST_DISGUISED}
        self._disguises = Disguises(tuple(sorted(single)), frozenset(single), {}) if single else None

    def find(self, text: str, labels: tuple[str, ...], triage: Triage, around: Circumstances) -> list[Spoken]:
        """Every rule that speaks about this text, that of the highest priority first. `labels`: what the built-in
        rules have found in it."""
        if not self._rules:
            return []
        facts = set(self._facts(text[:LETTERS_READ], labels, triage, around))
        numbers = {number for fact in facts for number in self._by_fact.get(fact, ())}
        return [
            Spoken(self._rules[number], _describe(sorted(facts & self._parts[number].facts)))
            for number in sorted(numbers.union(self._always))
            if self._parts[number].holds(facts, around)
        ]

    def _facts(self, text: str, labels: tuple[str, ...], triage: Triage, around: Circumstances) -> Iterator[Fact]:
        yield from around_text.plain_facts(around)
        yield from around_text.intent_facts(labels)
        asked: dict[tuple[str, ...], Callable[[], Iterable[Fact]]] = {
            ("words",): lambda: self._find_words(text),
            ("regex",): lambda: self._find_expressions(text),
            ("links", "domains"): lambda: around_text.link_facts(
                plain_text.link_hosts(text), around_text.own_host(triage)
            ),
            ("contact",): lambda: around_text.contact_facts(text),
            ("language",): lambda: around_text.language_facts(around, text),
            ("directed",): lambda: around_text.directed_facts(text),
            ("sentiment",): lambda: [("sentiment", around.mood())],
        }
        for keys, find in asked.items():
            if not self._keys.isdisjoint(keys):
                yield from find()

    def _find_words(self, text: str) -> Iterator[Fact]:
        if self._automaton is None:
            return
        folded = plain_text.fold(text)
        lines = [split_tokens(folded), read_wording(text).tokens]
        if self._disguises and (plain := self._disguises.take_off(folded)) != folded:
            lines.append(split_tokens(plain))
        line = "  ".join(f" {' '.join(tokens)} " for tokens in lines)
        for pattern, _, _ in self._automaton.find_matches_as_indexes(line, overlapping=True):
            for value in self._named[pattern]:
                yield "words", value

    def _find_expressions(self, text: str) -> Iterator[Fact]:
        for number in self._set.Match(text) or ():
            yield "regex", self._expressions[number]


class _Same:
    """Rules as the key of what was made of them: two brands' are the same only if they are one object."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


def open_book(rules: tuple[Rule, ...]) -> RuleBook:
    """The book of these rules; made once for as long as the brand stays in memory."""
    return _open(_Same(rules))


@lru_cache(maxsize=32)
def _open(of: _Same) -> RuleBook:
    return RuleBook(of.rules)


class _Part(NamedTuple):
    """A condition made ready: one fact of each of `groups` is to be there, and what else it says is to hold."""

    when: Condition
    groups: tuple[frozenset[Fact], ...]
    all: tuple["_Part", ...]
    any: tuple["_Part", ...]
    unless: "_Part | None"

    @property
    def facts(self) -> set[Fact]:
        """What is to be there, and not what is not to be."""
        return set().union(*self.groups, *(one.facts for one in (*self.all, *self.any)))

    @property
    def all_facts(self) -> set[Fact]:
        """All that it asks about."""
        parts = (*self.all, *self.any, *([self.unless] if self.unless else []))
        return set().union(*self.groups, *(one.all_facts for one in parts))

    def anchors(self) -> frozenset[Fact]:
        """Facts of which one at least is there when it holds; none if that cannot be said."""
        found = [*self.groups, *(anchors for one in self.all if (anchors := one.anchors()))]
        branches = [one.anchors() for one in self.any]
        if branches and all(branches):
            found.append(frozenset().union(*branches))
        return min(found, key=_rank_anchors, default=frozenset())

    def holds(self, facts: set[Fact], around: Circumstances) -> bool:
        """Whether it is true, the dearest to know asked last."""
        return (
            all(not group.isdisjoint(facts) for group in self.groups)
            and all(one.holds(facts, around) for one in self.all)
            and (not self.any or any(one.holds(facts, around) for one in self.any))
            and not (self.unless and self.unless.holds(facts, around))
            and (not self.when.hour or any(_is_within(around.clock, shift) for shift in self.when.hour))
            and _is_of_author(self.when.author, around)
        )


def _prepare(when: Condition) -> _Part:
    groups = [frozenset((_KINDS.get(key, key), _value(key, one)) for one in getattr(when, key)) for key in _LISTS]
    groups += [frozenset({("links", when.links)}) if when.links else frozenset()]
    groups += [frozenset({("directed", str(when.directed))}) if when.directed is not None else frozenset()]
    return _Part(
        when,
        tuple(one for one in groups if one),
        tuple(map(_prepare, when.all)),
        tuple(map(_prepare, when.any)),
        _prepare(when.unless) if when.unless else None,
    )


def _value(key: str, written: str) -> str:
    return written.casefold() if key == "domains" else str(written)


def _rank_anchors(facts: frozenset[Fact]) -> tuple[bool, int]:
    return any(key not in _TELLING for key, _ in facts), len(facts)


def _is_of_author(author: Author | None, around: Circumstances) -> bool:
    if author is None:
        return True
    past = around.past()
    return (author.known is None or author.known == bool(past.said)) and past.hidden >= (author.hidden or 0)


def _is_within(clock: str, shift: str) -> bool:
    begins, _, ends = shift.partition("-")
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def _patterns(value: str) -> Iterator[str]:
    """How a word or phrase stands in a line of tokens; Arabic ones also with and, in, for, the before them."""
    tokens = " ".join(split_tokens(plain_text.fold(value.removesuffix("*"))))
    ending = "" if value.endswith("*") else " "
    is_arabic = any("\u0620" <= letter <= "\u064a" for letter in tokens)
    for before in _BEFORE_ARABIC if is_arabic else ("",):
        yield f" {before}{tokens}{ending}"


def _make_set(expressions: list[str]) -> Any:
    if not expressions:
        return None
    import re2  # noqa: PLC0415 - where a brand has such a rule: the others' cold starts are without it

    options = re2.Options()
    options.case_sensitive, options.log_errors, options.max_mem = False, False, _SET_BYTES
    made = re2.Set.SearchSet(options)
    for one in expressions:
        made.Add(one)
    made.Compile()
    return made


_SAYS = {
    "words": "it holds “{}”",
    "regex": "it matches {}",
    "links": "it holds a link ({})",
    "domains": "it links to {}",
    "contact": "it holds contact data ({})",
    "language": "it is in {}",
    "sentiment": "its mood is {}",
    "intent": "it is a {}",
    "directed": "it speaks to the brand: {}",
    "platform": "it is on {}",
    "kind": "it is a {}",
    "post": "it is under the post {}",
    "campaign": "it is of the campaign {}",
}
_MOST_SAID = 3


def _describe(found: list[Fact]) -> str:
    said = [_SAYS[key].format(value) for key, value in found[:_MOST_SAID]]
    return ", ".join(said) or "what it asks for holds"
