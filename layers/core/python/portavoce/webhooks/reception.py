"""The door that the platforms knock at: prove who it is over the raw bytes, queue what they bring, answer at once.

Standard library only, so that the first delivery after a quiet hour does not wait for libraries."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

MAX_BODY_BYTES = 900_000
"""A message on SQS holds 1 MiB (SQS quotas); the rest is for the escapes of JSON. Meta's largest batch, a thousand
changes, is about 600 KB."""
MAX_MESSAGE_BYTES = 1_048_576
REFRESH_AFTER_FAILURE = timedelta(minutes=1)
MAX_AGE = timedelta(minutes=5)
"""How long a secret may be used unread: a secret that was retired is accepted for no longer than this."""


class Request(NamedTuple):
    """One HTTP request; header names in lower case, `body` as API Gateway hands it over."""

    method: str
    platform: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: str
    is_base64: bool


class Reply(NamedTuple):
    """The answer to it."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


class WebhookKeys(NamedTuple):
    """A platform's webhook secrets, the current one first, and the token of its handshake."""

    secrets: tuple[str, ...] = ()
    verify_token: str | None = None


class Webhook(Protocol):
    """A platform's `webhook.py`."""

    def verify(self, body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool: ...
    def challenge(
        self, query: Mapping[str, str], secrets: Sequence[str], verify_token: str | None
    ) -> tuple[str, str] | None: ...


OK, UNAUTHORISED, TOO_LARGE = Reply(200), Reply(401), Reply(413)


@dataclass
class KeyCache:
    """A platform's keys from memory: read again when they are old, or when a check failed, but not at each failure.

    Whoever sends false signatures can make us read the secrets once a minute and no more."""

    read: Callable[[str], WebhookKeys]
    _kept: dict[str, tuple[WebhookKeys, datetime]] = field(default_factory=dict)

    def keys(self, platform: str, now: datetime) -> WebhookKeys:
        """The keys, at most MAX_AGE old."""
        return self._at_most(platform, MAX_AGE, now)

    def after_failure(self, platform: str, now: datetime) -> WebhookKeys:
        """The keys, at most REFRESH_AFTER_FAILURE old."""
        return self._at_most(platform, REFRESH_AFTER_FAILURE, now)

    def _at_most(self, platform: str, age: timedelta, now: datetime) -> WebhookKeys:
        keys, read_at = self._kept.get(platform, (None, now))
        if keys is None or now - read_at >= age:
            keys = self.read(platform)
            self._kept[platform] = keys, now
        return keys


@dataclass(frozen=True)
class Reception:
    """Answers webhooks. `webhook_of` gives a platform's module, None for a name that is no platform with webhooks."""

    webhook_of: Callable[[str], Webhook | None]
    keys: KeyCache
    enqueue: Callable[[str], None]

    def answer(self, request: Request, now: datetime) -> Reply:
        """200 for what is proven, 413 for what is too large, 401 for all else, an unknown platform too.

        Nothing is stored before the proof; after it, one message."""
        if _least_bytes(request) > MAX_BODY_BYTES:
            return TOO_LARGE
        webhook = self.webhook_of(request.platform)
        if webhook is None:
            return UNAUTHORISED
        if request.method == "GET":
            return self._challenged(webhook, request, now)
        return self._delivered(webhook, request, now)

    def _challenged(self, webhook: Webhook, request: Request, now: datetime) -> Reply:
        for known in (self.keys.keys, self.keys.after_failure):
            keys = known(request.platform, now)
            answer = webhook.challenge(request.query, keys.secrets, keys.verify_token)
            if answer is not None:
                content_type, body = answer
                return Reply(200, body, content_type)
        return UNAUTHORISED

    def _delivered(self, webhook: Webhook, request: Request, now: datetime) -> Reply:
        try:
            body = raw_body(request)
        except ValueError:
            return UNAUTHORISED
        if not any(
            webhook.verify(body, request.headers, known(request.platform, now).secrets)
            for known in (self.keys.keys, self.keys.after_failure)
        ):
            return UNAUTHORISED
        message = inbound_message(request.platform, body, now)
        if len(message) > MAX_MESSAGE_BYTES:
            return TOO_LARGE
        self.enqueue(message)
        return OK


def raw_body(request: Request) -> bytes:
    """The very bytes that were signed. Raises ValueError when the body cannot be read as it is said to be."""
    if request.is_base64:
        return base64.b64decode(request.body, validate=True)
    return request.body.encode()


def inbound_message(platform: str, body: bytes, received_at: datetime) -> str:
    """The queue's message: ASCII JSON, so that every byte of the body survives; those that are no UTF-8 as surrogates
    (PEP 383)."""
    text = body.decode("utf-8", "surrogateescape")
    return json.dumps({"platform": platform, "received_at": received_at.astimezone(UTC).isoformat(), "body": text})


class Inbound(NamedTuple):
    """A message of the inbound queue: a delivery that has been proven, in the platform's own bytes."""

    platform: str
    received_at: datetime
    body: bytes


def read_message(message: str) -> Inbound:
    """What `inbound_message` wrote. Raises ValueError, KeyError, TypeError for a message that it did not."""
    fields = json.loads(message)
    return Inbound(
        platform=fields["platform"],
        received_at=datetime.fromisoformat(fields["received_at"]),
        body=fields["body"].encode("utf-8", "surrogateescape"),
    )


def _least_bytes(request: Request) -> int:
    """The size of the raw body, as far as it can be told without decoding it."""
    if request.is_base64:
        return len(request.body) * 3 // 4 - 2
    return len(request.body)
