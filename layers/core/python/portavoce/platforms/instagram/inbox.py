"""Instagram's deliveries in our own words: comments, live ones too, mentions and messages.

Source: Instagram Platform, Webhooks and its examples, which show three shapes: `changes` inside an entry, `field` and
`value` in the entry itself, and the whole payload in a list. There is no delivery for the edit or removal of a comment;
messages have both."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.graph.deliveries import HeardPart, hear_entries
from portavoce.platforms.graph.messages import hear_messages
from portavoce.platforms.interaction import UNKNOWN_KIND, Heard, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST

_INBOX = "https://www.instagram.com/direct/inbox/"


def interactions(body: bytes) -> list[Interaction]:
    """What people said; what is not known is passed over. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """What people said, what a person must see to, and by its kind what is passed over. Raises UnreadableDelivery."""
    return hear_entries(body, "instagram", _hear_entry)


def _hear_entry(entry: Mapping[str, Any]) -> Iterator[HeardPart]:
    for change in (*objects(entry.get("changes")), entry):
        for value in objects(change.get("value")):
            field = text(change.get("field")) or ""
            found: list[HeardPart] = list(_read(entry, field, value))
            yield from found or [PassedOver(UNKNOWN_KIND, field)]
    yield from hear_messages(MANIFEST.name, entry, _INBOX)


def _read(entry: Mapping[str, Any], field: str, value: Mapping[str, Any]) -> Iterator[Interaction]:
    account_id, occurred_at = text(entry.get("id")), moment(entry.get("time"))
    if account_id is None or occurred_at is None:
        return
    comment_id = text(value.get("id")) or text(value.get("comment_id"))
    if field in {"comments", "live_comments"} and comment_id:
        author, media = next(objects(value.get("from")), {}), next(objects(value.get("media")), {})
        parent_id = text(value.get("parent_id"))
        kind = InteractionKind.REPLY if parent_id else InteractionKind.COMMENT
        yield Interaction(
            platform=MANIFEST.name,
            account_id=account_id,
            interaction_id=comment_id,
            kind=InteractionKind.LIVE_COMMENT if field == "live_comments" else kind,
            verb=Verb.ADDED,
            occurred_at=occurred_at,
            text=text(value.get("text")) or "",
            author_id=text(author.get("id")),
            author_name=text(author.get("username")),
            # Under an advertised post the medium is the advertisement's own, which no publication knows.
            post_id=text(media.get("original_media_id")) or text(media.get("id")),
            parent_id=parent_id,
            ad_id=text(media.get("ad_id")),
        )
    media_id = text(value.get("media_id"))
    if field == "mentions" and (comment_id or media_id):
        yield Interaction(
            platform=MANIFEST.name,
            account_id=account_id,
            interaction_id=comment_id or media_id or "",
            kind=InteractionKind.MENTION,
            verb=Verb.ADDED,
            occurred_at=occurred_at,
            post_id=media_id,
        )
