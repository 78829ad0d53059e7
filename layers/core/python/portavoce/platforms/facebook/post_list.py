"""What a Page has posted, from wherever. Source: Graph API v26.0, Page `published_posts`, Page Post, Attachment."""

from collections.abc import Mapping
from typing import Any

from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.post_list import OwnPosts
from portavoce.platforms.post_list import ListedPost, PostForm
from portavoce.platforms.sightings import shown_moment, shown_text
from portavoce.platforms.webhook_json import objects, text

from .manifest import LISTING

_FIELDS = "id,created_time,permalink_url,attachments{media_type,type}"
_FORMS: Mapping[str, PostForm] = {"album": "carousel", "photo": "image", "link": "link", "share": "link"}


def posts_of(graph: Graph, page_id: str) -> OwnPosts:
    """The Page's posts."""
    return OwnPosts(graph, f"{page_id}/published_posts", _FIELDS, LISTING.per_page, _read)


def _read(row: Mapping[str, Any]) -> ListedPost:
    return ListedPost(
        remote_id=shown_text(row, "id"),
        url=text(row.get("permalink_url")),
        published_at=shown_moment(row, "created_time"),
        form=_form(row),
    )


def _form(row: Mapping[str, Any]) -> PostForm:
    """Of a reel its address alone tells that it is one."""
    if "/reel/" in (text(row.get("permalink_url")) or ""):
        return "reel"
    attached = next(objects(next(objects(row.get("attachments")), {}).get("data")), {})
    named = text(attached.get("media_type")) or text(attached.get("type")) or ""
    if named.startswith("video"):
        return "video"
    return _FORMS.get(named, "text")
