"""A stand: one platform's simulated network with an account on it, and what the outside world sees and does there.

A stand is found by the host that a manifest names, so that a new platform on a known host needs nothing here."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx2
from pydantic import SecretStr

from infra.local.simulators.bluesky.app import build as build_bluesky
from infra.local.simulators.faults import Fault, transport_for
from infra.local.simulators.mastodon.app import build as build_mastodon
from infra.local.simulators.meta.app import build as build_meta
from infra.local.simulators.network import Network
from infra.local.simulators.timeline import Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.x.app import build as build_x
from portavoce.platforms import discovery
from portavoce.platforms.addresses import base_url_of
from portavoce.platforms.contract import ChannelAccess, Image, OutgoingPost, Video
from portavoce.platforms.http import Http
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.manifest import Capability, Manifest
from tests.aurora import NOW

MEDIA_HOST = "media.aurora.example"
TOKEN, SYSTEM_TOKEN = "token-of-aurora", "token-of-the-system"
PAGE, INSTAGRAM_USER, AD_ACCOUNT, X_USER = "1001", "17841", "501", "2002"
BLUESKY_USER = "did:plc:aurora"
MASTODON_ACCOUNT = "@aurora@mastodon.example"
WIDTH, HEIGHT = 1080, 1080


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def picture(number: int) -> bytes:
    """The smallest thing with a JPEG's start, a frame header of WIDTH by HEIGHT, and an end; all of them differ."""
    frame = b"\xff\xc0\x00\x11\x08" + HEIGHT.to_bytes(2) + WIDTH.to_bytes(2) + b"\x03" + bytes(9)
    comment = b"\xff\xfe\x00\x03" + bytes([number])
    return b"\xff\xd8" + frame + comment + b"\xff\xd9"


def movie(number: int, width: int, height: int, seconds: int) -> bytes:
    """The smallest thing with the boxes of an MP4 that can be streamed; all of them differ by their number."""
    lengths = (1000).to_bytes(4) + (seconds * 1000).to_bytes(4)
    header = _box(b"mvhd", bytes(12) + lengths + bytes(80))
    track = _box(b"trak", _box(b"tkhd", bytes(76) + (width << 16).to_bytes(4) + (height << 16).to_bytes(4)))
    return _box(b"ftyp", b"isom" + bytes(4)) + _box(b"moov", header + track) + _box(b"mdat", number.to_bytes(4))


def _box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4) + kind + body


def media(url: str) -> bytes:
    """The bytes behind an image's or a video's address: `/<number>.jpg`, `/<number>-<width>-<height>-<seconds>.mp4`."""
    number, *shape = (int(part) for part in url.rpartition("/")[2].partition(".")[0].split("-"))
    return movie(number, *shape) if shape else picture(number)


class _Wire(httpx2.BaseTransport):
    """Reaches the media host and the network, each at its own address. `is_cut` is a network that is not there.

    `files` are what the media host has beside `media`, by path; `parts` are the pieces that it was asked for."""

    def __init__(self, network: Network) -> None:
        self._network = transport_for(network)
        self.is_cut = False
        self.files: dict[str, bytes] = {}
        self.parts: list[tuple[int, int]] = []
        self.seen: list[httpx2.Request] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == MEDIA_HOST:
            return self._served(request)
        if self.is_cut:
            raise httpx2.ConnectError("no route", request=request)
        self.seen.append(request)
        return self._network.handle_request(request)

    def _served(self, request: httpx2.Request) -> httpx2.Response:
        content = self.files.get(request.url.path) or media(str(request.url))
        _, _, span = request.headers.get("range", "").partition("=")
        if not span:
            return httpx2.Response(200, content=content)
        first, last = (int(end) for end in span.split("-"))
        self.parts.append((first, last))
        return httpx2.Response(206, content=content[first : last + 1])


