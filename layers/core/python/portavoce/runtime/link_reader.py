"""Reads the page that a link in a post leads to, for the link's card: from the public internet and nowhere else."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Thread

from portavoce.contained_text import contain_line
from portavoce.planning.media.kind import HEAD_BYTES, MediaRefused, image_type
from portavoce.planning.media.source import Web, read_source
from portavoce.platforms.text.web_page import LinkedPage, PageUnread, PageWish, read_words
from portavoce.runtime.web_fetch import WebFetcher

MOST_PAGE_BYTES = 1_000_000
"""What a page says of itself stands in its head; some carry their styles and scripts before it."""
LIMIT_SECONDS = 8
"""So long page and picture may take together while there is time."""


@dataclass(frozen=True)
class LinkReader:
    """Pages of links. `loopback` is for the laptop twin alone."""

    clock: Callable[[], datetime]
    fetcher: WebFetcher = field(default_factory=WebFetcher)
    loopback: bool = False

    def read(self, wish: PageWish) -> LinkedPage:
        """What the page behind the link says of itself; without its picture if that is not here in time.

        Raises PageUnread."""
        left = min((wish.known_by - self.clock()).total_seconds(), LIMIT_SECONDS)
        seconds = max(left, wish.late_seconds)
        if seconds <= 0:
            raise PageUnread("there was no time left to read it")
        found: list[LinkedPage | PageUnread] = []
        # Looking up a name has no limit of its own, so that the whole is waited for and not each step.
        reading = Thread(target=self._read, args=(wish, self._fetcher(seconds), found.append), daemon=True)
        reading.start()
        reading.join(seconds)
        latest = found[-1] if found else PageUnread(f"it was not here within {seconds:g} seconds")
        if isinstance(latest, PageUnread):
            raise latest
        return latest

    def _read(self, wish: PageWish, fetcher: WebFetcher, found: Callable[[LinkedPage | PageUnread], None]) -> None:
        try:
            page = fetcher.fetch_page(self._source(wish.link), MOST_PAGE_BYTES)
        except MediaRefused as error:
            found(PageUnread(str(error)))
            return
        words = read_words(page.content, page.content_type, page.address)
        plain = LinkedPage(contain_line(words.title), contain_line(words.description))
        if words.picture is None or not wish.most_picture_bytes:
            found(plain)
            return
        found(plain._replace(missing=f"{words.picture} was not here in time"))
        try:
            found(plain._replace(picture=self._picture(words.picture, wish.most_picture_bytes, fetcher)))
        except MediaRefused as error:
            found(plain._replace(missing=str(error)))

    def _picture(self, address: str, most_bytes: int, fetcher: WebFetcher) -> tuple[str, bytes]:
        """Raises MediaRefused."""
        into = io.BytesIO()
        fetcher.fetch(self._source(address), into, most_bytes)
        content = into.getvalue()
        found = image_type(content[:HEAD_BYTES])
        if found is None:
            raise MediaRefused(f"{address} is no image that every client shows")
        return found, content

    def _source(self, address: str) -> Web:
        """Raises MediaRefused. Nothing is read unencrypted: nearly every page is there encrypted too."""
        secure = address if self.loopback else address.replace("http://", "https://", 1)
        source = read_source(secure, loopback=self.loopback)
        if not isinstance(source, Web):
            raise MediaRefused(f"{address} is no address on the web")
        return source

    def _fetcher(self, seconds: float) -> WebFetcher:
        return replace(self.fetcher, loopback=self.loopback, limit_seconds=seconds)
