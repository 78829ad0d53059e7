"""What a post will look like on its channel, for a person who decides on it. Pure."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import Kind, Manifest, TextRule, Visibility
from portavoce.platforms.sent_text import text_length, written_text
from portavoce.publishing.model import Content, Media, Publication
from portavoce.value import Value

MediaUrl = Callable[[str], str]
"""An address at which a browser may fetch one media object for a short while."""


class MediaShown(Value):
    """One image or video; sizes in pixels."""

    url: str
    is_video: bool
    width: int
    height: int
    alt_text: str


class Passage(Value):
    """One post of a thread, or a first comment: its text exactly as it is sent, and its length as the platform counts.

    `limit` is 0 where the platform takes no text."""

    text: str
    length: int = 0
    limit: int = 0
    media: tuple[MediaShown, ...] = ()


class Preview(Value):
    """One publication. `when` is wall time in the brand's zone, with the zone named. `link` stands only where the
    platform shows it by itself; elsewhere it is part of the text."""

    platform: str
    channel: str
    kind: Kind
    planned_at: AwareDatetime
    when: str
    parts: tuple[Passage, ...]
    link: str | None
    first_comment: Passage | None
    poll: Poll | None
    content_warning: str | None
    visibility: Visibility | None


def preview(publication: Publication, manifest: Manifest, zone: str, media_url: MediaUrl) -> Preview:
    """The publication as its platform will show it. `zone` is the brand's, an IANA name."""
    content = publication.content
    first = _first(content, manifest, media_url)
    rule = manifest.post.text
    thread = [_passage(part.text, rule, _shown(part.media, media_url)) for part in content.thread]
    comment = content.first_comment
    return Preview(
        platform=manifest.title,
        channel=publication.channel,
        kind=content.kind,
        planned_at=publication.planned_at,
        when=f"{publication.planned_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})",
        parts=(first, *thread),
        link=content.link if content.link and content.link not in first.text else None,
        first_comment=_passage(comment, manifest.first_comment) if comment else None,
        poll=content.poll,
        content_warning=content.content_warning,
        visibility=content.visibility,
    )


def _first(content: Content, manifest: Manifest, media_url: MediaUrl) -> Passage:
    sent = written_text(manifest, content.text, content.link, content.media)
    rule = manifest.kinds[content.kind].text if content.kind in manifest.kinds else None
    # Where there are content warnings, they count with the text.
    counted = f"{content.content_warning or ''}{sent}"
    media = _shown(content.media, media_url)
    if rule is None:
        return Passage(text=sent, media=media)
    return Passage(text=sent, length=text_length(rule, counted), limit=rule.limit, media=media)


def _passage(text: str, rule: TextRule | None, media: tuple[MediaShown, ...] = ()) -> Passage:
    if rule is None:
        return Passage(text=text, media=media)
    return Passage(text=text, length=text_length(rule, text), limit=rule.limit, media=media)


def _shown(media: tuple[Media, ...], media_url: MediaUrl) -> tuple[MediaShown, ...]:
    return tuple(
        MediaShown(
            url=media_url(one.key),
            is_video=one.duration_ms is not None,
            width=one.width,
            height=one.height,
            alt_text=one.alt_text,
        )
        for one in media
    )
