"""A post as Bluesky stores it. The same post gives the same record at any time, so that storing it again is nothing.

Source: lexicons `app.bsky.feed.post`, `app.bsky.embed.images`, `app.bsky.embed.external`."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from portavoce.platforms.composing import composed_text
from portavoce.platforms.contract import Image, OutgoingPost

from .facets import facets
from .manifest import MANIFEST

POSTS = "app.bsky.feed.post"


def record(post: OutgoingPost, blobs: Sequence[Mapping[str, Any]], dids: Mapping[str, str | None]) -> dict[str, Any]:
    """The record of a post: `blobs` are those of its images in order, `dids` the accounts that its text mentions.

    It is dated with its planned moment, not with the moment of the call."""
    text = sent_text(post)
    at = post.planned_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    made: dict[str, Any] = {"$type": POSTS, "text": text, "createdAt": at}
    if found := facets(text, dids):
        made["facets"] = found
    if embed := _embed(post, blobs):
        made["embed"] = embed
    return made


def sent_text(post: OutgoingPost) -> str:
    """The text as it is stored."""
    return composed_text(MANIFEST, post.text, post.link, has_media=bool(post.media))


def _embed(post: OutgoingPost, blobs: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Images, or the link's card. The card is titled with the link's host: the page itself is not fetched."""
    if blobs:
        images = [_image(image, blob) for image, blob in zip(post.images, blobs, strict=True)]
        return {"$type": "app.bsky.embed.images", "images": images}
    if post.link:
        card = {"uri": post.link, "title": urlsplit(post.link).hostname or post.link, "description": ""}
        return {"$type": "app.bsky.embed.external", "external": card}
    return None


def _image(image: Image, blob: Mapping[str, Any]) -> dict[str, Any]:
    ratio = {"width": image.width, "height": image.height}
    return {"alt": image.alt_text, "image": blob, "aspectRatio": ratio}
