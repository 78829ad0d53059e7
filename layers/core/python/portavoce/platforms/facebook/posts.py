"""What stands in a Page's feed without moving: text, a link, photos."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portavoce.platforms.contract import Image, Keep, OutgoingPost, ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph, Made, Unfinished
from portavoce.platforms.graph.errors import GraphFailure
from portavoce.platforms.outcomes import (
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    ReleaseOutcome,
    Unclear,
    Unknown,
)
from portavoce.platforms.sightings import Sighting, judge_sightings, shown_moment, shown_text
from portavoce.platforms.text.sent_text import composed_text, normalise_text

from .manifest import MANIFEST

CLOCK_SKEW = timedelta(seconds=60)
_PART = "media_type,type,target{id}"
# What an album holds has no media_type unless it is asked for; `type` is among what Meta gives unasked.
_LOOKED_AT = f"id,message,created_time,permalink_url,attachments{{{_PART},subattachments{{{_PART}}}}}"


class _Seen(NamedTuple):
    """What tells one post from another. `ids` are those of its photos and videos, where they are shown."""

    text: str
    photos: int
    videos: int
    ids: frozenset[str]


@dataclass(frozen=True)
class Posts:
    """Publisher of texts, links and photos of one Page."""

    graph: Graph
    page_id: str

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        """Several photos are uploaded unpublished: nobody sees them until a post attaches them."""
        if len(post.images) == 1:
            return Ready()
        return upload_photos(self.graph, self.page_id, post, keep) or Ready()

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        """One call: text and link, one photo, or text with the photos that `prepare` uploaded."""
        text = text_of(post)
        if len(post.images) == 1:
            form = {"message": text, **_photo(post.images[0])}
            return _release_outcome(self.graph.create(f"{self.page_id}/photos", form), "post_id")
        form = {"message": text} if text else {}
        if post.images:
            photos = [post.handles.get(photo_handle(index)) for index in range(len(post.images))]
            if None in photos:
                return NotReady(retry_after_seconds=1)
            form["attached_media"] = json.dumps([{"media_fbid": photo} for photo in photos])
        elif post.link:
            form["link"] = post.link
        return _release_outcome(self.graph.create(f"{self.page_id}/feed", form), "id")

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        """Looks for the same text with as many photos among what the Page published since the attempt."""
        since = attempted_at - CLOCK_SKEW
        query = {"fields": _LOOKED_AT, "since": str(int(since.timestamp())), "limit": "100"}
        photos = frozenset(kept for index in range(len(post.images)) if (kept := post.handles.get(photo_handle(index))))
        wanted = (normalise_text(text_of(post)), len(post.images), 0)
        sightings = []
        try:
            for row in self.graph.rows(f"{self.page_id}/published_posts", query):
                seen = _read_post(row)
                remote_id, url = shown_text(row, "id"), row.get("permalink_url")
                sightings.append(
                    Sighting(
                        remote_id=remote_id,
                        url=url,
                        at=shown_moment(row, "created_time"),
                        is_taken=post.is_taken(remote_id, url),
                        is_proven=bool(photos) and photos == seen.ids,
                        is_alike=seen[:3] == wanted,
                    )
                )
        except (ReadFailed, ReadRefused) as failed:
            return Unclear(reason=str(failed))
        return judge_sightings(sightings)


def upload_photos(graph: Graph, page_id: str, post: OutgoingPost, keep: Keep) -> Unfinished | None:
    """Uploads every photo that has no handle yet, unpublished; None when all are there."""
    for index, image in enumerate(post.images):
        if photo_handle(index) in post.handles:
            continue
        made = graph.uploaded_id(f"{page_id}/photos", {"published": "false", **_photo(image)})
        if not isinstance(made, str):
            return made
        keep(photo_handle(index), made)
    return None


def photo_handle(index: int) -> str:
    """The name under which an uploaded photo's id is kept."""
    return f"photo_{index}"


def text_of(post: OutgoingPost) -> str:
    """The text as it is sent."""
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _photo(image: Image) -> dict[str, str]:
    return {"url": image.url} | ({"alt_text_custom": image.alt_text} if image.alt_text else {})


def _release_outcome(made: Made | GraphFailure, name: str) -> ReleaseOutcome:
    if not isinstance(made, Made):
        return made
    remote_id = made.body.get(name)
    if not remote_id:
        return Unknown(reason="Meta's answer names no post")
    url = f"https://www.facebook.com/{remote_id}"
    return Published(remote_id=str(remote_id), url=url, rest_seconds=made.rest_seconds)


def _read_post(row: Mapping[str, Any]) -> _Seen:
    """Raises ReadFailed when the row does not show what is on the post; one without words has no `message`."""
    attachments = row.get("attachments", {}).get("data", ())
    parts = [part for one in attachments for part in _parts(one)]
    kinds = [_kind(part) for part in parts]
    ids = (part.get("target", {}).get("id") for part in parts)
    return _Seen(
        normalise_text(row.get("message", "")),
        kinds.count("photo"),
        kinds.count("video"),
        frozenset(str(one) for one in ids if one),
    )


def _parts(attachment: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    inside = attachment.get("subattachments", {}).get("data")
    if inside is None and "album" in (attachment.get("media_type"), attachment.get("type")):
        raise ReadFailed("Facebook does not show what is in an album")
    return (attachment,) if inside is None else inside


def _kind(part: Mapping[str, Any]) -> str:
    """`photo`, `video` or another; `type` says `video_inline` and the like of a video."""
    named = str(part.get("media_type") or part.get("type") or "")
    if not named:
        raise ReadFailed("Facebook does not show what is on a post")
    return named.partition("_")[0]
