"""Texts made comparable: what looks the same to a reader is the same to a rule."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from portavoce.platforms.text.links import is_host, is_two_sentences

_TATWEEL = "\u0640"
GENERIC_DOMAINS = (
    "com", "net", "org", "info", "biz", "xyz", "top", "shop", "site", "online", "store", "click", "link", "club",
)  # fmt: skip
"""Top-level domains that make a bare `name.tld` a link; any other needs a scheme, `www.` or a path to be one."""

# Letters that Arabic readers take for one another, and that Unicode does not decompose.
_LOOKALIKES = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "گ": "ك", "چ": "ج", "پ": "ب", "ڤ": "ف", "ة": "ه", "ۃ": "ه", "ہ": "ه"}
    | {"ء": "", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
    | {chr(first + digit): str(digit) for first in (0x0660, 0x06F0) for digit in range(10)}
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LINK = re.compile(
    rf"""(?<![\w@.-])(?:
        https?://[^\s<>"]+
      | www\.[^\s<>"]+
      | (?P<known>(?:[a-z0-9][a-z0-9-]*\.)+(?:{"|".join(GENERIC_DOMAINS)}))(?![\w-])(?:/[^\s<>"]*)?
      | (?P<any>(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{{2,}})/[^\s<>"]+
    )""",
    re.IGNORECASE | re.VERBOSE,
)


_PLAIN: dict[int, str | None] = {}
"""What each character that was met is folded to: looked up once, and translated at the speed of `str.translate`."""


def _plain_letter(letter: str) -> str | None:
    is_dropped = letter == _TATWEEL or unicodedata.category(letter) in {"Mn", "Cf"}
    return None if is_dropped else _LOOKALIKES.get(ord(letter), letter)


def fold(text: str) -> str:
    """The text without case, accents, vowel marks, tatweel, invisible characters and runs of space (NFKD)."""
    if text.isascii():
        return " ".join(text.casefold().translate(_LOOKALIKES).split())
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    _PLAIN.update({ord(letter): _plain_letter(letter) for letter in set(spread) if ord(letter) not in _PLAIN})
    return " ".join(spread.translate(_PLAIN).split())


@lru_cache(maxsize=256)
def phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of the words or phrases, whole, in folded text. Arabic ones also with and/in/for/the before them."""
    folded = sorted({fold(word) for word in words if fold(word)}, key=len, reverse=True)
    latin = [re.escape(word) for word in folded if not _ARABIC.search(word)]
    arabic = [re.escape(word) for word in folded if _ARABIC.search(word)]
    choices = [*latin, *([f"[وفبلك]?(?:ال)?(?:{'|'.join(arabic)})"] if arabic else [])]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)" if choices else r"(?!)")


def link_hosts(text: str) -> list[str]:
    """The hosts that the text links to, in lower case, in order; an e-mail address is no link."""
    visible = "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return [host for found in _LINK.finditer(visible) if _is_link(found) and (host := _host(found.group()))]


def without_links(text: str) -> str:
    """The text with each link taken out: the question mark in an address asks nothing."""
    return _LINK.sub(lambda found: " " if _is_link(found) else found.group(), text)


def _is_link(found: re.Match[str]) -> bool:
    """A full stop without the space behind it makes no link of two sentences."""
    if found["known"]:
        return not is_two_sentences(found["known"])
    return found["any"] is None or is_host(found["any"])


def _host(link: str) -> str | None:
    address = link if "://" in link else f"//{link}"
    try:
        return (urlsplit(address).hostname or "").removesuffix(".") or None
    except ValueError:
        return None
