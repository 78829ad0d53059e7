"""Webhooks of Page feeds and Instagram comments: batched per app and object, signed over escaped bytes."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from infra.local.simulators.meta.store import App, Store
from infra.local.simulators.webhooks import META_RETRY_DELAYS_SECONDS, Parcel, hex_signature

MOST_CHANGES = 1000
"""Changes in one batch (platforms/facebook.md §4)."""


@dataclass(frozen=True)
class Change:
    """One change of one account, as it will stand in an entry; `topic` is the webhook object (`page`, `instagram`)."""

    topic: str
    account_id: str
    field: str
    value: dict[str, object]
    at: datetime


class Outbox:
    """Changes that wait to be told to the apps that subscribed to them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[Change] = []

    def tell(self, change: Change) -> None:
        """Queue a change."""
        self._waiting.append(change)

    def parcels(self, *, duplicated: bool, reordered: bool) -> list[Parcel]:
        """Empty the queue into signed batches; an account or app that did not subscribe gets none."""
        batches: dict[tuple[str, str], list[Change]] = defaultdict(list)
        for change in self._waiting:
            for app in self._store.apps.values():
                if self._is_subscribed(app, change):
                    batches[app.id, change.topic].append(change)
        self._waiting = []
        parcels = []
        for (app_id, topic), changes in batches.items():
            if reordered:
                changes.reverse()
            for start in range(0, len(changes), MOST_CHANGES):
                parcels.append(_parcel(self._store.apps[app_id], topic, changes[start : start + MOST_CHANGES]))
        return parcels * 2 if duplicated else parcels

    def _is_subscribed(self, app: App, change: Change) -> bool:
        if not app.callback_url or change.field not in app.subscriptions.get(change.topic, frozenset()):
            return False
        if change.topic == "page":
            return change.field in self._store.pages[change.account_id].subscribed_fields
        page = self._store.pages.get(self._store.ig_users[change.account_id].page_id)
        return page is not None and bool(page.subscribed_fields)


def escaped_json(value: object) -> bytes:
    r"""JSON as Meta writes it in webhooks: non-ASCII as `\u` escapes, slashes as `\/`."""
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode("ascii")


def _parcel(app: App, topic: str, changes: list[Change]) -> Parcel:
    entries: list[dict[str, object]] = []
    for change in changes:
        told = {"field": change.field, "value": change.value}
        said = {"messaging": [change.value]} if change.field == "messages" else {"changes": [told]}
        entries.append({"id": change.account_id, "time": int(change.at.timestamp()), **said})
    body = escaped_json({"object": topic, "entry": entries})
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": hex_signature(app.secret, body)}
    return Parcel(app.callback_url, headers, body, len(changes), META_RETRY_DELAYS_SECONDS)
