"""Words of strangers made harmless to what shows them: a terminal, a mail, a page, a calendar program.

Letters, marks and emoji stay as they are; what steers the one who shows them goes."""

import re
from collections.abc import Iterator

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# The control characters of ASCII and Latin-1 but tab and line feed, halves of surrogate pairs, what is no character.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# UAX #9, 2.1 and 2.2: embeddings and overrides of direction.
_TURNS = re.compile(r"[\u202a-\u202e]")
# Isolates (UAX #9, 2.4) are kept where they are closed on their line: then they reach no other words.
_OPENING, _CLOSING = frozenset("\u2066\u2067\u2068"), "\u2069"
_ISOLATES = re.compile(r"[\u2066-\u2069]")


def strip_controls(text: str) -> str:
    """The text without control characters and escape codes, each line break as a new line."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", text))


def contain_text(text: str) -> str:
    """The text without control characters, escape codes and what turns the direction of the words around it."""
    plain = _TURNS.sub("", strip_controls(text))
    if not _ISOLATES.search(plain):
        return plain
    return "\n".join("".join(_close_isolates(line)) for line in plain.split("\n"))


def contain_line(text: str) -> str:
    """The same on one line, as a subject or a name has it: each run of space is one space."""
    return " ".join(contain_text(text).split())


def _close_isolates(line: str) -> Iterator[str]:
    """The line's characters without an isolate that is not closed, or closed without having been opened."""
    opened: list[int] = []
    paired: set[int] = set()
    for at, one in enumerate(line):
        if one in _OPENING:
            opened.append(at)
        elif one == _CLOSING and opened:
            paired |= {opened.pop(), at}
    for at, one in enumerate(line):
        if at in paired or (one not in _OPENING and one != _CLOSING):
            yield one


_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")


def contain_cell(text: str) -> str:
    """A cell of a file that a spreadsheet opens: what begins as a formula does would be run (OWASP, CSV Injection, with
    the wide forms of its signs)."""
    return f"'{text}" if _FORMULA.match(text) else text
