"""A post as Bluesky stores it. The same part gives the same record at any time, so that storing it again is nothing.

Source: lexicons `app.bsky.feed.post`, `app.bsky.embed.images`, `app.bsky.embed.video`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from portavoce.platforms.contract import Image, OutgoingPost
from portavoce.platforms.text.sent_text import written_text

from .card import card
from .facets import facets
from .manifest import MANIFEST

POSTS = "app.bsky.feed.post"

Blob = Mapping[str, Any]
Reference = Mapping[str, str]
"""The address of a record and its content's identifier: `uri` and `cid`."""


class Words(NamedTuple):
    """A text as it is stored, its language as an ISO 639-1 code, and its moment."""

    text: str
    language: str | None
    at: datetime


def record(
    post: OutgoingPost,
    blobs: Sequence[Blob],
    dids: Mapping[str, str | None],
    reply: tuple[Reference, Reference] | None = None,
    *,
    with_thumb: bool = True,
) -> dict[str, Any]:
    """The record of a part: `blobs` are those of its media in order, `dids` the accounts that its text mentions,
    `reply` the first post of its thread and the post that it answers. Without `with_thumb` the picture of its link's
    page is left out.

    It is dated with its planned moment, not with the moment of the call, and each part a millisecond after the one
    before it, so that a profile shows them in their order."""
    moment = post.planned_at + timedelta(milliseconds=post.part)
    made = words_record(Words(sent_text(post), post.language, moment), dids, reply)
    if embed := _embed(post, blobs, with_thumb=with_thumb):
        made["embed"] = embed
    return made


def words_record(
    words: Words, dids: Mapping[str, str | None], reply: tuple[Reference, Reference] | None = None
) -> dict[str, Any]:
    """The record of words alone, dated with their moment. `dids` and `reply` are as in `record`."""
    at = words.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made: dict[str, Any] = {"$type": POSTS, "text": words.text, "createdAt": at}
    if words.language:
        made["langs"] = [words.language]
    if found := facets(words.text, dids):
        made["facets"] = found
    if reply:
        made["reply"] = {"root": dict(reply[0]), "parent": dict(reply[1])}
    return made


def sent_text(post: OutgoingPost) -> str:
    """The text as it is stored."""
    return written_text(MANIFEST, post.text, post.link, post.media)


def _embed(post: OutgoingPost, blobs: Sequence[Blob], *, with_thumb: bool) -> dict[str, Any] | None:
    """The video, the link's card, or the images."""
    if post.videos:
        [video], [blob] = post.videos, blobs
        described = {"alt": video.alt_text} if video.alt_text else {}
        return {"$type": "app.bsky.embed.video", "video": blob, "aspectRatio": _ratio(video)} | described
    if embed := card(post, blobs, with_thumb=with_thumb):
        return embed
    if blobs:
        images = [
            {"alt": image.alt_text, "image": blob, "aspectRatio": _ratio(image)}
            for image, blob in zip(post.images, blobs, strict=True)
        ]
        return {"$type": "app.bsky.embed.images", "images": images}
    return None


def _ratio(image: Image) -> dict[str, int]:
    return {"width": image.width, "height": image.height}
