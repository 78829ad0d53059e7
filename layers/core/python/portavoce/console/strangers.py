"""Strangers' names and words, made fit for a page. Pure.

The page's style keeps them in their box; here goes what style cannot hold."""

import unicodedata

from portavoce.contained_text import contain_line, contain_text

_MOST_MARKS = 8
"""On one letter: more than any language stacks, and too few to reach another line."""
# UAX #9: embeddings, overrides and isolates. A name has no need to turn itself.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MARKS_BEGIN = "\u0300"


def clean_name(text: str) -> str:
    """A name on one line."""
    return thin_marks(contain_line(text.translate(_TURNS)))


def clean_words(text: str) -> str:
    """A text, its lines kept."""
    return thin_marks(contain_text(text))


def thin_marks(text: str) -> str:
    """The text with at most eight combining marks on a letter."""
    if all(one < _MARKS_BEGIN for one in text):
        return text
    kept, marks = list[str](), 0
    for one in text:
        marks = marks + 1 if unicodedata.category(one).startswith("M") else 0
        if marks <= _MOST_MARKS:
            kept.append(one)
    return "".join(kept)
