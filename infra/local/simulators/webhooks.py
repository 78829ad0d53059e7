"""Delivering signed webhooks to a callback address, with retries and the oddities of real networks."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import httpx2

META_RETRY_DELAYS_SECONDS = (0.0, 0.5, 2.0, 5.0)
"""At once, then decreasing: 36 hours in reality (platforms/facebook.md §4), seconds here."""


def hex_signature(secret: str, body: bytes) -> str:
    """Meta's `X-Hub-Signature-256` over the raw body (platforms/facebook.md §4)."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def base64_signature(secret: str, body: bytes) -> str:
    """X's `x-twitter-webhooks-signature` and CRC answer (platforms/x.md §4)."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@dataclass(frozen=True)
class Parcel:
    """One signed POST, ready to leave; `events` is how many changes it carries."""

    url: str
    headers: dict[str, str]
    body: bytes
    events: int
    retry_delays_seconds: Sequence[float] = ()


@dataclass(frozen=True)
class Delivery:
    """What became of a parcel: the last status (None: no answer) and the number of attempts."""

    at: datetime
    url: str
    status: int | None
    attempts: int
    events: int


class Courier:
    """Carries parcels to their callbacks and remembers what the callbacks answered.

    `transport` stands in for the network in tests (`httpx2.MockTransport`, `transport_for(app)`).
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        timeout_seconds: float = 10,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._transport = transport
        self._timeout_seconds = timeout_seconds
        self.deliveries: list[Delivery] = []

    @cached_property
    def _client(self) -> httpx2.Client:
        """Made when something is carried: reading the machine's certificates takes a tenth of a second."""
        return httpx2.Client(transport=self._transport, timeout=self._timeout_seconds)

    def handshake(self, url: str, params: dict[str, str]) -> httpx2.Response | None:
        """GET a callback as the networks do to prove it; None when nothing answers."""
        try:
            return self._client.get(url, params=params)
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return None

    def carry(self, parcels: Sequence[Parcel]) -> list[Delivery]:
        """Deliver in order, each until it answers 200 or its retries end."""
        done = [self._deliver(parcel) for parcel in parcels]
        self.deliveries.extend(done)
        return done

    def _deliver(self, parcel: Parcel) -> Delivery:
        status = self._attempt(parcel)
        attempts = 1
        for delay_seconds in parcel.retry_delays_seconds:
            if status == 200:
                break
            self._sleep(delay_seconds)
            status = self._attempt(parcel)
            attempts += 1
        return Delivery(self._clock(), parcel.url, status, attempts, parcel.events)

    def _attempt(self, parcel: Parcel) -> int | None:
        try:
            return self._client.post(parcel.url, content=parcel.body, headers=parcel.headers).status_code
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return None
