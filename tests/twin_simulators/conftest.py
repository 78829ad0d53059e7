"""The simulated networks mounted in-process, seeded, with a clock that the test moves."""

import base64
import hashlib
import hmac
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from PIL import Image

from infra.local.simulators.faults import transport_for
from infra.local.simulators.meta import app as meta_app
from infra.local.simulators.network import Network
from infra.local.simulators.pictures import FetchFailed
from infra.local.simulators.x import app as x_app
from tests.aurora import NOW

SECRET = "s3cr3t-app-key"


def jpeg(width: int = 400, height: int = 400, kind: str = "JPEG") -> bytes:
    """A real image of the asked size."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (120, 80, 40)).save(buffer, kind)
    return buffer.getvalue()


@dataclass
class Clock:
    """A clock that only the test moves."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Callback:
    """The product's webhook address: passes both platforms' challenges, answers `statuses` in turn, then 200."""

    statuses: list[int] = field(default_factory=list)
    received: list[httpx2.Request] = field(default_factory=list)
    consumer_secret: str = SECRET
    challenge_answer: str | None = None

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if "crc_token" in request.url.params:
            token = request.url.params["crc_token"].encode()
            digest = hmac.new(self.consumer_secret.encode(), token, hashlib.sha256).digest()
            return httpx2.Response(200, json={"response_token": f"sha256={base64.b64encode(digest).decode()}"})
        if "hub.challenge" in request.url.params:
            return httpx2.Response(200, text=self.challenge_answer or request.url.params["hub.challenge"])
        self.received.append(request)
        return httpx2.Response(self.statuses.pop(0) if self.statuses else 200)


@dataclass
class World:
    """One network, its client with a token, and what surrounds it."""

    network: Network
    client: httpx2.Client
    clock: Clock
    callback: Callback
    images: dict[str, bytes]
    slept: list[float]

    def sim(self, path: str, body: object) -> dict[str, Any]:
        answer = self.client.post(f"/_sim/{path}", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/_sim/state").json()
        return found


META_SEED = {
    "apps": [{"id": "700", "secret": SECRET, "callback_url": "http://callback/meta", "verify_token": "v"}],
    "pages": [
        {
            "id": "101",
            "name": "Aurora Coffee",
            "access_token": "PAGE",
            "app_id": "700",
            "followers_count": 1200,
            "instagram_user_id": "17841",
            "subscribed_fields": ["feed", "mention"],
            "metrics": {"page_media_view": {"2026-11-21": 12, "2026-11-22": 30}},
        }
    ],
    "instagram_users": [
        {"id": "17841", "username": "aurora", "page_id": "101", "followers_count": 300, "metrics": {"views": 7}}
    ],
    "tokens": [{"value": "SYSTEM", "kind": "system", "app_id": "700", "profile_id": "900"}],
}
X_SEED = {
    "apps": [{"client_id": "cid", "client_secret": "cs", "consumer_secret": SECRET, "bearer": "APP"}],
    "users": [{"id": "111", "username": "aurora", "followers_count": 50}],
    "tokens": [{"value": "USER", "user_id": "111", "client_id": "cid", "refresh_token": "R1"}],
}


@pytest.fixture
def meta() -> Iterator[World]:
    """Meta with one Page and its Instagram account; the client holds the Page's token."""
    clock, callback = Clock(), Callback()
    slept: list[float] = []
    images = {"http://img/a.jpg": jpeg(), "http://img/b.jpg": jpeg(500)}

    def fetch(url: str) -> bytes:
        if url not in images:
            raise FetchFailed(url)
        return images[url]

    network = meta_app.build(clock, fetch, httpx2.MockTransport(callback), slept.append)
    headers = {"Authorization": "Bearer PAGE"}
    with httpx2.Client(transport=transport_for(network), base_url="http://meta.test", headers=headers) as client:
        world = World(network, client, clock, callback, images, slept)
        world.sim("accounts", META_SEED)
        yield world


@pytest.fixture
def x() -> Iterator[World]:
    """X with one account; the client holds its user's token."""
    clock, callback = Clock(), Callback()
    slept: list[float] = []
    network = x_app.build(clock, httpx2.MockTransport(callback), slept.append)
    headers = {"Authorization": "Bearer USER"}
    with httpx2.Client(transport=transport_for(network), base_url="http://x.test", headers=headers) as client:
        world = World(network, client, clock, callback, {}, slept)
        world.sim("accounts", X_SEED)
        yield world
