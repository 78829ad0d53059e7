"""Links of a post, replaced by addresses of ours that count who follows them. Pure.

Only what is written with its scheme is replaced: a domain that stands in a sentence as a name stays one."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from portavoce.brands.model import Brand, Channel
from portavoce.platforms.manifest import Manifest
from portavoce.platforms.text.links import find_links
from portavoce.publishing.model import Content, TrackedLink
from portavoce.visits.model import CODE_TAG

LINK_PATH = "/l/"
MAX_TARGET = 2000
"""Characters: what every browser and platform takes as an address."""
_PLACES = re.compile(r"\{(\w+)\}")


class LinkMaker(NamedTuple):
    """How links are made: `base` is the stage's own address, `new_code` makes a code that nobody can guess."""

    base: str
    new_code: Callable[[], str]


class LinkPlace(NamedTuple):
    """Where a link stands: the brand, one of its channels, and the post."""

    brand: Brand
    channel: Channel
    post: str


def tracks_links(brand: Brand, channel: Channel, manifest: Manifest) -> bool:
    """Whether links on this channel are counted: where a post with a link costs money only if the channel says so."""
    if not manifest.links_addresses or not brand.links.track:
        return False
    return manifest.fees is None if channel.track_links is None else channel.track_links


def replace_links(content: Content, place: LinkPlace, maker: LinkMaker, known: Iterable[TrackedLink]) -> Content:
    """The content with an address of ours for each of its links; `known` are those of this post, whose addresses
    stay."""
    domain = place.brand.links.domain
    replacement = _Replacement(
        base=(f"https://{domain}" if domain else maker.base) + LINK_PATH,
        new_code=maker.new_code,
        tags=_fill_tags(place, content),
        sites=place.brand.visits.sites,
        known={one.written: one.address for one in known},
    )
    replace = replacement.replace_in
    changed = content.model_copy(
        update={
            "text": replace(content.text),
            "link": content.link and replacement.address_of(content.link),
            "thread": tuple(one.model_copy(update={"text": replace(one.text)}) for one in content.thread),
            "first_comment": content.first_comment and replace(content.first_comment),
        }
    )
    return changed.model_copy(update={"tracked_links": tuple(replacement.made.values())})


@dataclass
class _Replacement:
    """The links of one post as they are replaced, each once."""

    base: str
    new_code: Callable[[], str]
    tags: Mapping[str, str]
    sites: Collection[str]
    known: Mapping[str, str]
    made: dict[str, TrackedLink] = field(default_factory=dict)

    def replace_in(self, text: str) -> str:
        for link in reversed(list(find_links(text))):
            if text[link.start : link.end] == link.address:
                text = text[: link.start] + self.address_of(link.address) + text[link.end :]
        return text

    def address_of(self, written: str) -> str:
        if written.startswith(self.base) or not can_lead_to(written):
            return written
        if written not in self.made:
            stands = self.known.get(written, "")
            address = stands if stands.startswith(self.base) else self.base + self.new_code()
            parts = urlsplit(written)
            tells = f"{parts.scheme}://{parts.netloc}".lower() in self.sites
            code = {CODE_TAG: address.rpartition("/")[2]} if tells else {}
            target = add_tags(written, {**self.tags, **code})
            self.made[written] = TrackedLink(address=address, written=written, target=target)
        return self.made[written].address


def has_link(content: Content) -> bool:
    """Whether the post itself, or a part of its thread, holds a link."""
    texts = (content.text, *(one.text for one in content.thread))
    return content.link is not None or any(next(find_links(text), None) for text in texts)


def can_lead_to(address: str) -> bool:
    """Whether a link of ours may lead there: to a page on the web, with nobody's name or password before its host."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
    return plain and len(address) <= MAX_TARGET and address.isprintable() and " " not in address and "\\" not in address


def add_tags(address: str, tags: Mapping[str, str]) -> str:
    """The address with those tags that it has not; what its query holds stays as it is written."""
    parts = urlsplit(address)
    has = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    added = urlencode({name: value for name, value in tags.items() if value and name not in has})
    return urlunsplit(parts._replace(query="&".join(one for one in (parts.query, added) if one)))


def _fill_tags(place: LinkPlace, content: Content) -> dict[str, str]:
    names = {
        "platform": place.channel.platform,
        "channel": place.channel.id,
        "campaign": content.campaign or "",
        "pillar": content.pillar or "",
        "post": place.post,
    }
    utm = place.brand.links.utm
    return {f"utm_{name}": _fill(template, names).lower() for name, template in utm}


def _fill(template: str, names: Mapping[str, str]) -> str:
    if (wanted := _PLACES.findall(template)) and not any(names[name] for name in wanted):
        return ""
    return _PLACES.sub(lambda place: names[place[1]], template).strip()
