"""Messages to a Page and to an Instagram account in our own words: both come in Messenger's shape.

Sources: Messenger Platform, Webhooks reference (`messages`, `message_echoes`, `message_edits`, `messaging_postbacks`,
`messaging_policy_enforcement`, Handover Protocol); Instagram Platform, Webhooks (`messaging`). Story mentions and
replies as other products receive them [M]."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portavoce.platforms.graph.deliveries import HeardPart
from portavoce.platforms.interaction import UNKNOWN_KIND, AccountNotice, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.webhook_json import moment, objects, text

_LISTS = ("messaging", "standby")
_ADDRESS = frozenset({"sender", "recipient", "timestamp"})
# Both spellings are Meta's.
_POLICY = ("policy_enforcement", "policy-enforcement")
_POLICY_CODES: Mapping[object, str] = {"warning": "messages_warned", "block": "messages_blocked"}


class _Envelope(NamedTuple):
    """Who wrote, to which account of ours, and when. `person` is the other one, whoever wrote."""

    platform: str
    account_id: str
    author_id: str | None
    person: str | None
    at: datetime
    permalink: str


def hear_messages(platform: str, entry: Mapping[str, Any], permalink: str) -> Iterator[HeardPart]:
    """What an entry's messages say; those of conversations that another app leads (`standby`) were said all the same.

    `permalink` is where a person reads and answers the account's messages."""
    for name in _LISTS:
        for event in objects(entry.get(name)):
            found: list[HeardPart] = list(_hear_event(platform, entry, event, permalink))
            yield from found or [PassedOver(UNKNOWN_KIND, _name_event(name, event))]


def _hear_event(
    platform: str, entry: Mapping[str, Any], event: Mapping[str, Any], permalink: str
) -> Iterator[Interaction | AccountNotice]:
    account_id, at = text(entry.get("id")), moment(event.get("timestamp")) or moment(entry.get("time"))
    if account_id is None or at is None:
        return
    for name in _POLICY:
        for policy in objects(event.get(name)):
            if code := _POLICY_CODES.get(text(policy.get("action"))):
                yield AccountNotice(account_id, code, account_id, clean_words(policy.get("reason")), at)
    message = _first(event, "message")
    sender, recipient = (text(_first(event, name).get("id")) for name in ("sender", "recipient"))
    is_echo = message.get("is_echo") is True
    envelope = _Envelope(
        platform=platform,
        account_id=account_id,
        author_id=account_id if is_echo else sender,
        # An echo names our account as its sender, and in one of Meta's own samples as its recipient.
        person=next((one for one in (sender, recipient) if one and one != account_id), None),
        at=at,
        permalink=permalink,
    )
    yield from _read_message(envelope, message)
    yield from _read_edit(envelope, _first(event, "message_edit"))
    yield from _read_postback(envelope, _first(event, "postback"))


def _read_message(envelope: _Envelope, message: Mapping[str, Any]) -> Iterator[Interaction]:
    message_id = text(message.get("mid"))
    if message_id is None:
        return
    if message.get("is_deleted") is True:
        yield _interaction(envelope, message_id, Verb.REMOVED)
        return
    story = _first(_first(message, "reply_to"), "story")
    attachments = _name_attachments(message)
    kind = InteractionKind.STORY_REPLY if story else InteractionKind.MESSAGE
    yield _interaction(envelope, message_id, Verb.ADDED, _first(message, "referral")).model_copy(
        update={
            "kind": InteractionKind.STORY_MENTION if "story_mention" in attachments else kind,
            "text": text(message.get("text")) or "",
            "attachments": attachments,
            "parent_id": text(_first(message, "reply_to").get("mid")),
            **({"post_id": text(story.get("id"))} if story else {}),
        }
    )


def _read_edit(envelope: _Envelope, edit: Mapping[str, Any]) -> Iterator[Interaction]:
    if message_id := text(edit.get("mid")):
        yield _interaction(envelope, message_id, Verb.EDITED).model_copy(update={"text": text(edit.get("text"))})


def _read_postback(envelope: _Envelope, postback: Mapping[str, Any]) -> Iterator[Interaction]:
    """A button that somebody pressed: its title is what they said. Old ones have no id of their own."""
    payload = text(postback.get("payload"))
    said = text(postback.get("title")) or payload
    if said is None:
        return
    own = f"{envelope.account_id} {envelope.person} {envelope.at.isoformat()} {payload}"
    message_id = text(postback.get("mid")) or f"postback.{hashlib.sha256(own.encode()).hexdigest()[:24]}"
    pressed = _interaction(envelope, message_id, Verb.ADDED, _first(postback, "referral"))
    yield pressed.model_copy(update={"text": said})


def _interaction(
    envelope: _Envelope, message_id: str, verb: Verb, referral: Mapping[str, Any] | None = None
) -> Interaction:
    """`referral` is the advertisement that the conversation began at."""
    began_at = referral or {}
    return Interaction(
        platform=envelope.platform,
        account_id=envelope.account_id,
        interaction_id=message_id,
        kind=InteractionKind.MESSAGE,
        verb=verb,
        occurred_at=envelope.at,
        author_id=envelope.author_id,
        post_id=text(_first(began_at, "ads_context_data").get("post_id")),
        thread_id=envelope.person,
        ad_id=text(began_at.get("ad_id")),
        permalink=envelope.permalink,
    )


def _name_attachments(message: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of what is attached, each once. A sticker came as an image with an id until August 2026."""
    named = [
        "sticker" if _first(one, "payload").get("sticker_id") else text(one.get("type")) or "unknown"
        for one in objects(message.get("attachments"))
    ]
    return tuple(dict.fromkeys([*named, *(["unsupported"] if message.get("is_unsupported") is True else [])]))


def _name_event(name: str, event: Mapping[str, Any]) -> str:
    """Such as `messaging.read`."""
    return ".".join([name, *sorted(key for key in event if key not in _ADDRESS)[:1]])


def _first(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(objects(value.get(name)), {})
