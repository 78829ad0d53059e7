"""What others say to the account, from its notifications.

Source: lexicon app.bsky.notification.listNotifications, and its reference server, @atproto/bsky 0.0.280: it orders by
the earlier of its own moment and the record's `createdAt`, which an author may set, so that order is not arrival, and
says that one as `indexedAt`. It leaves out whom the account mutes or blocks, and the replies that it has hidden."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from portavoce.platforms.contract import Polled
from portavoce.platforms.webhook_json import moment, objects, text

METHOD = "app.bsky.notification.listNotifications"
_SAID = frozenset({"reply", "mention", "quote"})
_PAGE, _MOST_PAGES = 100, 20
_ALWAYS = datetime.max.replace(tzinfo=UTC)
_KEPT = ("uri", "reason", "reasonSubject", "record", "indexedAt")


def poll_notifications(
    ask: Callable[[Mapping[str, str]], Mapping[str, Any]], own_did: str, since: datetime
) -> list[Polled]:
    """Replies, mentions and quotes since a moment. `ask` makes one call with these parameters."""
    return [found for one in _pages(ask, since) if (found := _read_notice(one, own_did))]


def _pages(ask: Callable[[Mapping[str, str]], Mapping[str, Any]], since: datetime) -> Iterator[Mapping[str, Any]]:
    # Without `priority` the account's own setting would leave out whom it does not follow.
    asked = {"limit": str(_PAGE), "priority": "false"}
    for _ in range(_MOST_PAGES):
        page = ask(asked)
        found = list(objects(page.get("notifications")))
        yield from found
        cursor, oldest = text(page.get("cursor")), min(map(_place, found), default=None)
        if cursor is None or (oldest is not None and oldest < since):
            return
        asked["cursor"] = cursor


def _place(one: Mapping[str, Any]) -> datetime:
    """Where it stands in the list."""
    record = next(objects(one.get("record")), {})
    moments = (moment(record.get("createdAt")), moment(one.get("indexedAt")))
    return min((at for at in moments if at), default=_ALWAYS)


def _read_notice(one: Mapping[str, Any], own_did: str) -> Polled | None:
    uri, at = text(one.get("uri")), moment(one.get("indexedAt"))
    if uri is None or at is None or text(one.get("reason")) not in _SAID:
        return None
    author = next(objects(one.get("author")), {})
    kept = {name: one[name] for name in _KEPT if name in one}
    who = {"did": text(author.get("did")), "handle": text(author.get("handle"))}
    return Polled(key=uri, at=at, body=kept | {"author": who, "own_did": own_did})
