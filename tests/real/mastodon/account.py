"""The one account on the server: what the product does with it, and what everybody then sees of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx2
from PIL import Image as Picture
from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, OutgoingPost
from portavoce.platforms.http import Http
from portavoce.platforms.mastodon.client import Mastodon, connect
from tests.faults.world import Died
from tests.real.mastodon import server


@dataclass
class Wire(httpx2.BaseTransport):
    """The way to the server and to the images, on which answers can be lost and our keys left out.

    `dies_at`: the process dies when this status has reached the server and its answer has not come back."""

    to_server: httpx2.BaseTransport
    is_keyless: bool = False
    answers_to_lose: int = 0
    dies_at: int = 0
    _written: int = field(default=0, init=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "media.test":
            return httpx2.Response(200, content=photo())
        if self.is_keyless:
            request.headers.pop("idempotency-key", None)
        answer = self.to_server.handle_request(request)
        if request.method != "POST" or request.url.path != "/api/v1/statuses":
            return answer
        self._written += 1
        if self._written == self.dies_at:
            answer.read()
            answer.close()
            raise Died
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            answer.read()
            answer.close()
            raise httpx2.RemoteProtocolError("Server disconnected without sending a response.", request=request)
        return answer


def photo() -> bytes:
    """A real JPEG."""
    buffer = BytesIO()
    Picture.new("RGB", (1200, 1200), (120, 80, 40)).save(buffer, "JPEG")
    return buffer.getvalue()


def client_of(url: str, wire: Wire, token: str = server.TOKEN) -> Mastodon:
    access = ChannelAccess(
        channel_id="aurora.mastodon", account_id=server.ACCOUNT, secrets={"access_token": SecretStr(token)}
    )
    return connect(access, Http(url, wire))


def statuses(url: str) -> list[dict[str, Any]]:
    """What the server shows to everybody."""
    me = httpx2.get(
        f"{url}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {server.TOKEN}"}
    ).json()
    found: list[dict[str, Any]] = httpx2.get(f"{url}/api/v1/accounts/{me['id']}/statuses", params={"limit": 40}).json()
    return found


def post(text: str, publication_id: str, **more: Any) -> OutgoingPost:
    return OutgoingPost(publication_id=publication_id, planned_at=datetime.now(UTC), text=text, **more)
