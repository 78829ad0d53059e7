"""How long a text is, as each platform counts it. `TextRule.counted_as` names one of the counters."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import regex

_LINK_WEIGHT, _EMOJI_WEIGHT = 23, 2
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

# Shown as emoji by themselves, and yet often followed by the sign that asks for it.
_MAY_ASK = (
    r"\u231A\u231B\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26D4"
    r"\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2757\u2B1B\u2B1C\u2B50\u2B55\U0001F004\U0001F21A\U0001F22F"
)
_EMOJI = rf"""
    \p{{Regional_Indicator}}{{2}}
  | [0-9\x23*]\uFE0F?\u20E3
  | \U0001F3F4[\U000E0020-\U000E007E]+\U000E007F
  | (?:\p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}} | [{_MAY_ASK}]\uFE0F | \p{{Emoji_Presentation}}
      | [\p{{Emoji}}--\p{{Emoji_Presentation}}--[0-9\x23*]]\uFE0F)
    (?:\u200D (?:\p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}} | [\p{{Emoji}}--[0-9\x23*]]\uFE0F?))*
"""

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_LATIN = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289"
    r"\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
# What Mastodon takes for the name of an account elsewhere (mastodon/mastodon, Account::MENTION_RE).
_MENTION = r"(?<![=/\w])(@[a-z0-9_]++(?:[.\-]++[a-z0-9_]++)*+)@\w++(?:[.\-]++\w++)*+"
_DIRECTION = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_IN_DOMAIN = rf"[^\s!'\x23%&()*+,\\\-./:;<=>?@\[\]\^_{{|}}~$\u180E\uFFFE\uFEFF\uFFFF{_DIRECTION}]"
# RFC 1035, 2.3.4: a label has at most 63 letters. Without that bound each letter of a long run would be tried as the
# beginning of a domain that reaches to the run's end.
_LABEL = rf"(?=(?:{_IN_DOMAIN}|[_\-]){{1,63}}+\.)"
# Far more subdomains than any host has; without a bound, a text of dots takes minutes.
_MOST_SUBDOMAINS = 8
_TOP_LEVEL = r"(?:\L<top_level>(?=[^0-9a-z@+\-]|$)|xn--[\-0-9a-z]+)"
_IN_PATH = rf"[a-z\u0400-\u04FF0-9!*';:=+,.$/%\x23\[\]\-\u2013_~@|&{_LATIN}]"
_IN_BRACKETS = rf"\((?:{_IN_PATH}+|{_IN_PATH}*\({_IN_PATH}+\){_IN_PATH}*)\)"
_PATH_END = rf"(?:[+\-a-z\u0400-\u04FF0-9=_\x23/{_LATIN}]|{_IN_BRACKETS})"
_LINK = rf"""
    (?P<before>[^a-z0-9@＠$\x23＃\uFFFE\uFEFF\uFFFF]|[{_DIRECTION}]|^)
    (?P<link>
        (?P<scheme>https?://)?
        (?P<domain>
            (?:{_LABEL}{_IN_DOMAIN}++(?:[_\-]++{_IN_DOMAIN}++)*+\.){{0,{_MOST_SUBDOMAINS}}}
            {_LABEL}{_IN_DOMAIN}++(?:-++{_IN_DOMAIN}++)*+\.
            {_TOP_LEVEL}
        )
        (?::[0-9]+)?
        (?P<path>/(?:{_IN_PATH}*(?:{_IN_BRACKETS}{_IN_PATH}*)*{_PATH_END}|@{_IN_PATH}+/)*)?
        (?P<query>\?[a-z0-9!?*'@();:&=+$/%\x23\[\]\-_.,~|]*[a-z0-9\-_&=\x23/])?
    )
"""


def characters(text: str) -> int:
    """Unicode code points: what a platform that says "characters" and no more is taken to mean."""
    return len(text)


def graphemes(text: str) -> int:
    """What a reader calls characters: extended grapheme clusters (UAX #29)."""
    return len(_regex().findall(r"\X", text))


def mastodon_length(text: str) -> int:
    """Mastodon's length: graphemes, a link with its scheme as 23, `@name@host` as `@name`.

    Source: mastodon/mastodon, StatusLengthValidator. Mastodon takes more letters in a path than twitter-text does, so
    that a link of such letters is found longer here than there, never shorter."""
    lowered = text.translate(_LOWER)
    parts, at = [], 0
    for start, end in _links(lowered):
        if lowered.startswith(("http://", "https://"), start):
            parts += [without_hosts(text[at:start]), "x" * _LINK_WEIGHT]
            at = end
    return graphemes("".join(parts) + without_hosts(text[at:]))


def without_hosts(text: str) -> str:
    """The text with each `@name@host` as Mastodon counts and shows it: `@name`."""
    found: str = _mention_pattern().sub(r"\1", text)
    return found


def x_length(text: str) -> int:
    """X's weighted length: twitter-text 3.1.0, configuration version 3, with its list of top-level domains."""
    text = unicodedata.normalize("NFC", text)
    links = dict(_links(text.translate(_LOWER)))
    emoji = {match.start(): match.end() for match in _emoji_pattern().finditer(text)}
    length = at = 0
    while at < len(text):
        if at in links:
            length, at = length + _LINK_WEIGHT, links[at]
        elif at in emoji:
            length, at = length + _EMOJI_WEIGHT, emoji[at]
        else:
            length, at = length + _weight(text[at]), at + 1
    return length


@cache
def top_level_domains() -> frozenset[str]:
    """Top-level domains as twitter-text 3.1.0 lists them; X counts a younger one letter by letter."""
    return frozenset((Path(__file__).parent / "top_level_domains.txt").read_text("utf-8").split())


def _weight(character: str) -> int:
    return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2


def _links(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each link in a text without Latin capitals (matching both cases takes a hundred times as long).

    Without a scheme only the Latin part of a domain is a link."""
    for match in _link_pattern().finditer(text):
        if match["scheme"]:
            yield match.span("link")
            continue
        if match["before"] and match["before"] in "-_./":
            continue
        spans = [found.span() for found in _bare_domain_pattern().finditer(text, *match.span("domain"))]
        for number, (start, end) in enumerate(spans, 1):
            goes_on = number == len(spans) and match["path"]
            yield start, match.end("link") if goes_on else end


@cache
def _regex() -> Any:
    """Imported when a text is first counted by signs: most of what is published was counted when it was planned."""
    return import_module("regex")


def _compile(pattern: str, *flags: str, **lists: Any) -> "regex.Pattern[str]":
    compiled: regex.Pattern[str] = _regex().compile(pattern, sum(getattr(_regex(), one) for one in flags), **lists)
    return compiled


@cache
def _emoji_pattern() -> "regex.Pattern[str]":
    return _compile(_EMOJI, "VERBOSE", "VERSION1")


@cache
def _mention_pattern() -> "regex.Pattern[str]":
    return _compile(_MENTION, "IGNORECASE")


@cache
def _link_pattern() -> "regex.Pattern[str]":
    return _compile(_LINK, "VERBOSE", top_level=top_level_domains())


@cache
def _bare_domain_pattern() -> "regex.Pattern[str]":
    return _compile(rf"(?:[\-a-z0-9{_LATIN}]++\.)+{_TOP_LEVEL}", top_level=top_level_domains())


COUNTERS: Mapping[str, Callable[[str], int]] = {
    "bytes": lambda text: len(text.encode()),
    "characters": characters,
    "graphemes": graphemes,
    "shortened": mastodon_length,
    "weighted": x_length,
}
"""The counters by the name that a manifest gives them."""
