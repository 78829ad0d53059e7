"""A text in numbers, in one pass over its words: what speaks for praise and for blame, and how it is written. Pure."""

import re
from collections.abc import Sequence
from math import sqrt

from portavoce.community.sentiment.vocabulary import Vocabulary, Word
from portavoce.community.sentiment.word_lists import WordRole

NAMES = ("tone", "praise", "blame", "smile", "frown", "exclaims", "asks", "links", "persons", "tags", "length")
"""What each number is; all of them lie between -1 and 1."""
_TOKEN = re.compile(
    r"""https?://\S+ | http(?=\s|$) | @\w+
    | [^\W_]+(?:['’][^\W_]+)*
    | [<>:;=xX8]['\-o]?[()\[\]dDpP/\\|3]+
    | [^\w\s]""",
    re.VERBOSE,
)
_ENDINGS = frozenset({WordRole.ENDS, WordRole.EXCLAIMS, WordRole.ASKS})
_REACH = 3
"""How many words behind a negation it turns."""
_TURNED, _STRONGER, _LONG, _BEFORE_BUT = -0.6, 1.4, 1.3, 0.7
_PRAISE, _BLAME, _SMILE, _FROWN = range(4)
_EVEN, _HALF, _LONGEST = 10.0, 2.0, 40


def split_words(text: str, vocabulary: Vocabulary) -> list[Word]:
    """The words and signs of a text, each with what it says by itself."""
    return [vocabulary.look_up(token) for token in _TOKEN.findall(text)]


def measure(words: Sequence[Word]) -> list[float]:
    """The numbers of `NAMES`."""
    sums, counts = _weigh(words), [0] * len(WordRole)
    for word in words:
        counts[word.role] += 1
    praise, blame, smile, frown = sums
    tone = praise - blame + smile - frown
    return [
        tone / sqrt(tone * tone + _EVEN),
        *(one / (one + _HALF) for one in sums),
        min(counts[WordRole.EXCLAIMS], 3) / 3,
        min(counts[WordRole.ASKS], 2) / 2,
        float(counts[WordRole.LINK] > 0),
        min(counts[WordRole.PERSON], 2) / 2,
        min(counts[WordRole.TAG], 3) / 3,
        min(len(words), _LONGEST) / _LONGEST,
    ]


def _weigh(words: Sequence[Word]) -> list[float]:
    """What is said in praise and in blame, by words and by marks, with what stands before each word."""
    sums = [0.0] * 4
    reach, strength, at = 0, 1.0, 0
    while at < len(words):
        word = words[at]
        value, taken = _phrase_at(words, at) if word.phrases else (word.value, 1)
        role = word.role if taken == 1 else WordRole.PLAIN
        at += taken
        if role is WordRole.TURNS:
            sums = [one * _BEFORE_BUT for one in sums]
        elif role in _ENDINGS:
            reach = 0
            continue
        elif role is WordRole.NEGATES:
            reach, value = _REACH, min(value, 0.0) / 2
        elif role is WordRole.STRENGTHENS:
            strength = _STRONGER
        if value:
            turned = role not in {WordRole.MARK, WordRole.NEGATES} and reach
            _add(sums, value * strength * (_LONG if word.is_long else 1.0) * (_TURNED if turned else 1.0), role)
            strength = 1.0
        reach = max(0, reach - 1)
    return sums


def _phrase_at(words: Sequence[Word], at: int) -> tuple[float, int]:
    """What the longest phrase here says and its words, or the word alone."""
    for phrase in words[at].phrases:
        if phrase.follows([one.folded for one in words[at + 1 : at + 1 + len(phrase.rest)]]):
            return phrase.value, 1 + len(phrase.rest)
    return words[at].value, 1


def _add(sums: list[float], value: float, role: WordRole) -> None:
    place = (_SMILE if value > 0 else _FROWN) if role is WordRole.MARK else (_PRAISE if value > 0 else _BLAME)
    sums[place] += abs(value)
