"""What the rule sets know, gathered for looking up, and the file that the layer is shipped with.

Reading and folding 13,000 phrases would be most of what the first comment of a quiet hour costs: the layer's build
writes down what comes of them (`write_lexicon`), for the interpreter that it is built for. Sources without that file,
as in a checkout, are gathered as they are."""

import marshal
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from portavoce.community.triage.rule_sets import RuleSet, read_rule_sets
from portavoce.community.triage.tokens import find_stem, is_arabic, split_tokens

_FILE = Path(__file__).parent / "lexicon.marshal"
_DISGUISED_TOO, _SHORTEST_DISGUISED = ("insult", "mild"), 5
Section = tuple[str, str, str]
"""Subject, language, section."""


class Lexicon(NamedTuple):
    """`patterns` to look for in a line of tokens, and at the same position in `places` the sections each stands in;
    all `known` words, the `rough` ones, the `spellings` that stand for others, and `function_words` by language. Those
    without letters come first, from `latin_from` on those of Latin ones, from `arabic_from` on those of Arabic ones."""

    patterns: list[str]
    places: list[tuple[Section, ...]]
    known: frozenset[str]
    rough: tuple[str, ...]
    spellings: dict[str, str]
    function_words: dict[str, frozenset[str]]
    latin_from: int
    arabic_from: int


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
    kinds = {place: number for number, place in enumerate(dict.fromkeys(lexicon.places))}
    return marshal.dumps(
        (
            "\n".join(lexicon.patterns),
            tuple(kinds),
            tuple(kinds[place] for place in lexicon.places),
            "\n".join(sorted(lexicon.known)),
            *lexicon[3:],
        )
    )


def unpack_lexicon(packed: bytes) -> Lexicon:
    """The lexicon that was packed."""
    patterns, kinds, places, known, *rest = marshal.loads(packed)  # noqa: S302 # the layer's own, as its bytecode is
    return Lexicon(patterns.split("\n"), [kinds[place] for place in places], frozenset(known.split("\n")), *rest)


def gather_lexicon(rule_sets: Iterable[RuleSet]) -> Lexicon:
    """What these rule sets know."""
    places: dict[str, list[Section]] = defaultdict(list)
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
                        rude |= dict.fromkeys(p for p in phrases if p.isalpha() and len(p) >= _SHORTEST_DISGUISED)
                    for phrase, of_phrase in worded.items():
                        ending = "" if phrase.endswith("*") else " "
                        places[f" {' '.join(of_phrase)}{ending}"].append((one.subject, one.language, section))
    alone = frozenset(place.strip() for place in places)
    for word in sorted(known - alone):
        if (stem := find_stem(word, alone)) != word:
            places[f" {word} "] += places.get(f" {stem} ", [])
    patterns = sorted(places, key=_choose_script)
    stand = [tuple(places[pattern]) for pattern in patterns]
    scripts = [_choose_script(pattern) for pattern in patterns]
    begin = (scripts.count(0), scripts.count(0) + scripts.count(1))
    return Lexicon(patterns, stand, frozenset(known), tuple(rough | rude), spellings, function_words, *begin)


def _choose_script(pattern: str) -> int:
    """0 for signs alone, 1 for Latin letters or others, 2 for Arabic ones."""
    return 2 if is_arabic(pattern) else int(any(sign.isalpha() for sign in pattern))
