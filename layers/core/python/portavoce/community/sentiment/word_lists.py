"""The words of a language that tell a mood, gathered for looking up, and the file that the layer is shipped with.

A line of a file in `words/` is a grade or a role, then words: `2 bell* buon_compleanno` are two that please, `*` for
any ending and `_` between the words of a phrase. A grade is a number from -4 to 4. Reading and folding them would be a
part of what the first comment of a quiet hour costs: the layer's build writes down what comes of them
(`write_word_lists`), for the interpreter that it is built for. Sources without that file, as in a checkout, are
gathered as they are."""

import marshal
import unicodedata
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILES = {"en": ("marks", "vader", "en"), "it": ("marks", "it"), "ar": ("marks", "ar")}
"""Language to its files; what a later one says counts. Any other language is read by its marks."""
_ANY_LANGUAGE, _MARKS = "", ("marks",)
_WORDS = Path(__file__).parent / "words"
_SHIPPED = Path(__file__).parent / "words.marshal"

_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ـ": None}
    | {"’": "'", "‘": "'", "ʼ": "'"}
)


class WordRole(IntEnum):
    """What a token does beside saying something."""

    PLAIN, NEGATES, STRENGTHENS, TURNS, ENDS, EXCLAIMS, ASKS, LINK, PERSON, TAG, MARK = range(11)


_ROLES = {"not": WordRole.NEGATES, "very": WordRole.STRENGTHENS, "but": WordRole.TURNS}


class WordLists(NamedTuple):
    """What a language's files say, in folded words: the `common` ones; the grade of `whole` words and of `stems`; by
    their first word the `phrases`, as the rest of each and its grade; and the WordRole of those that have one."""

    common: frozenset[str]
    whole: dict[str, float]
    stems: dict[str, float]
    phrases: dict[str, list[tuple[tuple[str, ...], float]]]
    roles: dict[str, int]


def fold_word(token: str) -> str:
    """A token, or many, without case, accents, vowel marks and look-alike letters."""
    folded = token.lower().translate(_LETTERS)
    if not folded.isascii():
        spread = unicodedata.normalize("NFKD", folded)
        folded = "".join(one for one in spread if not unicodedata.combining(one))
    return folded


def read_word_lists(language: str) -> WordLists:
    """The words of a language, of one without files those of any, from the shipped file if this is a layer that has
    one."""
    spoken = language if language in FILES else _ANY_LANGUAGE
    shipped = _read_shipped()
    return WordLists(*marshal.loads(shipped[spoken])) if shipped else gather_word_lists(spoken)  # noqa: S302 # our own


def write_word_lists() -> None:
    """Writes the file, beside this module."""
    lists = {language: gather_word_lists(language) for language in (*FILES, _ANY_LANGUAGE)}
    _SHIPPED.write_bytes(marshal.dumps({language: marshal.dumps(tuple(one)) for language, one in lists.items()}))


def gather_word_lists(language: str) -> WordLists:
    """What the files of a language say."""
    common: set[str] = set()
    lists = WordLists(frozenset(), {}, {}, {}, {})
    for name in FILES.get(language, _MARKS):
        for line in (_WORDS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            head, *words = fold_word(line).split()
            if head == "common":
                common.update(words)
            elif head in _ROLES:
                lists.roles.update(dict.fromkeys(words, int(_ROLES[head])))
            elif head != "#":
                _grade(lists, float(head), words)
    return lists._replace(common=frozenset(common))


def _grade(lists: WordLists, value: float, words: list[str]) -> None:
    plain = [word for word in words if word[-1] != "*" and "_" not in word[1:-1]]
    lists.whole.update(dict.fromkeys(plain, value))
    for word in sorted(set(words).difference(plain)):
        first, *rest = word.split("_")
        if rest:
            lists.phrases.setdefault(first, []).append((tuple(rest), value))
        else:
            lists.stems[first[:-1]] = value


@cache
def _read_shipped() -> dict[str, bytes] | None:
    try:
        packed = _SHIPPED.read_bytes()
    except FileNotFoundError:
        return None
    shipped: dict[str, bytes] = marshal.loads(packed)  # noqa: S302 # the layer's own, as its bytecode is
    return shipped
