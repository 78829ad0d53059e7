"""How X counts and rewrites text (twitter-text v3 as told in platforms/x.md §2, §3)."""

import hashlib
import unicodedata
from dataclasses import dataclass

import regex

MOST_WEIGHT, MOST_PREMIUM_WEIGHT = 280, 25_000
URL_WEIGHT = 23
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_DOMAINS = "com|org|net|info|biz|app|dev|shop|coffee|cafe|io|co|eu|it|de|fr|es|uk|ie|us|ae|eg|sa|jp|br|pt|nl|ch|at|be"
_URL = regex.compile(
    rf"""https?://[^\s]*[^\s.,;:!?'")\]]
    | (?<![@\w.\-/]) (?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+ (?:{_DOMAINS}) (?![\w\-]) (?:/(?:[^\s]*[^\s.,;:!?'")\]])?)?
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3")
_CLUSTER = regex.compile(r"\X")


def weighted_length(text: str) -> int:
    """The weight of a text: URLs 23, an emoji sequence 2, Latin and kin 1, all else 2."""
    text = unicodedata.normalize("NFC", text)
    urls = _URL.findall(text)
    clusters = _CLUSTER.findall(_URL.sub("", text))
    return len(urls) * URL_WEIGHT + sum(_weight(cluster) for cluster in clusters)


def _weight(cluster: str) -> int:
    if _EMOJI.search(cluster):
        return 2
    return sum(1 if any(low <= ord(char) <= high for low, high in _LIGHT) else 2 for char in cluster)


@dataclass(frozen=True)
class Rewritten:
    """The text as X gives it back, with the `entities.urls` that explain its t.co links."""

    text: str
    urls: list[dict[str, object]]


def rewrite(tweet_id: str, text: str, media_keys: list[str]) -> Rewritten:
    """Wrap each URL in t.co, add one link for the media, and escape `&`, `<` and `>`."""
    pieces, urls, at = [], [], 0
    for number, match in enumerate(_URL.finditer(text)):
        pieces.append(_escape(text[at : match.start()]))
        given = match.group()
        expanded = given if given.lower().startswith("http") else f"http://{given}"
        urls.append(_entity("".join(pieces), _short_link(tweet_id, number), expanded))
        pieces.append(str(urls[-1]["url"]))
        at = match.end()
    pieces.append(_escape(text[at:]))
    if media_keys:
        pieces.append(" " if text else "")
        link = _entity("".join(pieces), _short_link(tweet_id, -1), f"https://x.com/i/status/{tweet_id}/photo/1")
        urls += [{**link, "media_key": key} for key in media_keys]
        pieces.append(str(link["url"]))
    return Rewritten("".join(pieces), urls)


def _entity(before: str, short: str, expanded: str) -> dict[str, object]:
    return {
        "start": len(before),
        "end": len(before) + len(short),
        "url": short,
        "expanded_url": expanded,
        "display_url": expanded.partition("://")[2][:26],
    }


def _short_link(tweet_id: str, number: int) -> str:
    return "https://t.co/" + hashlib.sha256(f"{tweet_id}/{number}".encode()).hexdigest()[:10]


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
