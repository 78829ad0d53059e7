"""Instagram's `comments` and `mentions` deliveries in our own words.

Source: Instagram Platform, Webhooks and its examples, which show three shapes: `changes` inside an entry, `field` and
`value` in the entry itself, and the whole payload in a list. There is no delivery for an edit or a removal."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.graph.deliveries import hear_entries
from portavoce.platforms.interaction import UNKNOWN_KIND, Heard, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST


def interactions(body: bytes) -> list[Interaction]:
    """Comments and mentions; what is not known is passed over. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """Comments and mentions, and by their kinds what is passed over. Raises UnreadableDelivery."""
    return hear_entries(body, "instagram", _hear_entry)


def _hear_entry(entry: Mapping[str, Any]) -> Iterator[Interaction | PassedOver]:
    for change in (*objects(entry.get("changes")), entry):
        for value in objects(change.get("value")):
            found: list[Interaction | PassedOver] = list(_read(entry, change.get("field"), value))
            yield from found or [PassedOver(UNKNOWN_KIND, text(change.get("field")) or "")]


def _read(entry: Mapping[str, Any], field: object, value: Mapping[str, Any]) -> Iterator[Interaction]:
    account_id, occurred_at = text(entry.get("id")), moment(entry.get("time"))
    if account_id is None or occurred_at is None:
        return
    comment_id = text(value.get("id")) or text(value.get("comment_id"))
    if field == "comments" and comment_id:
        author = next(objects(value.get("from")), {})
        yield Interaction(
            platform=MANIFEST.name,
            account_id=account_id,
            interaction_id=comment_id,
            kind=InteractionKind.COMMENT,
            verb=Verb.ADDED,
            occurred_at=occurred_at,
            text=text(value.get("text")) or "",
            author_id=text(author.get("id")),
            author_name=text(author.get("username")),
            post_id=text(next(objects(value.get("media")), {}).get("id")),
            parent_id=text(value.get("parent_id")),
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
