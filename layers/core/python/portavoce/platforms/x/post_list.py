"""What the account has posted, from wherever. Each post that is shown is billed.

Source: X API v2, User Posts timeline (`exclude`, `until_id`; of what is not a reply the latest 800), Pricing (owned
reads)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from portavoce.platforms.post_list import ListedPost, PostForm, PostPage
from portavoce.platforms.sightings import shown_moment, shown_rows, shown_text
from portavoce.platforms.webhook_json import objects

from .api import XApi
from .manifest import LISTING
from .timeline import address_of

_FIELDS = "created_at,entities,attachments"
_PHOTO = "3"
"""How the key of a photo begins: media keys are the kind of the medium, an underscore, and its id."""


def list_page(api: XApi, user_id: str, since: datetime, page: str | None) -> PostPage:
    """One page, newest first; `page` is the id of the post that stands after it. Raises ReadFailed, ReadRefused."""
    query = {
        "tweet.fields": _FIELDS,
        "exclude": "replies,retweets",
        "max_results": str(LISTING.per_page),
        "start_time": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    body = api.read(f"/2/users/{user_id}/tweets", query | ({"until_id": page} if page else {}))
    meta = next(objects(body.get("meta")), {})
    rows = [] if meta.get("result_count") == 0 else shown_rows(body.get("data"), "X's answer")
    posts = tuple(_read(row) for row in rows)
    return PostPage(posts=posts, next_page=posts[-1].remote_id if posts and "next_token" in meta else None)


def _read(tweet: Mapping[str, Any]) -> ListedPost:
    remote_id = shown_text(tweet, "id")
    return ListedPost(
        remote_id=remote_id,
        url=address_of(remote_id),
        published_at=shown_moment(tweet, "created_at"),
        form=_form(tweet),
    )


def _form(tweet: Mapping[str, Any]) -> PostForm:
    attached = next(objects(tweet.get("attachments")), {})
    keys = [str(one) for one in attached.get("media_keys") or ()]
    if attached.get("poll_ids"):
        return "poll"
    if keys:
        return "carousel" if len(keys) > 1 else "image" if keys[0].partition("_")[0] == _PHOTO else "video"
    return "link" if next(objects(next(objects(tweet.get("entities")), {}).get("urls")), None) else "text"
