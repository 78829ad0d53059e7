"""What the account's notifications say, in our own words.

Sources: lexicons app.bsky.notification.listNotifications and app.bsky.feed.post. One post has one notification: a reply
that mentions us comes as a mention. Nothing tells of edits, which there are none of, or of removals."""

from collections.abc import Iterator, Mapping
from typing import Any

from portavoce.platforms.interaction import UNKNOWN_KIND, Heard, Interaction, InteractionKind, PassedOver, Verb
from portavoce.platforms.webhook_json import moment, objects, read_polled, text

from .manifest import MANIFEST

_REASONS: Mapping[object, InteractionKind] = {
    "reply": InteractionKind.REPLY,
    "mention": InteractionKind.MENTION,
    "quote": InteractionKind.QUOTE,
}


def interactions(body: bytes) -> list[Interaction]:
    """Replies, mentions and quotes. Raises UnreadableDelivery."""
    return hear(body).interactions


def hear(body: bytes) -> Heard:
    """Replies, mentions and quotes, and by their kinds what is passed over. Raises UnreadableDelivery."""
    return Heard.sort(_hear_all(body))


def _hear_all(body: bytes) -> Iterator[Interaction | PassedOver]:
    for account_id, one in read_polled(body):
        said = _read(account_id, one) if account_id else None
        yield said or PassedOver(UNKNOWN_KIND, text(one.get("reason")) or "")


def _read(account_id: str, one: Mapping[str, Any]) -> Interaction | None:
    # The server's moment: an author may set the record's own to any, of which it takes over those that are past.
    uri, occurred_at = text(one.get("uri")), moment(one.get("indexedAt"))
    kind, author, record = _REASONS.get(text(one.get("reason"))), _first(one, "author"), _first(one, "record")
    author_id = text(author.get("did"))
    if uri is None or occurred_at is None or kind is None or author_id is None:
        return None
    reply, embed = _first(record, "reply"), _first(record, "embed")
    root, parent = (text(_first(reply, name).get("uri")) for name in ("root", "parent"))
    is_under_own = bool(root and root.startswith(f"at://{text(one.get('own_did'))}/"))
    if is_under_own:
        kind = InteractionKind.COMMENT if parent == root else InteractionKind.REPLY
    return Interaction(
        platform=MANIFEST.name,
        account_id=account_id,
        interaction_id=uri,
        kind=kind,
        verb=Verb.ADDED,
        occurred_at=occurred_at,
        text=_expand_links(record),
        language=next((text(one) for one in _list(record.get("langs"))), None),
        attachments=_name_attachment(embed),
        author_id=author_id,
        author_name=text(author.get("handle")),
        post_id=(_find_quoted(embed) if kind is InteractionKind.QUOTE else None) or root or uri,
        parent_id=None if parent == root else parent,
        thread_id=root or uri,
        permalink=f"https://bsky.app/profile/{author_id}/post/{uri.rpartition('/')[2]}",
    )


def _expand_links(record: Mapping[str, Any]) -> str:
    """The words, each link by where it leads: what is shown of one may be anything.

    Facets count in bytes of UTF-8 (lexicon app.bsky.richtext.facet)."""
    words = (text(record.get("text")) or "").encode()
    for start, end, address in sorted(_links(record, len(words)), reverse=True):
        words = words[:start] + address.encode() + words[end:]
    return words.decode("utf-8", "replace")


def _links(record: Mapping[str, Any], length: int) -> Iterator[tuple[int, int, str]]:
    taken = 0
    for start, end, address in sorted(_every_link(record)):
        if taken <= start < end <= length:
            taken = end
            yield start, end, address


def _every_link(record: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    for facet in objects(record.get("facets")):
        index = _first(facet, "index")
        start, end = index.get("byteStart"), index.get("byteEnd")
        address = next((found for one in objects(facet.get("features")) if (found := text(one.get("uri")))), None)
        if address and isinstance(start, int) and isinstance(end, int):
            yield start, end, address


def _name_attachment(embed: Mapping[str, Any]) -> tuple[str, ...]:
    """Such as `images`: the last part of the embed's type."""
    kind = (text(embed.get("$type")) or "").rpartition(".")[2]
    return (kind,) if kind and kind != "record" else ()


def _find_quoted(embed: Mapping[str, Any]) -> str | None:
    record = _first(embed, "record")
    return text(record.get("uri")) or text(_first(record, "record").get("uri"))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _first(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return next(objects(value.get(name)), {})
