"""What the account has posted, beside what is looked for. Source: X API v2, User Posts timeline."""

from collections.abc import Mapping
from typing import Any

from portavoce.platforms.contract import ReadFailed
from portavoce.platforms.sightings import shown_rows
from portavoce.platforms.webhook_json import objects

from .api import XApi
from .texts import returned_text

_FIELDS = "created_at,text,entities,attachments,referenced_tweets"


def list_own(api: XApi, user_id: str, query: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """The account's posts. Raises ReadFailed when not all is shown that was asked for, ReadRefused."""
    body = api.read(f"/2/users/{user_id}/tweets", {"tweet.fields": _FIELDS, **query})
    meta = next(objects(body.get("meta")), {})
    count = meta.get("result_count")
    tweets = [] if count == 0 and body.get("data") is None else shown_rows(body.get("data"), "X's answer")
    if count not in (None, len(tweets)):
        raise ReadFailed("X counts other posts than it shows")
    if "start_time" in query and "next_token" in meta:
        raise ReadFailed("the account has posted more than a hundred times since")
    return tweets


def read_marks(tweet: Mapping[str, Any]) -> tuple[str, int, int, str | None]:
    """A returned post as its text, its number of media and of polls, and what it replies to."""
    attached = tweet.get("attachments", {})
    references = tweet.get("referenced_tweets") or tweet.get("referenced_posts") or ()  # X's documents say both
    parents = (one["id"] for one in references if one.get("type") == "replied_to")
    return (
        returned_text(tweet),
        len(attached.get("media_keys", ())),
        len(attached.get("poll_ids", ())),
        next(parents, None),
    )


def address_of(tweet_id: str) -> str:
    """Where everybody sees it."""
    return f"https://x.com/i/web/status/{tweet_id}"
