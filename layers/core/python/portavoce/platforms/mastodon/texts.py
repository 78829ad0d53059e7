"""Mastodon's texts as people wrote them: an instance gives them back as HTML, its mentions without their hosts.

Source: mastodon/mastodon, TextFormatter."""

import re
from html.parser import HTMLParser

from portavoce.platforms.text.markup import keep_whole_tags
from portavoce.platforms.text.sent_text import normalise_text
from portavoce.platforms.text.text_length import without_hosts

_SLASH = re.compile(r"(https?://\S+?)/(?=\s|$)", re.IGNORECASE)
_NAMES = frozenset({"mention", "hashtag"})


def comparable(text: str) -> str:
    """The text for comparing: names without hosts and in one case, as an instance writes them in its own way, and
    links without a last slash, which some servers add."""
    return _SLASH.sub(r"\1", normalise_text(without_hosts(text))).casefold()


def returned_text(content: str) -> str:
    """The text of a returned status, comparable."""
    return comparable(read_words(content))


def read_words(content: str) -> str:
    """The words of a status, without its HTML."""
    words = _Words()
    words.feed(keep_whole_tags(content))
    words.close()
    return "".join(words.parts).strip()


class _Words(HTMLParser):
    """The words of a status. A link is where it leads: what is shown of it may be cut short."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._in_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in {"br", "p"}:
            self.parts.append("\n")
        elif tag == "a" and (href := found.get("href")) and _NAMES.isdisjoint((found.get("class") or "").split()):
            self.parts.append(href)
            self._in_link = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._in_link = False

    def handle_data(self, data: str) -> None:
        if not self._in_link:
            self.parts.append(data)
