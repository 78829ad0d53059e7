"""What a web page says of itself to whoever shows a card of a link to it. Pure.

Source: ogp.me (`og:title`, `og:description`, `og:image`); where these are missing, what X's cards and HTML have for
them."""

import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from portavoce.platforms.text.markup import keep_whole_tags

MOST_TITLE, MOST_DESCRIPTION = 300, 1000
_TITLES, _DESCRIPTIONS = ("og:title", "twitter:title"), ("og:description", "twitter:description", "description")
_PICTURES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_TOLD = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD_BYTES = 1024  # HTML, 13.2.3.2: so far the declaration of a page's letters is looked for


class PageUnread(Exception):
    """A link's page was not read; the message says why, as half a sentence."""


class LinkedPage(NamedTuple):
    """What a link can be shown by. `picture` is an image's type and its bytes; where it is None although the page has
    one, `missing` says why, as half a sentence."""

    title: str
    description: str
    picture: tuple[str, bytes] | None = None
    missing: str | None = None


class PageWish(NamedTuple):
    """A link whose page is to be read, and its picture of at most so many bytes (0: it needs none).

    There is time until `known_by`, and for so many `late_seconds` when that is over."""

    link: str
    most_picture_bytes: int
    known_by: datetime
    late_seconds: float


ReadLink = Callable[[PageWish], LinkedPage]
"""Reads the page of a link. Raises PageUnread."""


class HeadWords(NamedTuple):
    """A page's title and description, "" when it has none, and the address of its picture."""

    title: str
    description: str
    picture: str | None


def read_words(content: bytes, content_type: str, address: str) -> HeadWords:
    """What the page at `address` says of itself; `content` may be cut off behind its head."""
    reader = _HeadReader()
    reader.feed(keep_whole_tags(_decode(content, content_type)))
    told = reader.told
    title = next((told[name] for name in _TITLES if told.get(name)), reader.title)
    description = next((told[name] for name in _DESCRIPTIONS if told.get(name)), "")
    picture = next((told[name] for name in _PICTURES if told.get(name)), None)
    return HeadWords(_shorten(title, MOST_TITLE), _shorten(description, MOST_DESCRIPTION), _absolute(address, picture))


class _HeadReader(HTMLParser):
    """Collects `meta` by name, the first of each, and the title."""

    def __init__(self) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        self._in_title = tag == "title" and not self.title
        if tag == "meta":
            found = {name: value or "" for name, value in attrs}
            name = found.get("property") or found.get("name") or ""
            self.told.setdefault(name.strip().lower(), _on_one_line(found.get("content", "")))

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if self._in_title and len(self.title) <= MOST_TITLE:
            self.title = _on_one_line(self.title + data)


def _decode(content: bytes, content_type: str) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    told = _TOLD.search(content_type) or _TOLD.search(content[:_HEAD_BYTES].decode("ascii", "replace"))
    try:
        return content.decode(marked or (told[1] if told else "utf-8"), "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _absolute(address: str, picture: str | None) -> str | None:
    try:
        return urljoin(address, picture) if picture else None
    except ValueError:
        return None
