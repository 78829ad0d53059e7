"""An account on the real server: what the product does with it, and what everybody then reads of it."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import httpx2
from PIL import Image as Picture
from pydantic import SecretStr

from portavoce.platforms.bluesky.client import Bluesky, connect
from portavoce.platforms.contract import ChannelAccess, Image, OutgoingPost, Video
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.outcomes import Published, Ready
from tests.aurora import NOW
from tests.real.bluesky.server import ANSWER_LIMIT_SECONDS, ask
from tests.real.desk import eventually

MEDIA_HOST = "media.aurora.example"
POSTS = "app.bsky.feed.post"
WIDTH, HEIGHT = 640, 480

Meddler = Callable[[httpx2.Request, httpx2.BaseTransport], httpx2.Response]

_numbers = count(1)


def photo(number: int) -> bytes:
    """A small photo; all of them differ."""
    buffer = io.BytesIO()
    Picture.new("RGB", (WIDTH, HEIGHT), (120, 80, number % 256)).save(buffer, "JPEG")
    return buffer.getvalue()


def straight(request: httpx2.Request, onward: httpx2.BaseTransport) -> httpx2.Response:
    """Meddles with nothing."""
    return onward.handle_request(request)


class Wire(httpx2.BaseTransport):
    """The network as it is, but for the media host, which is here, and for what `meddle` does to a request."""

    def __init__(self, media: Mapping[str, bytes], meddle: Meddler) -> None:
        self._media = media
        self._meddle = meddle
        self._onward = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == MEDIA_HOST:
            return httpx2.Response(200, content=self._media[request.url.path])
        return self._meddle(request, self._onward)

    def close(self) -> None:
        self._onward.close()


@dataclass
class Account:
    """One account. Its media lie at `https://media.aurora.example`."""

    url: str
    did: str
    app_password: str
    media: dict[str, bytes] = field(default_factory=dict)
    wires: list[Wire] = field(default_factory=list)

    @classmethod
    def on(cls, url: str, handle: str) -> Self:
        """A new account with an app password, made as a person would make it."""
        details = {"email": f"{handle}@aurora.example", "handle": handle, "password": "a-long-password"}
        made = ask(url, "com.atproto.server.createAccount", details)
        app = ask(url, "com.atproto.server.createAppPassword", {"name": "portavoce"}, made["accessJwt"])
        return cls(url, made["did"], app["password"])

    def client(self, meddle: Meddler = straight) -> Bluesky:
        """The product's client, with a session of its own."""
        secrets = {"app_password": SecretStr(self.app_password)}
        access = ChannelAccess(channel_id="aurora.bluesky", account_id=self.did, secrets=secrets)
        self.wires.append(Wire(self.media, meddle))
        return connect(access, Http(self.url, self.wires[-1]))

    def close(self) -> None:
        """Hang up all clients."""
        for wire in self.wires:
            wire.close()

    def post(self, text: str, photos: tuple[bytes, ...] = (), **more: Any) -> OutgoingPost:
        """A publication of its own."""
        number = next(_numbers)
        images = tuple(self._image(f"/{number}-{index}.jpg", one) for index, one in enumerate(photos, 1))
        return OutgoingPost(
            publication_id=f"aurora.real-{number}.bluesky", planned_at=NOW, text=text, media=images, **more
        )

    def video(self, content: bytes) -> Video:
        """A video at the media host."""
        path = f"/{next(_numbers)}.mp4"
        self.media[path] = content
        return Video(
            url=f"https://{MEDIA_HOST}{path}",
            mime_type="video/mp4",
            size_bytes=len(content),
            width=WIDTH,
            height=HEIGHT,
            duration_ms=1000,
            alt_text="Il vapore sale ☕",
        )

    def prepared(self, post: OutgoingPost, meddle: Meddler = straight) -> OutgoingPost:
        """The post with the handles that preparing it gave."""
        kept: dict[str, str] = {}
        outcome = self.client(meddle).prepare(post, kept.__setitem__)
        assert outcome == Ready(), outcome
        return post.model_copy(update={"handles": kept})

    def records(self) -> list[dict[str, Any]]:
        """Everything that the account has posted, as everybody can read it."""
        query = {"repo": self.did, "collection": POSTS, "limit": "100"}
        found: list[dict[str, Any]] = self._read("com.atproto.repo.listRecords", query).json()["records"]
        return found

    def record(self, uri: str) -> dict[str, Any]:
        """One record's value."""
        query = {"repo": self.did, "collection": POSTS, "rkey": uri.rpartition("/")[2]}
        found: dict[str, Any] = self._read("com.atproto.repo.getRecord", query).json()["value"]
        return found

    def view_of(self, did: str) -> Mapping[str, Any]:
        """What the network says that this account has done about another."""
        found = self.client().api.query("app.bsky.actor.getProfile", {"actor": did})
        assert isinstance(found, Answer)
        viewer: Mapping[str, Any] = found.body["viewer"]
        return viewer

    def blob(self, cid: str) -> bytes:
        """The bytes behind a reference."""
        return self._read("com.atproto.sync.getBlob", {"did": self.did, "cid": cid}).content

    def _image(self, path: str, content: bytes) -> Image:
        self.media[path] = content
        return Image(
            url=f"https://{MEDIA_HOST}{path}",
            mime_type="image/jpeg",
            size_bytes=len(content),
            width=WIDTH,
            height=HEIGHT,
            alt_text=f"Una tazzina ☕ vista {path}",
        )

    def _read(self, method: str, query: Mapping[str, str]) -> httpx2.Response:
        answer = httpx2.get(f"{self.url}/xrpc/{method}", params=query, timeout=ANSWER_LIMIT_SECONDS)
        assert answer.status_code == 200, answer.text
        return answer


def published(account: Account, post: OutgoingPost) -> Published:
    outcome = account.client().release(post)
    assert isinstance(outcome, Published)
    return outcome


def begin(account: Account) -> dict[str, str]:
    """A post of the account's that the network shows, as others refer to it."""
    uri = published(account, account.prepared(account.post("Il caffè è pronto"))).remote_id
    api = account.client().api

    def look() -> dict[str, str] | None:
        found = api.query("app.bsky.feed.getPosts", {"uris": uri})
        assert isinstance(found, Answer)
        return next(({"uri": uri, "cid": one["cid"]} for one in found.body["posts"]), None)

    return eventually(look)
