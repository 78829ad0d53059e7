"""The card of a link in a part: made of what the link's page says of itself, once, before the part leaves.

Without its page a link has no card, and nothing waits for it. Source: lexicon `app.bsky.embed.external`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.text.links import find_links
from portavoce.platforms.text.sent_text import is_card_picture
from portavoce.platforms.text.web_page import LinkedPage, PageUnread, PageWish

from .api import BlueskyApi
from .manifest import MANIFEST

_CARD = "card"
_MOST_THUMB_BYTES = MANIFEST.link_card.max_thumb_bytes if MANIFEST.link_card else 0
_LATE_SECONDS = 2.0
"""How long a post that was not prepared ahead, such as one that is sent by hand, may wait for its card: nobody sees two
seconds, and everybody a link without its card."""


def carded_link(post: OutgoingPost) -> str | None:
    """The link whose card stands under the part: its own, else the first in its text. Media take a card's place, unless
    the one image is the picture of the part's own link."""
    if post.link and (not post.media or is_card_picture(MANIFEST, post.link, post.media)):
        return post.link
    return None if post.media else next((one.address for one in find_links(post.text)), None)


def bring_card(http: Http, api: BlueskyApi, post: OutgoingPost, keep: Keep) -> None:
    """Reads the page and uploads its picture, and keeps what came of it: it is tried once and never fails."""
    link = carded_link(post)
    if link is None or _CARD in post.handles:
        return
    # Of a thread that should have left only the first part may keep the others waiting.
    most, late = 0 if post.media else _MOST_THUMB_BYTES, 0 if post.part else _LATE_SECONDS
    try:
        kept = _upload(api, http.read_link(PageWish(link, most, post.planned_at, late)))
    except PageUnread as unread:
        kept = {"missing": f"Its link has no card of its page: {unread}."}
    keep(_CARD, json.dumps(kept))


def _upload(api: BlueskyApi, page: LinkedPage) -> dict[str, Any]:
    words = {"title": page.title, "description": page.description}
    if page.picture is None:
        return words | ({"missing": f"The card of its link has no picture: {page.missing}."} if page.missing else {})
    made = api.procedure("com.atproto.repo.uploadBlob", content=page.picture)
    if isinstance(made, Answer) and isinstance(made.body.get("blob"), dict):
        return words | {"thumb": made.body["blob"]}
    return words | {"missing": "The card of its link has no picture: Bluesky did not take it."}


def card(post: OutgoingPost, blobs: Sequence[Mapping[str, Any]], *, with_thumb: bool = True) -> dict[str, Any] | None:
    """The embed; None for a part without one. The part's own link is shown by its host where its page was not read. A
    person's picture for it, in `blobs`, goes before the page's: it has no alternative text of its own there, so that
    the card's description says it."""
    link, page = carded_link(post), _page(post)
    if link is None or not (post.link or page.get("title") or "thumb" in page):
        return None
    made = {"uri": link, "title": page.get("title") or urlsplit(link).hostname or link}
    made |= {"description": page.get("description", "")}
    if "thumb" in page and with_thumb:
        made |= {"thumb": page["thumb"]}
    for image, blob in zip(post.images, blobs, strict=True):
        made |= {"description": image.alt_text or made["description"], "thumb": blob}
    return {"$type": "app.bsky.embed.external", "external": made}


def card_note(post: OutgoingPost) -> str | None:
    """What the link's card is missing, as a sentence."""
    return _page(post).get("missing") if carded_link(post) else None


def _page(post: OutgoingPost) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(post.handles.get(_CARD, "{}"))
    return found
