"""Whether rough words are said to somebody: to whoever reads them, and not of oneself or of others. Pure.

In doubt they are not: what is hidden wrongly harms more than what is left standing until a person has seen it."""

import re

from portavoce.community import lexicon, plain_text

_CLAUSE_END = re.compile(r"[.,:!?\u060c\u061b\u061f;\u2026]+")
_WORD = re.compile(r"[\w']+")
_NAMED = re.compile(r"@\S+")
_BEFORE, _BEHIND = 4, 3


def _fold_all(words: lexicon.WordLists) -> frozenset[str]:
    return frozenset(plain_text.fold(word) for of_language in words.values() for word in of_language)


_YOU, _SELF = _fold_all(lexicon.SECOND_PERSON), _fold_all(lexicon.FIRST_PERSON)
_ELSE = _fold_all(lexicon.NOT_MEANT)
_COMMANDS = _fold_all(lexicon.COMMANDS)


def is_directed(folded: str, rough: re.Pattern[str]) -> bool:
    """Whether one of the rough words in the folded text is meant for whoever reads it."""
    clauses = [_NAMED.sub(" ", one) for one in _CLAUSE_END.split(folded)]
    of_self = any(word in _SELF for clause in clauses for word in _WORD.findall(clause))
    return any(
        _is_meant_for_reader(clause, found, of_self=of_self) for clause in clauses for found in rough.finditer(clause)
    )


def _is_meant_for_reader(clause: str, found: re.Match[str], *, of_self: bool) -> bool:
    before = _WORD.findall(clause[: found.start()])[-_BEFORE:]
    behind = _WORD.findall(clause[found.end() :])[:_BEHIND]
    if found.group() in _COMMANDS or not _YOU.isdisjoint(_WORD.findall(found.group())):
        return _ELSE.isdisjoint(before)
    if not before and not behind:
        return not of_self
    for word in (*reversed(before), *behind):
        if word in _YOU:
            return True
        if word in _SELF or word in _ELSE:
            return False
    return False
