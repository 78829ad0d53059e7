"""The platforms' door with its real modules behind it, and deliveries signed as Meta and X sign them."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portavoce.runtime.wiring.webhooks import webhook_of
from portavoce.webhooks.reception import KeyCache, Reception, Request, WebhookKeys
from tests.aurora import NOW

CURRENT, PREVIOUS, RETIRED = "s3cr3t-app-key", "last-years-key", "the-key-before-that"
KEYS = WebhookKeys((CURRENT, PREVIOUS), "verify-me")


@dataclass
class Door:
    """A reception over the platforms' real webhook modules, a list for a queue, and keys that can be rotated."""

    keys: WebhookKeys = KEYS
    queue: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reception = Reception(
            webhook_of=webhook_of,
            keys=KeyCache(self._read),
            enqueue=self.queue.append,
            pass_over=lambda platform, reason, _: self.passed_over.append((platform, reason)),
        )

    def _read(self, platform: str) -> WebhookKeys:
        self.reads.append(platform)
        return self.keys

    def post(
        self, body: bytes | str, *, after: timedelta = timedelta(0), platform: str = "facebook", **given: Any
    ) -> int:
        is_base64 = given.pop("is_base64", False)
        text = body if isinstance(body, str) else base64.b64encode(body).decode() if is_base64 else body.decode()
        headers = given or {"x-hub-signature-256": meta(body if isinstance(body, bytes) else body.encode())}
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.reception.answer(Request("POST", platform, {}, headers, text, is_base64), NOW + after).status

    def get(self, platform: str, **query: str) -> tuple[int, str, str]:
        asked = {name.replace("hub_", "hub."): value for name, value in query.items()}
        reply = self.reception.answer(Request("GET", platform, asked, {}, "", False), NOW)
        return reply.status, reply.content_type, reply.body


def meta(body: bytes, secret: str = CURRENT) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def x(body: bytes, secret: str = CURRENT) -> str:
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
