"""X's texts as people wrote them: X gives them back with t.co links and three characters escaped."""

import re
from collections.abc import Mapping
from typing import Any

from portavoce.platforms.text.sent_text import normalise_text
from portavoce.platforms.webhook_json import objects, text

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_POST_ADDRESS = re.compile(r"https://(?:x|twitter)\.com/[^/]+/status/(?P<id>[0-9]+)")
_MEDIA_ADDRESSES = ("pic.x.com/", "pic.twitter.com/")


def unescape_text(escaped: str) -> str:
    """The text without X's `&lt;`, `&gt;` and `&amp;`; no other escape is X's."""
    return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def comparable(words: str) -> str:
    """The text for comparing: X adds a scheme to a bare domain, so that schemes say nothing."""
    return normalise_text(_SCHEME.sub("", words))


def returned_text(tweet: Mapping[str, Any]) -> str:
    """A returned post's text, comparable: its t.co links expanded, the one that stands for its media dropped."""
    return comparable(expand_links(tweet))


def expand_links(said: Mapping[str, Any], quoted: frozenset[str] = frozenset()) -> str:
    """The text of a post or message as its author wrote it: without escapes, and with the addresses behind t.co.

    Left out are the links that X adds itself: to the media, and to a post that is quoted, whose ids are `quoted`."""
    whole = unescape_text(text(said.get("text")) or "")
    for url in objects(next(objects(said.get("entities")), {}).get("urls")):
        short, address = text(url.get("url")), text(url.get("expanded_url"))
        if short and address:
            whole = whole.replace(short, "" if _is_added(url, address, quoted) else address)
    return whole.strip()


def _is_added(url: Mapping[str, Any], address: str, quoted: frozenset[str]) -> bool:
    post = _POST_ADDRESS.match(address)
    shows_media = "media_key" in url or (text(url.get("display_url")) or "").startswith(_MEDIA_ADDRESSES)
    return shows_media or bool(post and post["id"] in quoted)
