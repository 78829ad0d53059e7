"""X Activity deliveries in our own words: replies, mentions, quotes and direct messages.

Source: X API v2, X Activity API, "Event payloads". Deletions of others' replies and edits are not delivered. One post
may come as a reply, a mention and a quote: its id is the same."""

from collections.abc import Iterator, Mapping, Sequence
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
from .texts import expand_links

_KINDS: Mapping[object, InteractionKind] = {
    "post.reply.create": InteractionKind.COMMENT,
    "post.mention.create": InteractionKind.MENTION,
    "post.quote.create": InteractionKind.QUOTE,
}
_MESSAGES, _ENCRYPTED = "dm.received", "chat.received"
# What X says of posts whose words are of no language, such as hashtags and links (X API, `lang` values from `und`).
_NO_LANGUAGE = frozenset({"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"})

_REVOKED, _REVOKED_OLDER = "oauth.revoke", "user_event"


def interactions(body: bytes) -> list[Interaction]:
    """What people said; other events are passed over. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """What people said, and by their kinds what is passed over. Raises UnreadableDelivery."""
    return Heard.sort(_hear_all(body))


def _hear_all(body: bytes) -> Iterator[Interaction | PassedOver]:
    for delivery in objects(parse_json(body)):
        events = list(objects(delivery.get("data")))
        for event in events:
            kind = text(event.get("event_type")) or ""
            found: list[Interaction | PassedOver] = list(_read(event, kind))
            yield from found or ([] if kind == _REVOKED else [PassedOver(UNKNOWN_KIND, kind)])
        if not events and _REVOKED_OLDER not in delivery:
            yield PassedOver(OTHER_PLATFORM, text(delivery.get("object")) or "")


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


def _read(event: Mapping[str, Any], event_type: str) -> Iterator[Interaction]:
    account_id = text(_first(event, "filter").get("user_id"))
    payload = _first(event, "payload")
    if account_id is None:
        return
    if kind := _KINDS.get(event_type):
        yield from _read_post(account_id, kind, payload, list(objects(_first(event, "includes").get("users"))))
    elif event_type == _MESSAGES:
        for message in objects(payload.get("direct_message_events")):
            yield from _read_message(account_id, message, _first(payload, "users"))
    elif event_type == _ENCRYPTED:
        yield from _read_encrypted(account_id, payload)


def _read_post(
    account_id: str, kind: InteractionKind, post: Mapping[str, Any], users: Sequence[Mapping[str, Any]]
) -> Iterator[Interaction]:
    said_id, occurred_at = text(post.get("id")), moment(post.get("created_at"))
    if said_id is None or occurred_at is None:
        return
    author_id, language = text(post.get("author_id")), text(post.get("lang"))
    conversation_id, parent_id = text(post.get("conversation_id")), text(post.get("in_reply_to_tweet_id"))
    referenced = objects(post.get("referenced_tweets"))
    quoted = [one_id for one in referenced if one.get("type") == "quoted" and (one_id := text(one.get("id")))]
    is_under_comment = parent_id is not None and parent_id != conversation_id
    yield Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=said_id,
        kind=InteractionKind.REPLY if kind is InteractionKind.COMMENT and is_under_comment else kind,
        verb=Verb.ADDED,
        occurred_at=occurred_at,
        # A long post is whole in its note alone (X API v2, Post object, `note_tweet`).
        text=expand_links(next(objects(post.get("note_tweet")), post), frozenset(quoted)),
        language=None if language in _NO_LANGUAGE else language,
        author_id=author_id,
        author_name=next((_username(one) for one in users if text(one.get("id")) == author_id), None),
        post_id=quoted[0] if kind is InteractionKind.QUOTE and quoted else conversation_id,
        parent_id=parent_id if is_under_comment else None,
        thread_id=conversation_id,
        permalink=f"https://x.com/i/web/status/{said_id}",
    )


def _read_message(account_id: str, event: Mapping[str, Any], users: Mapping[str, Any]) -> Iterator[Interaction]:
    created = _first(event, "message_create")
    said, sender_id = _first(created, "message_data"), text(created.get("sender_id"))
    message_id, occurred_at = text(event.get("id")), moment(event.get("created_timestamp"))
    if message_id is None or occurred_at is None or sender_id is None:
        return
    attached = (text(one.get("type")) or "unknown" for one in objects(said.get("attachment")))
    yield Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=message_id,
        kind=InteractionKind.MESSAGE,
        verb=Verb.ADDED,
        occurred_at=occurred_at,
        text=expand_links(said),
        attachments=tuple(attached),
        author_id=sender_id,
        author_name=_username(_first(users, sender_id)),
        thread_id=sender_id,
        permalink=_conversation_address(sender_id),
    )


def _read_encrypted(account_id: str, payload: Mapping[str, Any]) -> Iterator[Interaction]:
    """A message whose words X alone can show: that it came is known, by whom and when."""
    message_id, occurred_at = text(payload.get("id")), moment(payload.get("created_at_msec"))
    sender_id = text(payload.get("sender_id"))
    if message_id is None or occurred_at is None or sender_id is None:
        return
    yield Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=message_id,
        kind=InteractionKind.MESSAGE,
        verb=Verb.ADDED,
        occurred_at=occurred_at,
        text="",
        attachments=("encrypted",),
        author_id=sender_id,
        thread_id=sender_id,
        permalink=_conversation_address(sender_id),
    )


def _conversation_address(user_id: str) -> str:
    return f"https://x.com/messages/compose?recipient_id={user_id}"


def _username(user: Mapping[str, Any]) -> str | None:
    """X wraps a user in `data` here and there."""
    return text(next(objects(user.get("data")), user).get("username"))


def _first(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(objects(value.get(name)), {})
