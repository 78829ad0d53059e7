"""What others say to the account, from its notifications.

Source: Mastodon API, "Notifications API methods" (v1, which groups nothing), "Status"."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from portavoce.platforms.contract import Polled
from portavoce.platforms.webhook_json import moment, objects, text

_SAID = ("mention", "quote")
_PAGE, _MOST_PAGES = 80, 20
_KEPT = (
    "id",
    "url",
    "content",
    "spoiler_text",
    "visibility",
    "language",
    "in_reply_to_id",
    "created_at",
    "edited_at",
)


def poll_notifications(ask: Callable[[str], Mapping[str, Any]], since: datetime) -> list[Polled]:
    """Mentions, replies, direct messages and quotes since a moment. `ask` makes one GET of a path."""
    return [found for one in _pages(ask, since) if (found := _read_notice(one))]


def _pages(ask: Callable[[str], Mapping[str, Any]], since: datetime) -> Iterator[Mapping[str, Any]]:
    # What the account's own policy filters is said all the same.
    asked = [*(("types[]", kind) for kind in _SAID), ("limit", str(_PAGE)), ("include_filtered", "true")]
    last: str | None = None
    for _ in range(_MOST_PAGES):
        older = [("max_id", last)] if last else []
        found = list(objects(ask(f"/api/v1/notifications?{urlencode([*asked, *older])}").get("data")))
        yield from found
        last = text(found[-1].get("id")) if found else None
        oldest = moment(found[-1].get("created_at")) if found else None
        if last is None or oldest is None or oldest < since:
            return


def _read_notice(one: Mapping[str, Any]) -> Polled | None:
    """None for another type: some servers heed no filter."""
    id_, at, kind = text(one.get("id")), moment(one.get("created_at")), text(one.get("type"))
    account, status = (next(objects(one.get(name)), {}) for name in ("account", "status"))
    if id_ is None or at is None or kind not in _SAID or not status:
        return None
    said: dict[str, Any] = {name: status[name] for name in _KEPT if name in status}
    said["media_attachments"] = [{"type": media.get("type")} for media in objects(status.get("media_attachments"))]
    quoted = next(objects(next(objects(status.get("quote")), {}).get("quoted_status")), {})
    said["quoted_id"] = text(quoted.get("id"))
    who = {"id": text(account.get("id")), "acct": text(account.get("acct"))}
    # An edited status says something else under the same notification.
    key = f"{id_} {text(status.get('edited_at')) or ''}"
    return Polled(key=key, at=at, body={"type": kind, "account": who, "status": said})
