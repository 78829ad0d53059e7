"""Words and marks of a folded text, and what an Arabic word is without what is written in one with it. Pure."""

import re
from collections.abc import Iterator, Set

SENTENCE_END, QUESTION_END, CLAUSE_END, QUOTE, NAMED, MARKED = ".", "?", ",", '"', "@", "!"
_MARKS = {"؟": "?", "،": ",", "؛": ",", ";": ",", ":": ",", "…": ".", "—": ",", "–": ",", "-": ",", "«": '"', "»": '"'}
_MARKS |= {"“": '"', "”": '"', "„": '"', "(": ",", ")": ","}
_TOKEN = re.compile(r"@[\w.]+|[\w']+|[.?!,،؛;:؟…—–\-()]|[\"«»“”„]|[^\w\s]")
_ELISION = re.compile(r"(l|un|dell|all|nell|sull|dall|quell|quest|sant|c|d|m|t|s|v|n|cos|dov|quant|com)'(\w.*)")
_WITHIN_WORD = re.compile(r"(?<=\w)-(?=\w)")
_NO_WORDS = frozenset("*#&%+=/\\|<>^~_[]{}")
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")
_PREFIXES = ("وال", "بال", "فال", "كال", "هال", "عال", "لل", "ال", "ول", "وب", "و", "ف", "ب", "ل", "ه")
_SUFFIXES = ("كم", "كو", "هم", "ها", "نا", "ين", "ون", "ات", "ه", "ك", "ي")
_CALL = "يا"
_YOURS, _ARTICLES = ("كم", "كمو", "كو", "كن"), ("ال", "وال", "بال", "لل", "هال")
_NOT_YOURS = frozenset(("اماكن", "مساكن", "متمكن", "ديسكو", "موسكو", "مكسيكو", "تشيكو", "ويمكن", "بيمكن", "فيمكن"))
_SHORTEST_STEM = 3


def split_tokens(folded: str, known: Set[str] = frozenset()) -> list[str]:
    """Words and marks of a folded text. A mark is one of those of this module, whatever it was written as. Of words
    that are `known` an Arabic one is parted from the call that is written in one with it."""
    return [part for token in _split(folded) for part in _part_call(token, known)]


def _part_call(token: str, known: Set[str]) -> tuple[str, ...]:
    called = token.removeprefix(_CALL)
    is_call = called != token and token not in known and len(called) >= _SHORTEST_STEM and called in known
    return (_CALL, called) if is_call else (token,)


def _split(folded: str) -> Iterator[str]:
    for token in _TOKEN.findall(_WITHIN_WORD.sub(" ", folded)):
        if token[0] == "@" and len(token) > 1:
            yield NAMED
        elif (elided := _ELISION.fullmatch(token)) is not None:
            yield f"{elided[1]}'"
            yield elided[2]
        elif token[0] in _NO_WORDS:
            continue
        else:
            yield _MARKS.get(token, token)


def find_stem(token: str, known: Set[str]) -> str:
    """An Arabic word without what is written in one with it, if what is left is known and it is not."""
    if token in known or len(token) <= _SHORTEST_STEM or not _ARABIC_LETTER.match(token):
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


def says_yours(token: str) -> bool:
    """Whether it is an Arabic word with "your" or "you" at its end; no word that has an article has one."""
    is_long = len(token) > _SHORTEST_STEM + 1
    return is_long and token.endswith(_YOURS) and not token.startswith(_ARTICLES) and token not in _NOT_YOURS


def is_arabic(word: str) -> bool:
    """Whether an Arabic letter stands in it."""
    return _ARABIC_LETTER.search(word) is not None
