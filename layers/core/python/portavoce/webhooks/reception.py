"""The door that the platforms knock at: prove who it is over the raw bytes, queue what they bring, answer at once.

Standard library only, so that the first delivery after a quiet hour does not wait for libraries."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

MAX_BODY_BYTES = 6_291_456
"""What Lambda can be handed at all (Lambda quotas, synchronous invocation: 6 MB; the HTTP API would take 10 MB)."""
MAX_MESSAGE_BYTES = 1_048_576
"""What one message holds (SQS quotas: 1 MiB)."""
PART_BYTES = 262_144
"""What a part of a large delivery is held under where it can be: ten parts are taken in within one function's time, and
SQS bills by 64 KB whatever the number of messages."""
TOO_LARGE_FOR_QUEUE, REACTION = "too_large", "reaction"
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


class WebhookReply(NamedTuple):
    """The answer to it."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


class WebhookKeys(NamedTuple):
    """A platform's webhook secrets, the current one first, and the token of its handshake."""

    secrets: tuple[str, ...] = ()
    verify_token: str | None = None


class Webhook(Protocol):
    """A platform's `webhook.py`. One that delivers batches has `halve(body)` too: two deliveries that say the same
    together, or None when there is nothing to divide. One that delivers reactions, which nobody reads, has
    `only_reactions(body)`: how many, if there is nothing else in it."""

    def is_malformed(self, query: Mapping[str, str]) -> bool: ...
    def verify(self, body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool: ...
    def challenge(
        self, query: Mapping[str, str], secrets: Sequence[str], verify_token: str | None
    ) -> tuple[str, str] | None: ...


OK, UNAUTHORISED, TOO_LARGE = WebhookReply(200), WebhookReply(401), WebhookReply(413)
MALFORMED = WebhookReply(400)


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
    """Answers webhooks. `webhook_of` gives a platform's module, None for a name that is no platform with webhooks.

    `pass_over` is told the platform, the reason and the number of what was proven and is not queued."""

    webhook_of: Callable[[str], Webhook | None]
    keys: KeyCache
    enqueue: Callable[[str], None]
    pass_over: Callable[[str, str, int], None] = lambda platform, reason, number: None  # noqa: ARG005

    def answer(self, request: Request, now: datetime) -> WebhookReply:
        """200 for what is proven, 413 for what is too large, 400 for a handshake in a form that the platform never
        sends, 401 for all else, an unknown platform too.

        Nothing is stored before the proof; after it, one message, or as many as a large delivery has to be cut into."""
        if _least_bytes(request) > MAX_BODY_BYTES:
            return TOO_LARGE
        webhook = self.webhook_of(request.platform)
        if webhook is None:
            return UNAUTHORISED
        if request.method == "GET":
            if webhook.is_malformed(request.query):
                return MALFORMED
            return self._answer_challenge(webhook, request, now)
        return self._take_delivery(webhook, request, now)

    def _answer_challenge(self, webhook: Webhook, request: Request, now: datetime) -> WebhookReply:
        for known in (self.keys.keys, self.keys.after_failure):
            keys = known(request.platform, now)
            answer = webhook.challenge(request.query, keys.secrets, keys.verify_token)
            if answer is not None:
                content_type, body = answer
                return WebhookReply(200, body, content_type)
        return UNAUTHORISED

    def _take_delivery(self, webhook: Webhook, request: Request, now: datetime) -> WebhookReply:
        try:
            body = raw_body(request)
        except ValueError:
            return UNAUTHORISED
        if not any(
            webhook.verify(body, request.headers, known(request.platform, now).secrets)
            for known in (self.keys.keys, self.keys.after_failure)
        ):
            return UNAUTHORISED
        return self._queue(webhook, request.platform, body, now)

    def _queue(self, webhook: Webhook, platform: str, body: bytes, now: datetime) -> WebhookReply:
        """Queues all that can be queued: a change that no message holds keeps no other out."""
        count: Callable[[bytes], int | None] = getattr(webhook, "only_reactions", lambda _: None)
        if reactions := count(body):
            self.pass_over(platform, REACTION, reactions)
            return OK
        reply = TOO_LARGE
        for part in cut(body, webhook, lambda one: len(inbound_message(platform, one, now))):
            message = inbound_message(platform, part, now)
            if len(message) > MAX_MESSAGE_BYTES:
                self.pass_over(platform, TOO_LARGE_FOR_QUEUE, 1)
                continue
            self.enqueue(message)
            reply = OK
        return reply


def cut(body: bytes, webhook: Webhook, size_of: Callable[[bytes], int]) -> Iterator[bytes]:
    """The delivery in parts, each a delivery by itself, none larger than PART_BYTES that can be divided.

    `size_of` gives the bytes of the message that a part becomes."""
    halve: Callable[[bytes], tuple[bytes, bytes] | None] | None = getattr(webhook, "halve", None)
    halves = halve(body) if halve and size_of(body) > PART_BYTES else None
    if halves is None:
        yield body
        return
    for half in halves:
        yield from cut(half, webhook, size_of)


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
    """A message of the inbound queue: a delivery that has been proven, in the platform's own bytes.

    `alone` is one thing of a delivery that was set aside, as `lone_message` was given it; then there is no body."""

    platform: str
    received_at: datetime
    body: bytes
    alone: str = ""


def lone_message(platform: str, said: str, received_at: datetime) -> str:
    """The queue's message of one thing that could not be taken in, when its neighbours could."""
    stated = {"platform": platform, "received_at": received_at.astimezone(UTC).isoformat(), "body": "", "alone": said}
    return json.dumps(stated)


def read_message(message: str) -> Inbound:
    """What `inbound_message` or `lone_message` wrote. Raises ValueError, KeyError, TypeError for what they did not."""
    fields = json.loads(message)
    return Inbound(
        platform=fields["platform"],
        received_at=datetime.fromisoformat(fields["received_at"]),
        body=fields["body"].encode("utf-8", "surrogateescape"),
        alone=fields.get("alone", ""),
    )


def _least_bytes(request: Request) -> int:
    """The size of the raw body, as far as it can be told without decoding it."""
    if request.is_base64:
        return len(request.body) * 3 // 4 - 2
    return len(request.body)
