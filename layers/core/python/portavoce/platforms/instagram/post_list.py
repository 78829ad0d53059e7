"""What an account has posted, from wherever; stories are in no list of more than a day.

Source: Instagram Platform, IG User `media`, IG Media (`media_type`, `media_product_type`)."""

from collections.abc import Mapping
from typing import Any

from portavoce.platforms.graph.client import Graph
from portavoce.platforms.graph.post_list import OwnPosts
from portavoce.platforms.post_list import ListedPost, PostForm
from portavoce.platforms.sightings import shown_moment, shown_text
from portavoce.platforms.webhook_json import text

from .manifest import LISTING

_FIELDS = "id,timestamp,permalink,media_type,media_product_type"
_FORMS: Mapping[str, PostForm] = {"CAROUSEL_ALBUM": "carousel", "VIDEO": "video"}


def posts_of(graph: Graph, account_id: str) -> OwnPosts:
    """The account's media."""
    return OwnPosts(graph, f"{account_id}/media", _FIELDS, LISTING.per_page, _read)


def _read(row: Mapping[str, Any]) -> ListedPost:
    is_reel = row.get("media_product_type") == "REELS"
    return ListedPost(
        remote_id=shown_text(row, "id"),
        url=text(row.get("permalink")),
        published_at=shown_moment(row, "timestamp"),
        form="reel" if is_reel else _FORMS.get(shown_text(row, "media_type"), "image"),
    )
