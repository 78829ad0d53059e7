"""What a row says, as a publication holds it, and what tells two versions of it apart. Pure."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from portavoce.planning.model import Aspect, MediaFacts, PostRow
from portavoce.publishing.model import Content, Media, Part, Publication, asks_alike, keeps_time


def content_of(row: PostRow) -> Content:
    """The content of one row."""
    return Content(
        kind=row.kind,
        text=row.text,
        link=row.link,
        media=_plain_media(row.media),
        thread=tuple(Part(text=part.text, media=_plain_media(part.media)) for part in row.thread),
        first_comment=row.first_comment,
        poll=row.poll,
        content_warning=row.content_warning,
        visibility=row.visibility,
        language=row.language,
        pillar=row.pillar,
        campaign=row.campaign,
        product=row.product,
    )


def content_hash(content: Content) -> str:
    """SHA-256, in hexadecimal, of the content as JSON with sorted keys and no spaces, what is not set left out: so that
    a field that is new to the product changes nothing that stands. Of media only what they are named: a newer encoder
    may make the same image of another size, and nobody needs a new version of the post for that."""
    media = {"__all__": _MEASURES}
    by_part: Any = {"media": media, "thread": {"__all__": {"media": media}}}
    document = content.model_dump(mode="json", exclude_defaults=True, exclude=by_part)
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def aspects(before: Publication, after: Publication) -> tuple[Aspect, ...]:
    """What differs between a publication and its new version."""
    old, new = before.content, after.content
    pictures_before, pictures_after = _pictures(old), _pictures(new)
    differs: dict[Aspect, bool] = {
        "time": (before.wall_time, before.zone) != (after.wall_time, after.zone) or not keeps_time(before, after),
        "media": pictures_before != pictures_after,
        "alt_text": pictures_before == pictures_after and _alt_texts(old) != _alt_texts(new),
        "thread": [part.text for part in old.thread] != [part.text for part in new.thread],
        "allow": not set(after.allows) <= set(before.allows),
        "approval": not asks_alike(before, after),
    }
    for aspect in _FIELDS:
        differs[aspect] = getattr(old, aspect) != getattr(new, aspect)
    return tuple(aspect for aspect, found in differs.items() if found)


_MEASURES = {"size_bytes", "width", "height"}
_FIELDS: tuple[Aspect, ...] = (
    "kind",
    "text",
    "link",
    "first_comment",
    "poll",
    "content_warning",
    "visibility",
    "language",
    "pillar",
    "campaign",
    "product",
    "tracked_links",
)


def _plain_media(media: Sequence[MediaFacts]) -> tuple[Media, ...]:
    return tuple(Media.model_validate(one.model_dump(include=set(Media.model_fields))) for one in media)


def _media(content: Content) -> list[tuple[Media, ...]]:
    return [content.media, *(part.media for part in content.thread)]


def _alt_texts(content: Content) -> list[list[str]]:
    return [[one.alt_text for one in media] for media in _media(content)]


def _pictures(content: Content) -> list[list[str]]:
    return [[one.key for one in media] for media in _media(content)]
