"""X Activity deliveries in our own words.

Source: X API v2, X Activity API, "Event payloads". Deletions of others' replies and edits are not delivered."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.interaction import (
    OTHER_PLATFORM,
    UNKNOWN_KIND,
    Heard,
    Interaction,
    InteractionKind,
    PassedOver,
    Verb,
)
from portavoce.platforms.webhook_json import moment, objects, parse_json, text

from .manifest import MANIFEST
from .texts import unescape_text

_KINDS: Mapping[object, InteractionKind] = {
    "post.reply.create": InteractionKind.COMMENT,
    "post.mention.create": InteractionKind.MENTION,
}

_REVOKED, _REVOKED_OLDER = "oauth.revoke", "user_event"


def interactions(body: bytes) -> list[Interaction]:
    """Replies and mentions; other events are passed over. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """Replies and mentions, and by their kinds what is passed over. Raises UnreadableDelivery."""
    heard = Heard([], [])
    for delivery in objects(parse_json(body)):
        events = list(objects(delivery.get("data")))
        for event in events:
            kind = text(event.get("event_type")) or ""
            found = list(_read(delivery, event))
            heard.interactions.extend(found)
            if not found and kind != _REVOKED:
                heard.passed_over.append(PassedOver(UNKNOWN_KIND, kind))
        if not events and _REVOKED_OLDER not in delivery:
            heard.passed_over.append(PassedOver(OTHER_PLATFORM, text(delivery.get("object")) or ""))
    return heard


def revocations(body: bytes) -> list[str]:
    """The ids of the accounts whose owners have taken our app's access away. Raises UnreadableDelivery.

    Source: X Activity API, `oauth.revoke`, whose filter may be empty; Account Activity API, `user_event`, for
    subscriptions of before it."""
    deliveries = list(objects(parse_json(body)))
    events = [event for one in deliveries for event in objects(one.get("data"))]
    new = [event.get("payload") for event in events if event.get("event_type") == _REVOKED]
    old = [
        revoked.get("source")
        for one in deliveries
        for event in objects(one.get(_REVOKED_OLDER))
        for revoked in objects(event.get("revoke"))
    ]
    found = (text(who.get("user_id")) for one in (*new, *old) for who in objects(one))
    return [user_id for user_id in found if user_id]


def _read(delivery: Mapping[str, Any], event: Mapping[str, Any]) -> Iterator[Interaction]:
    kind = _KINDS.get(text(event.get("event_type")))
    tweet = next(objects(event.get("payload")), {})
    account_id = text(next(objects(event.get("filter")), {}).get("user_id"))
    tweet_id, occurred_at = text(tweet.get("id")), moment(tweet.get("created_at"))
    if not (kind and account_id and tweet_id and occurred_at):
        return
    author_id = text(tweet.get("author_id"))
    post_id, parent_id = text(tweet.get("conversation_id")), text(tweet.get("in_reply_to_tweet_id"))
    yield Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=tweet_id,
        kind=kind,
        verb=Verb.ADDED,
        occurred_at=occurred_at,
        text=unescape_text(text(tweet.get("text")) or ""),
        author_id=author_id,
        author_name=_username(delivery, author_id),
        post_id=post_id,
        parent_id=None if parent_id == post_id else parent_id,
        permalink=f"https://x.com/i/web/status/{tweet_id}",
    )


def _username(delivery: Mapping[str, Any], author_id: str | None) -> str | None:
    users = objects(next(objects(delivery.get("includes")), {}).get("users"))
    return next((text(user.get("username")) for user in users if text(user.get("id")) == author_id), None)
