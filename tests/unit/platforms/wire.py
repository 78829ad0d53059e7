"""Each platform's client on a wire that answers as the test says: what a call means is seen where it is used."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.contract import ChannelAccess, OutgoingPost, Publisher
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import ReleaseOutcome
from portavoce.publishing import states
from tests.faults.world import NINE, planned

NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
PLATFORMS = ("facebook", "instagram", "x", "mastodon", "bluesky")
ACCOUNTS = {"mastodon": "@aurora@social.example", "bluesky": "aurora.example"}
Answering = Callable[[httpx2.Request], httpx2.Response]
LIST = LookupRule(by="list", settle_seconds=60, source="test")
SENDING = states.claim_publication(planned(late=timedelta(minutes=15)), NINE)
_SESSION = {"did": "did:plc:aurora", "accessJwt": "a.b.c", "refreshJwt": "d.e.f"}


def client_of(platform: str, answering: Answering) -> Publisher:
    """The platform's client, whose requests are answered by `answering`; Bluesky's session opens by itself."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        is_session = request.url.path.endswith(("createSession", "refreshSession"))
        return httpx2.Response(200, json=_SESSION) if is_session else answering(request)

    names = ("access_token", "app_password", "client_id", "client_secret")
    access = ChannelAccess(
        channel_id=f"aurora.{platform}",
        account_id=ACCOUNTS.get(platform, "1001"),
        secrets={name: SecretStr("s") for name in names},
    )
    client: Publisher = discovery.part(platform, "client").connect(
        access, Http("https://platform.example", httpx2.MockTransport(answer))
    )
    return client


def post_of(platform: str, **more: Any) -> OutgoingPost:
    """A post that the platform's client sends by one call; Instagram's has a container already."""
    handles = {"container": "17"} if platform == "instagram" else {}
    return OutgoingPost.model_validate(
        {"publication_id": f"aurora.spring.{platform}", "planned_at": NOON, "text": "Ciao", "handles": handles} | more
    )


def release(platform: str, response: httpx2.Response) -> ReleaseOutcome:
    """What the one call means when it is answered so; looks at what stands already show nothing."""

    def answering(request: httpx2.Request) -> httpx2.Response:
        return response if request.method == "POST" else httpx2.Response(200, json={"data": []})

    return client_of(platform, answering).release(post_of(platform))


def say(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> httpx2.Response:
    """An answer in JSON."""
    return httpx2.Response(status, json=dict(body), headers=headers)
