"""What a platform's client concludes from a list, however odd."""

from datetime import UTC, datetime
from typing import Any

import httpx2
from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import base_url_of
from portavoce.platforms.contract import ChannelAccess, OutgoingPost
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import LookupOutcome

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ACCOUNTS = {"facebook": "61550000000000001", "instagram": "17841", "x": "2002", "mastodon": "@aurora@mastodon.example"}


def post(**fields: Any) -> OutgoingPost:
    return OutgoingPost(**{"publication_id": "p", "planned_at": TEN, "text": "Due foto"} | fields)


def looked_up(platform: str, post: OutgoingPost, body: object, status: int = 200) -> LookupOutcome:
    """What the platform's client concludes when every read is answered by this."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("verify_credentials"):
            return httpx2.Response(200, json={"id": "3003"})
        return httpx2.Response(status, text=body) if isinstance(body, str) else httpx2.Response(status, json=body)

    manifest = discovery.manifest(platform)
    secrets = {manifest.secrets[0].name: SecretStr("t")}
    access = ChannelAccess(channel_id=f"aurora.{platform}", account_id=ACCOUNTS[platform], secrets=secrets)
    http = Http(base_url_of(manifest, access.account_id), httpx2.MockTransport(answer))
    outcome: LookupOutcome = discovery.part(platform, "client").connect(access, http).look_up(post, TEN)
    return outcome