@dataclass
class Stand:
    """One account on one platform.

    `login_path` is where the token is shown to open a session, on a platform that has sessions. `numbers_path` is where
    a post's numbers are read, when the address does not name the post."""

    platform: str
    network: Network
    account_id: str
    clock: Clock
    publish_path: str
    token: str = TOKEN
    login_path: str | None = None
    numbers_path: str | None = None
    wire: _Wire = field(init=False)

    def __post_init__(self) -> None:
        self.wire = _Wire(self.network)

    @property
    def manifest(self) -> Manifest:
        return discovery.manifest(self.platform)

    def client(self, token: str | None = None) -> Any:
        secrets = {self.manifest.secrets[0].name: SecretStr(token or self.token)}
        access = ChannelAccess(channel_id=f"aurora.{self.platform}", account_id=self.account_id, secrets=secrets)
        http = Http(base_url_of(self.manifest, self.account_id), self.wire)
        return discovery.part(self.platform, "client").connect(access, http)

    def post(self, text: str = "Buongiorno", images: int | None = None, link: str | None = None) -> OutgoingPost:
        """A post that is planned for now, with as many images as the platform needs at least."""
        rule = self.manifest.post.images
        count = (rule.min_count if rule else 0) if images is None else images
        return OutgoingPost(
            publication_id=f"aurora.spring.{self.platform}",
            planned_at=self.clock(),
            text=text,
            link=link,
            media=tuple(self.image(number) for number in range(count)),
        )

    def image(self, number: int) -> Image:
        return Image(
            url=f"https://{MEDIA_HOST}/{number}.jpg",
            mime_type="image/jpeg",
            size_bytes=len(picture(number)),
            width=WIDTH,
            height=HEIGHT,
            alt_text=f"Una tazzina, vista {number}",
        )

    def video(self, number: int = 1, width: int = 1080, height: int = 1920, seconds: int = 8) -> Video:
        """A video of this shape, upright and short unless told otherwise."""
        return Video(
            url=f"https://{MEDIA_HOST}/{number}-{width}-{height}-{seconds}.mp4",
            mime_type="video/mp4",
            size_bytes=len(movie(number, width, height, seconds)),
            width=width,
            height=height,
            duration_ms=seconds * 1000,
        )

    def fault(self, kind: str, path: str, **more: Any) -> None:
        self.network.faults.add([Fault.model_validate({"kind": kind, "path": path, **more})])

    def published(self) -> list[Post]:
        """What the public sees on the account."""
        return [post for post in self.network.platform.posts.values() if post.account_id == self.account_id]

    def visitor_comments(self, post_id: str) -> str:
        visit = Visit(action="add", post_id=post_id, text="Quanto costa?")
        return self.network.platform.visit(visit)

    def heard(self, comment_id: str) -> Interaction:
        """What somebody has said, as their platform's inbox reads it."""
        said = self.network.platform.comments[comment_id]
        is_under_comment = said.parent_id is not None
        return Interaction(
            platform=self.platform,
            account_id=self.account_id,
            interaction_id=said.id,
            kind=InteractionKind.REPLY if is_under_comment else InteractionKind.COMMENT,
            verb=Verb.ADDED,
            occurred_at=said.created_at,
            text=said.text,
            author_id=said.author_id,
            author_name=said.author_name,
            post_id=said.post_id,
            parent_id=said.parent_id,
            thread_id=None if said.is_mention else said.post_id,
        )

    def is_hidden(self, comment_id: str) -> bool:
        return self.network.platform.comments[comment_id].hidden


def stand_for(platform: str) -> Stand:
    """A fresh stand for a platform. Raises KeyError for a host that no simulated network speaks for."""
    found = discovery.manifest(platform)
    return _STANDS[found.base_url](platform, found)


def signed(platform: str, secret: str, body: bytes) -> dict[str, str]:
    """The headers of a delivery as the platform would sign it, names in lower case."""
    name, signature = _SIGNERS[discovery.manifest(platform).base_url](secret, body)
    return {name: signature}


