"""Activity events of X, one signed POST each, and the checks of callbacks (platforms/x.md §4)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.local.simulators.webhooks import Courier, Parcel, base64_signature
from infra.local.simulators.x.store import Store, Subscription, Webhook

CRC_EVERY = timedelta(hours=1)
CRC_LIFE = timedelta(hours=28)


REVOKED = "oauth.revoke"
"""The one event that is subscribed to without a filter."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a user; `includes` are the objects it speaks of. `client_id` is the app that alone
    may hear of it (None: every app)."""

    event_type: str
    user_id: str
    payload: dict[str, object]
    includes: dict[str, object] | None = None
    client_id: str | None = None


class Outbox:
    """Events that wait to be sent, and those of the last day that can be replayed."""

    def __init__(self, store: Store, courier: Courier, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._courier = courier
        self._clock = clock
        self._waiting: list[Event] = []
        self._sent: list[tuple[datetime, str, Parcel]] = []

    def tell(self, event: Event) -> None:
        """Queue an event."""
        self._waiting.append(event)

    def tell_revocation(self, user_id: str, client_id: str) -> None:
        """Queue what an app hears when a user takes its access away."""
        when = self._clock().isoformat(timespec="seconds")
        payload: dict[str, object] = {"date_time": when, "user_id": user_id, "app_id": client_id}
        self.tell(Event(REVOKED, user_id, payload, client_id=client_id))

    def parcels(self, *, duplicated: bool, reordered: bool) -> list[Parcel]:
        """Empty the queue into signed posts to the webhooks that subscribed."""
        told = []
        for event in self._waiting:
            for subscription in self._store.subscriptions.values():
                webhook = self._store.webhooks[subscription.webhook_id]
                if not _concerns(event, subscription, webhook):
                    continue
                self._check_when_due(webhook)
                if webhook.valid:
                    told.append((webhook.id, self._parcel(webhook, event, subscription.tag)))
        self._waiting = []
        self._sent += [(self._clock(), webhook_id, parcel) for webhook_id, parcel in told]
        parcels = [parcel for _, parcel in told]
        if reordered:
            parcels.reverse()
        return parcels * 2 if duplicated else parcels

    def replay(self, webhook_id: str, start: datetime, end: datetime) -> list[Parcel]:
        """What a webhook was sent within a span."""
        return [parcel for at, id_, parcel in self._sent if id_ == webhook_id and start <= at <= end]

    def passes_crc(self, url: str, client_id: str) -> bool:
        """Whether a callback answers the challenge as only the secret's owner can."""
        token = f"crc-{self._store.new_id()}"
        answer = self._courier.handshake(url, {"crc_token": token})
        if answer is None or answer.status_code != 200:
            return False
        try:
            given = answer.json()
        except ValueError:
            return False
        expected = base64_signature(self._store.apps[client_id].consumer_secret, token.encode())
        return isinstance(given, dict) and given.get("response_token") == expected

    def _check_when_due(self, webhook: Webhook) -> None:
        now = self._clock()
        if now < webhook.validated_at + CRC_EVERY:
            return
        if self.passes_crc(webhook.url, webhook.client_id):
            webhook.validated_at, webhook.valid = now, True
        elif now >= webhook.validated_at + CRC_LIFE:
            webhook.valid = False

    def _parcel(self, webhook: Webhook, event: Event, tag: str | None) -> Parcel:
        data: dict[str, object] = {
            "event_uuid": self._store.new_id(),
            "filter": {} if event.event_type == REVOKED else {"user_id": event.user_id},
            "event_type": event.event_type,
        }
        if tag is not None:
            data["tag"] = tag
        data["payload"] = event.payload
        if event.includes:
            data["includes"] = event.includes
        body = json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":")).encode()
        secret = self._store.apps[webhook.client_id].consumer_secret
        headers = {"Content-Type": "application/json", "x-twitter-webhooks-signature": base64_signature(secret, body)}
        return Parcel(webhook.url, headers, body, events=1)


def _concerns(event: Event, subscription: Subscription, webhook: Webhook) -> bool:
    whose = None if event.event_type == REVOKED else event.user_id
    named = (subscription.event_type, subscription.user_id) == (event.event_type, whose)
    return named and event.client_id in (None, webhook.client_id)
