"""A Page's `feed` and `mention` deliveries in our own words.

Source: Graph API, Webhooks reference for Page. A delivery may hold many entries; order is not guaranteed."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.graph.deliveries import hear_entries
from portavoce.platforms.interaction import UNKNOWN_KIND, Heard, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.webhook_json import moment, objects, text

from .manifest import MANIFEST

_VERBS: Mapping[object, Verb] = {
    "add": Verb.ADDED,
    "edited": Verb.EDITED,
    "remove": Verb.REMOVED,
    "hide": Verb.HIDDEN,
    "unhide": Verb.UNHIDDEN,
}
_SAID = frozenset({Verb.ADDED, Verb.EDITED})


def interactions(body: bytes) -> list[Interaction]:
    """Comments and mentions; reactions, posts and what is not known are passed over. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """Comments and mentions, and by their kinds what is passed over. Raises UnreadableDelivery."""
    return hear_entries(body, "page", _hear_entry)


def _hear_entry(entry: Mapping[str, Any]) -> Iterator[Interaction | PassedOver]:
    for change in objects(entry.get("changes")):
        for value in objects(change.get("value")):
            field, item = text(change.get("field")), text(value.get("item"))
            found: list[Interaction | PassedOver] = list(_read(entry, field, value))
            yield from found or [PassedOver(UNKNOWN_KIND, ".".join(one for one in (field, item) if one))]


def _read(entry: Mapping[str, Any], field: object, value: Mapping[str, Any]) -> Iterator[Interaction]:
    if field == "feed" and value.get("item") == "comment":
        yield from _interaction(entry, value, InteractionKind.COMMENT, text(value.get("comment_id")))
    elif field == "mention":
        yield from _interaction(
            entry, value, InteractionKind.MENTION, text(value.get("comment_id")) or text(value.get("post_id"))
        )


def _interaction(
    entry: Mapping[str, Any], value: Mapping[str, Any], kind: InteractionKind, interaction_id: str | None
) -> Iterator[Interaction]:
    verb = _VERBS.get(text(value.get("verb")))
    account_id = text(entry.get("id"))
    created_at, sent_at = moment(value.get("created_time")), moment(entry.get("time"))
    # `created_time` is when the comment was written; what happened to it later happened when the entry was made.
    occurred_at = (created_at or sent_at) if verb is Verb.ADDED else (sent_at or created_at)
    if not (verb and account_id and interaction_id and occurred_at):
        return
    author = next(objects(value.get("from")), {})
    post = next(objects(value.get("post")), {})
    post_id, parent_id = text(value.get("post_id")), text(value.get("parent_id"))
    yield Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=interaction_id,
        kind=kind,
        verb=verb,
        occurred_at=occurred_at,
        # A comment may be a picture and no words; only a delivery that tells of no words at all leaves them unknown.
        text=text(value.get("message")) or ("" if verb in _SAID else None),
        author_id=text(author.get("id")) or text(value.get("sender_id")),
        author_name=text(author.get("name")),
        post_id=post_id,
        parent_id=None if parent_id == post_id else parent_id,
        permalink=text(post.get("permalink_url")),
    )
