"""What is wrong with a draft, before a person sends it. Pure.

A typed answer is held to its platform's length by the platform; a draft is held to it here, and to more."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from portavoce.brands.model import Brand
from portavoce.community import plain_text
from portavoce.community.drafts.model import DraftFlag, FlagKind, Stop, Written
from portavoce.contained_text import contain_text
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.links import find_links
from portavoce.platforms.text.tags import count_over
from portavoce.platforms.text.text_length import COUNTERS

_MARKUP = re.compile(
    r"</?[a-z!][^>\n]*>|\*\*|__|```|^#{1,6} |\[[^\]\n]*\]\([^)\n]*\)|&[#\w]+;", re.IGNORECASE | re.MULTILINE
)
_MENTION = re.compile(r"(?<![\w@/.])[@＠]\w[\w.]*")
_MOST_SHOWN = 60


def clean_draft(text: str) -> str:
    """The text without what steers a terminal or a page, and without the quotation marks of a whole answer."""
    plain = contain_text(text).strip()
    for first, last in (('"', '"'), ("“", "”"), ("«", "»")):
        if len(plain) > 1 and plain.startswith(first) and plain.endswith(last) and first not in plain[1:-1]:
            return plain[1:-1].strip()
    return plain


def find_flags(written: Written, text: str, rule: TextRule, brand: Brand) -> Iterator[DraftFlag]:
    """What a person is to look at in the draft `text` that was made of what was written."""
    if written.stop is Stop.CUT:
        yield DraftFlag(kind=FlagKind.CUT, says="It breaks off: the model had no room for more.")
    yield from _find_lengths(text, rule)
    for word in (*brand.inbox.drafts.avoid, *brand.triage.hide_keywords):
        if plain_text.phrases((word,)).search(plain_text.fold(text)):
            yield DraftFlag(
                kind=FlagKind.AVOIDED_WORD, says=f"It says a word that the brand avoids: {word}.", found=word
            )
    is_own = _own_hosts(brand)
    for host in dict.fromkeys(_hosts(text)):
        if not is_own(host):
            says = f"It links to a site that is not the brand's: {host}."
            yield DraftFlag(kind=FlagKind.FOREIGN_LINK, says=says, found=host)
    for name in dict.fromkeys(_MENTION.findall(text)):
        yield DraftFlag(kind=FlagKind.MENTION, says=f"It names an account: {_shorten(name)}.", found=_shorten(name))
    if marked := _MARKUP.search(text):
        found = _shorten(marked[0])
        yield DraftFlag(
            kind=FlagKind.MARKUP, says=f"It holds markup, which is shown as it stands: {found}", found=found
        )
    if contain_text(written.text) != written.text:
        yield DraftFlag(kind=FlagKind.STEERED, says="It held signs that steer a screen; they were taken out.")


def _find_lengths(text: str, rule: TextRule) -> Iterator[DraftFlag]:
    """What the platform would refuse it for."""
    length = COUNTERS[rule.counted_as](text)
    if length > rule.limit:
        says = f"It is too long for the platform: {length} of {rule.limit} characters."
        yield DraftFlag(kind=FlagKind.TOO_LONG, says=says, found=f"{length}/{rule.limit}")
    size = len(text.encode())
    if rule.max_bytes and size > rule.max_bytes:
        says = f"It is too long for the platform: {size} of {rule.max_bytes} bytes."
        yield DraftFlag(kind=FlagKind.TOO_LONG, says=says, found=f"{size}/{rule.max_bytes}")
    for found, what, most in count_over(text, rule):
        yield DraftFlag(
            kind=FlagKind.TOO_LONG,
            says=f"It has {found} {what}, and the platform takes {most}.",
            found=f"{found}/{most}",
        )


def _own_hosts(brand: Brand) -> Callable[[str], bool]:
    landing = (urlsplit(one.landing_page).hostname for one in brand.products if one.landing_page)
    own = {one.casefold() for one in (*brand.triage.own_domains, *landing, brand.links.domain) if one}
    return lambda host: any(host == one or host.endswith(f".{one}") for one in own)


def _hosts(text: str) -> Iterator[str]:
    """The hosts of all that either of our readers of links takes for one: what a platform would make a link of."""
    yield from plain_text.link_hosts(text)
    for link in find_links(text):
        try:
            host = urlsplit(link.address).hostname
        except ValueError:
            host = None
        yield (host or link.address[:_MOST_SHOWN]).casefold()


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"
