"""The world outside the house: Meta's and X's simulated networks, where Aurora has its accounts."""

from collections.abc import Callable, Mapping
from datetime import datetime

import httpx2
import pytest

from infra.local.simulators.faults import transport_for
from infra.local.simulators.meta.app import build as build_meta
from infra.local.simulators.network import Network
from infra.local.simulators.x.app import build as build_x
from portavoce.platforms.facebook.manifest import WEBHOOK_FIELDS

DOOR = "api.test"
WEBHOOK_SECRET, VERIFY_TOKEN, CHANNEL_TOKEN = "aurora-app-secret", "aurora-verify-token", "token-of-aurora"
PAGE, INSTAGRAM_USER, X_USER = "61550000000000001", "17841400000000001", "1780000000000000001"
Knock = Callable[[str, Mapping[str, str], bytes], int]
"""Delivers a webhook: platform, headers in lower case, raw body; the status that it got."""


def networks(now: datetime, knock: Knock, monkeypatch: pytest.MonkeyPatch) -> list[Network]:
    """The simulated networks, at the platforms' own addresses; what they call back is our door."""
    meta = build_meta(lambda: now, lambda _: b"", sleep=lambda _: None)
    meta.platform.seeds["accounts"](
        {
            "apps": [{"id": "9", "secret": WEBHOOK_SECRET, "callback_url": f"https://{DOOR}/webhooks/facebook",
                      "verify_token": VERIFY_TOKEN}],
            "pages": [{"id": PAGE, "name": "Aurora Coffee", "access_token": CHANNEL_TOKEN, "app_id": "9",
                       "followers_count": 1200, "instagram_user_id": INSTAGRAM_USER, "metrics": {},
                       "subscribed_fields": list(WEBHOOK_FIELDS)}],
            "instagram_users": [{"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE,
                                 "followers_count": 800, "metrics": {}}],
        }
    )  # fmt: skip
    there = build_x(lambda: now, sleep=lambda _: None)
    there.platform.seeds["accounts"](
        {
            "apps": [{"client_id": "c", "client_secret": "s", "consumer_secret": WEBHOOK_SECRET, "bearer": "b"}],
            "users": [{"id": X_USER, "username": "auroracoffee", "name": "Aurora Coffee", "followers_count": 640}],
            "tokens": [{"value": CHANNEL_TOKEN, "user_id": X_USER, "client_id": "c"}],
        }
    )
    at = {"graph.facebook.com": transport_for(meta), DOOR: _Door(knock)}
    at |= dict.fromkeys(("api.x.com", "ads-api.x.com"), transport_for(there))

    def handle(_: object, request: httpx2.Request) -> httpx2.Response:
        return at[request.url.host].handle_request(request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    return [meta, there]


class _Door(httpx2.BaseTransport):
    """The HTTP API's route for webhooks."""

    def __init__(self, knock: Knock) -> None:
        self._knock = knock

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        return httpx2.Response(self._knock(request.url.path.rpartition("/")[2], headers, request.read()))
