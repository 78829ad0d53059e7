"""What a post will look like on its channel, for a person who decides on it. Pure."""

from collections.abc import Callable
from functools import partial

from pydantic import AwareDatetime

from portavoce.brands.model import Brand
from portavoce.platforms.contract import Poll
from portavoce.platforms.manifest import (
    Manifest,
    PostKind,
    Visibility,
)
from portavoce.platforms.rules.text_rule import TextRule
from portavoce.platforms.text.sent_text import is_card_picture, text_length, written_text
from portavoce.publishing.model import Content, Media, Publication
from portavoce.review.fold import find_fold
from portavoce.review.frames import Framing, frame_media
from portavoce.text_marks import Stretch, mark_text
from portavoce.value import Value

MediaUrl = Callable[[str], str]
"""An address at which a browser may fetch one media object for a short while."""


class MediaShown(Value):
    """One image or video; sizes in pixels. `cut`: its platform shows a part of it, until somebody opens it."""

    url: str
    is_video: bool
    width: int
    height: int
    alt_text: str
    cut: bool = False


class Passage(Value):
    """One post of a thread, or a first comment: its text exactly as it is sent, and its length as the platform counts.

    `limit` is 0 where the platform takes no text. `folds_at`: its feed shows so many characters before a reader asks
    for the rest; None where it shows all."""

    text: str
    stretches: tuple[Stretch, ...] = ()
    folds_at: int | None = None
    length: int = 0
    limit: int = 0
    media: tuple[MediaShown, ...] = ()
    framing: Framing = Framing("alone", None, ())


class Preview(Value):
    """One publication. `handle` is the account's public name, None where the brand's file knows only a number. `link`
    stands only where the platform shows it by itself; elsewhere it is part of the text. `has_card_picture`: the one
    image is that of the link's card."""

    platform: str
    title: str
    name: str
    handle: str | None
    channel: str
    kind: PostKind
    planned_at: AwareDatetime
    parts: tuple[Passage, ...]
    link: str | None
    has_card_picture: bool
    first_comment: Passage | None
    poll: Poll | None
    content_warning: str | None
    visibility: Visibility | None


def preview(publication: Publication, manifest: Manifest, brand: Brand, media_url: MediaUrl) -> Preview:
    """The publication as its platform will show it."""
    content = publication.content
    first = _first(content, manifest, media_url)
    rule = manifest.post.text
    thread = [
        _passage(part.text, manifest, rule, _media(part.media, manifest, "post", media_url)) for part in content.thread
    ]
    comment = content.first_comment
    return Preview(
        platform=manifest.name,
        title=manifest.title,
        name=brand.name,
        handle=_handle(brand, publication.channel),
        channel=publication.channel,
        kind=content.kind,
        planned_at=publication.planned_at,
        parts=(first, *thread),
        link=content.link if content.link and content.link not in first.text else None,
        has_card_picture=is_card_picture(manifest, content.link, content.media),
        first_comment=_passage(comment, manifest, manifest.first_comment) if comment else None,
        poll=content.poll,
        content_warning=content.content_warning,
        visibility=content.visibility,
    )


def _handle(brand: Brand, channel: str) -> str | None:
    """The account's name as people write it: an id that is a number is none."""
    known = brand.channel(channel)
    if known is None or not any(letter.isalpha() for letter in known.account_id):
        return None
    return f"@{known.account_id.removeprefix('@')}"


def _first(content: Content, manifest: Manifest, media_url: MediaUrl) -> Passage:
    sent = written_text(manifest, content.text, content.link, content.media)
    rule = manifest.kinds[content.kind].text if content.kind in manifest.kinds else None
    media = _media(content.media, manifest, content.kind, media_url)
    # Where there are content warnings, they count with the text.
    return _passage(sent, manifest, rule, media, counted=f"{content.content_warning or ''}{sent}")


_Media = tuple[tuple[MediaShown, ...], Framing]


def _passage(
    text: str, manifest: Manifest, rule: TextRule | None, media: _Media | None = None, counted: str | None = None
) -> Passage:
    shown, framed = media or ((), Framing("alone", None, ()))
    fold = find_fold(text, manifest.fold, partial(text_length, rule)) if manifest.fold and rule else None
    return Passage(
        text=text,
        stretches=tuple(mark_text(text, takes_link=manifest.links_addresses)),
        folds_at=fold,
        length=text_length(rule, text if counted is None else counted) if rule else 0,
        limit=rule.limit if rule else 0,
        media=shown,
        framing=framed,
    )


def _media(media: tuple[Media, ...], manifest: Manifest, kind: PostKind, media_url: MediaUrl) -> _Media:
    framed = frame_media(manifest, kind, media)
    shown = tuple(
        MediaShown(
            url=media_url(one.key),
            is_video=one.duration_ms is not None,
            width=one.width,
            height=one.height,
            alt_text=one.alt_text,
            cut=number < len(framed.cut) and framed.cut[number],
        )
        for number, one in enumerate(media)
    )
    return shown, framed
