"""Which stretches of a text a platform colours: links, hashtags and names. Pure; for looks alone.

What a platform truly links is its own business (`platforms/<name>`); here a reader is to see where it will be."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TextMark = Literal["plain", "link", "tag", "name"]

_ENDS = ".,;:!?\"'»”’)]}…،؛؟。、"
_MARKS = re.compile(
    r"(?P<link>https?://[^\s<>«»“”]+)"
    r"|(?<![\w#@/])(?P<tag>[#＃](?=\w*[^\W\d_])\w+)"
    r"|(?<![\w@/.])(?P<name>@\w[\w.-]*(?:@[\w.-]*\w)?)"
)


class Stretch(NamedTuple):
    """Some of a text, and what it is."""

    text: str
    mark: TextMark


def mark_text(text: str, *, takes_link: bool = True) -> list[Stretch]:
    """The whole text in stretches. `takes_link` is False where a platform shows addresses as plain words."""
    return [one for one in _stretches(text, takes_link=takes_link) if one.text]


def _stretches(text: str, *, takes_link: bool) -> Iterator[Stretch]:
    at = 0
    for found in _MARKS.finditer(text):
        marked = found[0].rstrip(_ENDS)
        mark: TextMark = "link" if found["link"] else "tag" if found["tag"] else "name"
        if mark == "link" and not takes_link:
            continue
        yield Stretch(text[at : found.start()], "plain")
        yield Stretch(marked, mark)
        at = found.start() + len(marked)
    yield Stretch(text[at:], "plain")
