"""What the rule sets know, gathered for looking up, and the file that the layer is shipped with.

Reading and folding 13,000 phrases would be most of what the first comment of a quiet hour costs: the layer's build
writes down what comes of them (`write_lexicon`), for the interpreter that it is built for. Sources without that file,
as in a checkout, are gathered as they are."""

import marshal
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from portavoce.community.triage.rule_sets import RuleSet, read_rule_sets
from portavoce.community.triage.tokens import find_stem, split_tokens

_FILE = Path(__file__).parent / "lexicon.marshal"
_DISGUISED_TOO, _SHORTEST_DISGUISED = ("insult", "mild"), 5
Section = tuple[str, str, str]
"""Subject, language, section."""


class LanguagePhrases(NamedTuple):
    """The phrases of one language: `patterns` to look for in a line of tokens, one a line, and the sections that each
    stands in, as the position in `kinds` that `places` has for it."""

    patterns: str
    kinds: tuple[tuple[Section, ...], ...]
    places: tuple[int, ...]


class Lexicon(NamedTuple):
    """The `phrases` by language; all `known` words, the `rough` ones, the `spellings` that stand for others, and
    `function_words` by language."""

    phrases: dict[str, LanguagePhrases]
    known: frozenset[str]
    rough: tuple[str, ...]
    spellings: dict[str, str]
    function_words: dict[str, frozenset[str]]


def read_lexicon() -> Lexicon:
    """The lexicon of the built-in rule sets, from its file if this is a layer that has one."""
    try:
        packed = _FILE.read_bytes()
    except FileNotFoundError:
        return gather_lexicon(read_rule_sets())
    return unpack_lexicon(packed)


def write_lexicon() -> None:
    """Writes the file, beside this module."""
    _FILE.write_bytes(pack_lexicon(gather_lexicon(read_rule_sets())))


def pack_lexicon(lexicon: Lexicon) -> bytes:
    """What `unpack_lexicon` reads, by an interpreter of the same version as this one: few objects, for each costs."""
    phrases = {language: tuple(of_language) for language, of_language in lexicon.phrases.items()}
    return marshal.dumps((phrases, "\n".join(sorted(lexicon.known)), *lexicon[2:]))


def unpack_lexicon(packed: bytes) -> Lexicon:
    """The lexicon that was packed."""
    phrases, known, *rest = marshal.loads(packed)  # noqa: S302 # the layer's own, as its bytecode is
    of_language = {language: LanguagePhrases(*packed_phrases) for language, packed_phrases in phrases.items()}
    return Lexicon(of_language, frozenset(known.split("\n")), *rest)


def gather_lexicon(rule_sets: Iterable[RuleSet]) -> Lexicon:
    """What these rule sets know."""
    places: dict[str, dict[str, list[Section]]] = defaultdict(lambda: defaultdict(list))
    known, spellings = set[str](), dict[str, str]()
    rough, rude, function_words = dict[str, None](), dict[str, None](), dict[str, frozenset[str]]()
    for one in rule_sets:
        spellings |= one.spellings
        for section, phrases in one.sections.items():
            worded = {phrase: split_tokens(phrase.removesuffix("*")) for phrase in phrases}
            words = dict.fromkeys(word for phrase in worded.values() for word in phrase)
            known.update(words)
            match section:
                case "masked":
                    rough |= words
                case "function":
                    function_words[one.language] = frozenset(words)
                case _:
                    if section in _DISGUISED_TOO:
                        words = dict.fromkeys(phrase.removesuffix("*") for phrase in phrases)
                        rude |= dict.fromkeys(one for one in words if one.isalpha() and len(one) >= _SHORTEST_DISGUISED)
                    for phrase, of_phrase in worded.items():
                        ending = "" if phrase.endswith("*") else " "
                        line = f" {' '.join(of_phrase)}{ending}"
                        places[one.language][line].append((one.subject, one.language, section))
    _add_stems(known, places.values())
    spelt = {language: _number_places(of_language) for language, of_language in places.items()}
    return Lexicon(spelt, frozenset(known), tuple(rough | rude), spellings, function_words)


def _add_stems(known: Iterable[str], places: Collection[dict[str, list[Section]]]) -> None:
    """A word that is known, and an Arabic one with more written in one with it, stands where it stands without."""
    alone = frozenset(line.strip() for of_language in places for line in of_language)
    for word in sorted(set(known) - alone):
        stem = find_stem(word, alone)
        for of_language in places:
            if stem != word and f" {stem} " in of_language:
                of_language[f" {word} "] += of_language[f" {stem} "]


def _number_places(places: Mapping[str, list[Section]]) -> LanguagePhrases:
    stand = [tuple(sections) for sections in places.values()]
    numbers = {kind: number for number, kind in enumerate(dict.fromkeys(stand))}
    return LanguagePhrases("\n".join(places), tuple(numbers), tuple(numbers[kind] for kind in stand))
