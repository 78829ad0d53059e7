"""What the account has posted, from wherever, but for answers and what it said to somebody alone.

Source: Mastodon API, accounts, statuses; mastodon/mastodon, `Status.without_replies`: answers to oneself stay in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portavoce.platforms.post_list import ListedPost, PostForm, PostPage
from portavoce.platforms.sightings import shown_moment, shown_rows, shown_text
from portavoce.platforms.webhook_json import objects, text

from .api import MastodonApi
from .manifest import LISTING
from .timeline import read_account


def list_page(api: MastodonApi, since: datetime, page: str | None) -> PostPage:
    """One page, newest first; `page` is the id of the status before which its statuses lie. Raises ReadFailed,
    ReadRefused."""
    account_id = shown_text(read_account(api), "id")
    query = {"limit": str(LISTING.per_page), "exclude_reblogs": "true", "exclude_replies": "true"}
    asked = query | ({"max_id": page} if page else {})
    rows = shown_rows(api.read(f"/api/v1/accounts/{account_id}/statuses", asked).get("data"), "the account")
    # One that was dated back may stand among newer ones: the page is read whole.
    recent = [row for row in rows if shown_moment(row, "created_at") >= since]
    own = [row for row in recent if not row.get("in_reply_to_id") and row.get("visibility") != "direct"]
    goes_on = bool(rows) and len(recent) == len(rows)
    return PostPage(posts=tuple(map(_read, own)), next_page=shown_text(rows[-1], "id") if goes_on else None)


def _read(status: Mapping[str, Any]) -> ListedPost:
    return ListedPost(
        remote_id=shown_text(status, "id"),
        url=text(status.get("url")),
        published_at=shown_moment(status, "created_at"),
        form=_form(status),
    )


def _form(status: Mapping[str, Any]) -> PostForm:
    media = [text(one.get("type")) for one in objects(status.get("media_attachments"))]
    if status.get("poll"):
        return "poll"
    if media:
        return "carousel" if len(media) > 1 else "image" if media[0] == "image" else "video"
    return "link" if status.get("card") else "text"
