"""Where a feed cuts a text until its reader asks for the rest. Pure."""

from collections.abc import Callable, Iterator, Sequence

from portavoce.platforms.manifest import FoldRule
from portavoce.text_marks import Stretch

_WORD = 20
"""A cut inside a word moves to before it, unless the word is longer than this."""


def find_fold(text: str, rule: FoldRule, count: Callable[[str], int]) -> int | None:
    """How many characters are seen at first; None where all are. `count` is the platform's own."""
    ends = [len(text)]
    if rule.lines is not None:
        lines = text.splitlines(keepends=True)
        ends.append(len("".join(lines[: rule.lines]).rstrip("\r\n")) if len(lines) > rule.lines else len(text))
    if rule.letters is not None and count(text) > rule.letters:
        ends.append(_before_word(text, _longest(text, rule.letters, count)))
    end = min(ends)
    return end if text[end:].strip() else None


def split_stretches(stretches: Sequence[Stretch], at: int) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """What is seen at first, and the rest."""
    return tuple(_part(stretches, 0, at)), tuple(_part(stretches, at, None))


def _longest(text: str, most: int, count: Callable[[str], int]) -> int:
    """The length of the longest beginning that counts at most so many."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(text[:middle]) <= most else (low, middle - 1)
    return low


def _before_word(text: str, at: int) -> int:
    """Where the word begins that would be cut there, if it is not too far back."""
    if text[at : at + 1].isspace():
        return at
    for back in range(at, max(at - _WORD, 0), -1):
        if text[back - 1].isspace():
            return back
    return at


def _part(stretches: Sequence[Stretch], start: int, end: int | None) -> Iterator[Stretch]:
    """The stretches between two places of the text."""
    place = 0
    for one in stretches:
        seen = one.text[max(start - place, 0) : None if end is None else max(end - place, 0)]
        place += len(one.text)
        if seen:
            yield Stretch(seen, one.mark)
