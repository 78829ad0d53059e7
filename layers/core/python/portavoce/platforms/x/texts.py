"""X's texts as people wrote them: X gives them back with t.co links and three characters escaped."""

import re
from collections.abc import Mapping
from typing import Any

from portavoce.platforms.sent_text import normalised

_SCHEME = re.compile(r"https?://", re.IGNORECASE)


def unescaped(text: str) -> str:
    """The text without X's `&lt;`, `&gt;` and `&amp;`; no other escape is X's."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def comparable(text: str) -> str:
    """The text for comparing: X adds a scheme to a bare domain, so that schemes say nothing."""
    return normalised(_SCHEME.sub("", text))


def returned(tweet: Mapping[str, Any]) -> str:
    """A returned post's text, comparable: its t.co links expanded, the one that stands for its media dropped."""
    text = unescaped(str(tweet.get("text", "")))
    for url in tweet.get("entities", {}).get("urls", ()):
        text = text.replace(url["url"], "" if "media_key" in url else url.get("expanded_url", url["url"]))
    return comparable(text)
