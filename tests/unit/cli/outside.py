"""The world outside a test's stage: simulated networks at the platforms' own addresses, and a browser with the owner
of all accounts in front of it, who says yes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from urllib.parse import urlsplit
from urllib.request import urlopen

import httpx2
import pytest

from infra.local.simulators.bluesky.app import build as build_bluesky
from infra.local.simulators.faults import transport_for
from infra.local.simulators.mastodon.app import build as build_mastodon
from infra.local.simulators.meta.app import build as build_meta
from infra.local.simulators.network import Network
from infra.local.simulators.x.app import build as build_x
from portavoce.platforms.facebook.manifest import WEBHOOK_FIELDS
from tests.stage import MORNING

X_APP, X_SECRET, X_USER = "aurora-app", "x-app-secret", "2002"
META_APP, META_SECRET, PAGE = "700", "meta-app-secret", "1001"
DOMAINS = {"x.com": "x", "facebook.com": "meta", "bsky.social": "bluesky", "mastodon.example": "mastodon"}
DID, APP_PASSWORD = "did:plc:aurora", "abcd-efgh-ijkl-mnop"


@dataclass
class Outside:
    """The networks; `clock` is theirs."""

    now: datetime
    networks: dict[str, Network] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.networks["x"] = build_x(lambda: self.now, sleep=lambda _: None)
        self.networks["meta"] = build_meta(lambda: self.now, lambda _: b"", sleep=lambda _: None)
        self.networks["bluesky"] = build_bluesky(lambda: self.now, sleep=lambda _: None)
        self.networks["mastodon"] = build_mastodon(lambda: self.now, sleep=lambda _: None)
        self.seed("mastodon", {"users": [{"id": "1", "username": "aurora"}]})
        x_app = {"client_id": X_APP, "client_secret": X_SECRET, "consumer_secret": "c", "bearer": "b"}
        self.seed(
            "x",
            {
                "apps": [x_app | {"redirect_uris": [f"http://127.0.0.1:{port}/callback" for port in (8917, 8918)]}],
                "users": [{"id": X_USER, "username": "auroracoffee"}, {"id": "2003", "username": "somebodyelse"}],
                "signed_in": X_USER,
            },
        )
        page = {"id": PAGE, "name": "Aurora Coffee", "access_token": "page-token", "app_id": META_APP}
        self.seed(
            "meta",
            {
                "apps": [{"id": META_APP, "secret": META_SECRET}],
                "pages": [page | {"subscribed_fields": list(WEBHOOK_FIELDS)}],
                "tokens": [{"value": "ads-token", "kind": "system", "app_id": META_APP, "profile_id": "1"}],
            },
        )
        self.seed("meta", {"ad_accounts": [{"id": "1", "currency": "EUR"}]}, "ads")
        account = {"did": DID, "handle": "aurora.bsky.social", "app_password": APP_PASSWORD}
        self.seed("bluesky", {"accounts": [account]})

    def seed(self, network: str, body: Mapping[str, object], kind: str = "accounts") -> None:
        self.networks[network].platform.seeds[kind](body)

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """What stands at an address of the internet."""
        name = {"x.com": "x", "facebook.com": "meta", "bsky.social": "bluesky", "mastodon.example": "mastodon"}[
            _domain(request.url.host)
        ]
        return transport_for(self.networks[name]).handle_request(request)

    def browse(self, address: str) -> bool:
        """The owner's browser: the platform's page sends it back to this machine. Opens beside the caller."""
        answer = self.handle(httpx2.Request("GET", address))
        if answer.has_redirect_location:
            Thread(target=lambda: urlopen(answer.headers["Location"], timeout=5).read(), daemon=True).start()
        return True


def _domain(host: str) -> str:
    return ".".join(host.split(".")[-2:])


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> Outside:
    """The networks at the platforms' addresses; only this machine's own ports are real."""
    found = Outside(MORNING)
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", lambda _, request: found.handle(request))
    monkeypatch.setattr("webbrowser.open", found.browse)
    return found


def port_of(address: str) -> int | None:
    return urlsplit(address).port
