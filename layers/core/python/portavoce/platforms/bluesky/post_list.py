"""What the account has posted, from wherever, but for answers and what it repeats of others.

A post is of the moment when Bluesky saw it: what its author wrote as its moment may be any. Source: lexicons
app.bsky.feed.getAuthorFeed (`filter`, `cursor`), app.bsky.feed.defs#feedViewPost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portavoce.platforms.post_list import ListedPost, PostForm, PostPage
from portavoce.platforms.sightings import shown_moment, shown_rows, shown_text
from portavoce.platforms.webhook_json import objects, text

from .manifest import LISTING
from .thread import address_of, key_of

METHOD = "app.bsky.feed.getAuthorFeed"
_MEDIA = "app.bsky.embed."


def page_query(account: str, page: str | None) -> dict[str, str]:
    """What METHOD is asked for one page."""
    asked = {"actor": account, "filter": "posts_no_replies", "limit": str(LISTING.per_page)}
    return asked | ({"cursor": page} if page else {})


def read_page(account: str, body: Mapping[str, Any], since: datetime) -> PostPage:
    """The posts of an answer of METHOD since a moment. Raises ReadFailed."""
    rows = shown_rows(body.get("feed"), "Bluesky's answer")
    recent = [row for row in rows if shown_moment(_what_stands_there(row), "indexedAt") >= since]
    posts = [next(objects(row.get("post")), {}) for row in recent if not row.get("reason")]
    own = [one for one in posts if next(objects(one.get("author")), {}).get("did") == account]
    goes_on = len(recent) == len(rows)
    return PostPage(
        posts=tuple(_read(account, one) for one in own), next_page=text(body.get("cursor")) if goes_on else None
    )


def _what_stands_there(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """The post, or else the repeating of somebody's, which has a moment of its own."""
    return next(objects(row.get("reason") or row.get("post")), {})


def _read(account: str, post: Mapping[str, Any]) -> ListedPost:
    uri = shown_text(post, "uri")
    return ListedPost(
        remote_id=uri,
        url=address_of(account, key_of(uri)),
        published_at=shown_moment(post, "indexedAt"),
        form=_form(next(objects(post.get("embed")), {})),
    )


def _form(embed: Mapping[str, Any]) -> PostForm:
    """What is shown, by the name of its lexicon: `app.bsky.embed.images#view`. A quoted post counts as text."""
    shown = next(objects(embed.get("media")), embed)
    match (text(shown.get("$type")) or "").partition("#")[0].removeprefix(_MEDIA):
        case "images" | "gallery":
            return "carousel" if len(shown.get("images") or shown.get("items") or ()) > 1 else "image"
        case "video":
            return "video"
        case "external":
            return "link"
        case _:
            return "text"
