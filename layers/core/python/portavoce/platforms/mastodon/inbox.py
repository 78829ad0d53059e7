"""What the account's notifications say, in our own words.

Source: Mastodon API, "Notification" and "Status". A mention is a reply, a mention or a direct message. An edit is seen
by the status that a notification still shows; a removal is told by nothing."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from portavoce.platforms.interaction import UNKNOWN_KIND, Heard, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.webhook_json import moment, objects, read_polled, text

from .manifest import MANIFEST
from .texts import read_words

_TYPES = frozenset({"mention", "quote"})


def interactions(body: bytes) -> list[Interaction]:
    """Replies, mentions, quotes and direct messages. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """Replies, mentions, quotes and direct messages; by their kinds what is passed over. Raises UnreadableDelivery."""
    return Heard.sort(_hear_all(body))


def read_said_words(status: Mapping[str, Any]) -> str:
    """The content warning, which hides the rest, and the rest."""
    parts = (text(status.get("spoiler_text")), read_words(text(status.get("content")) or ""))
    return "\n\n".join(part for part in parts if part)


def _hear_all(body: bytes) -> Iterator[Interaction | PassedOver]:
    for account_id, one in read_polled(body):
        found: list[Interaction | PassedOver] = list(_read(account_id, one)) if account_id else []
        yield from found or [PassedOver(UNKNOWN_KIND, text(one.get("type")) or "")]


def _read(account_id: str, one: Mapping[str, Any]) -> Iterator[Interaction]:
    author, status = (next(objects(one.get(name)), {}) for name in ("account", "status"))
    said_id, created_at = text(status.get("id")), moment(status.get("created_at"))
    if said_id is None or created_at is None or text(one.get("type")) not in _TYPES:
        return
    answered, author_id = text(status.get("in_reply_to_id")), text(author.get("id"))
    kind = _kind(text(one.get("type")), status, answered)
    said = Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=said_id,
        kind=kind,
        verb=Verb.ADDED,
        occurred_at=created_at,
        text=read_said_words(status),
        language=text(status.get("language")),
        attachments=tuple(dict.fromkeys(_media(status))),
        author_id=author_id,
        author_name=text(author.get("acct")),
        post_id=text(status.get("quoted_id")) if kind is InteractionKind.QUOTE else answered,
        thread_id=author_id if kind is InteractionKind.MESSAGE else None,
        permalink=text(status.get("url")),
    )
    yield said
    if edited_at := moment(status.get("edited_at")):
        yield _edit(said, edited_at)


def _edit(said: Interaction, at: datetime) -> Interaction:
    return said.model_copy(update={"verb": Verb.EDITED, "occurred_at": at})


def _kind(told_as: str | None, status: Mapping[str, Any], answered: str | None) -> InteractionKind:
    if status.get("visibility") == "direct":
        return InteractionKind.MESSAGE
    if told_as == "quote":
        return InteractionKind.QUOTE
    return InteractionKind.REPLY if answered else InteractionKind.MENTION


def _media(status: Mapping[str, Any]) -> Iterator[str]:
    for one in objects(status.get("media_attachments")):
        yield text(one.get("type")) or "unknown"