def _sign_meta(secret: str, body: bytes) -> tuple[str, str]:
    return "x-hub-signature-256", "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _sign_x(secret: str, body: bytes) -> tuple[str, str]:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return "x-twitter-webhooks-signature", "sha256=" + b64encode(digest).decode()


def _meta(platform: str, manifest: Manifest) -> Stand:
    clock = Clock()
    network = build_meta(clock, media, sleep=clock.move)
    days = {"2026-11-21": {"spend_minor": 15237, "impressions": 10450, "clicks": 318}, "2026-11-22": {"spend_minor": 5}}
    campaign = {"id": "23", "name": "Autunno", "daily_budget_minor": 2000, "days": days}
    network.platform.seeds["accounts"](
        {
            "apps": [{"id": "9", "secret": "app-secret"}],
            "pages": [{"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9",
                       "followers_count": 1200, "instagram_user_id": INSTAGRAM_USER,
                       "metrics": {"page_media_view": {"2026-11-21": 40, "2026-11-22": 41, "2026-11-23": 42}}}],
            "instagram_users": [{"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE,
                                 "followers_count": 800, "metrics": {"reach": {"2026-11-21": 7, "2026-11-22": 8},
                                                                     "views": {"2026-11-22": 9, "2026-11-23": 1}}}],
            "tokens": [{"value": SYSTEM_TOKEN, "kind": "system", "app_id": "9", "profile_id": "77"}],
        }
    )  # fmt: skip
    network.platform.seeds["ads"](
        {"ad_accounts": [{"id": AD_ACCOUNT, "name": "Aurora", "currency": "EUR", "campaigns": [campaign]}]}
    )
    if Capability.ADVERTISE in manifest.capabilities:
        return Stand(platform, network, AD_ACCOUNT, clock, "insights$", SYSTEM_TOKEN)
    if manifest.post.needs_media:
        return Stand(platform, network, INSTAGRAM_USER, clock, "media_publish$")
    return Stand(platform, network, PAGE, clock, "/(feed|photos)$")


def _x(platform: str, _manifest: Manifest) -> Stand:
    clock = Clock()
    network = build_x(clock, sleep=clock.move)
    app = {"client_id": "c", "client_secret": "s", "consumer_secret": "consumer-secret", "bearer": "app-bearer"}
    network.platform.seeds["accounts"](
        {
            "apps": [app],
            "users": [{"id": X_USER, "username": "auroracoffee", "name": "Aurora Coffee", "followers_count": 640}],
            "tokens": [{"value": TOKEN, "user_id": X_USER, "client_id": "c"}],
        }
    )
    return Stand(platform, network, X_USER, clock, "/2/tweets$")


def _mastodon(platform: str, _manifest: Manifest) -> Stand:
    clock = Clock()
    network = build_mastodon(clock, sleep=clock.move)
    network.platform.seeds["accounts"](
        {
            "users": [{"id": "3003", "username": "aurora", "name": "Aurora Coffee", "followers_count": 640}],
            "tokens": [{"value": TOKEN, "user_id": "3003"}],
        }
    )
    return Stand(platform, network, MASTODON_ACCOUNT, clock, "/api/v1/statuses$")


def _bluesky(platform: str, _manifest: Manifest) -> Stand:
    clock = Clock()
    network = build_bluesky(clock, sleep=clock.move)
    account = {"did": BLUESKY_USER, "handle": "aurora.example", "app_password": TOKEN, "followers_count": 640}
    network.platform.seeds["accounts"]({"accounts": [account]})
    paths = {"login_path": "/xrpc/com.atproto.server.createSession", "numbers_path": "getPosts$"}
    return Stand(platform, network, BLUESKY_USER, clock, "putRecord$", **paths)


_STANDS: Mapping[str, Callable[[str, Manifest], Stand]] = {
    "https://graph.facebook.com": _meta,
    "https://api.x.com": _x,
    "https://bsky.social": _bluesky,
    "https://{instance}": _mastodon,
}
_SIGNERS = {"https://graph.facebook.com": _sign_meta, "https://api.x.com": _sign_x}
