"""A stand: one platform's simulated network with an account on it, and what the outside world sees and does there.

A stand is found by the host that a manifest names, so that a new platform on a known host needs nothing here."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pydantic import SecretStr

from infra.local.simulators.bluesky.app import build as build_bluesky
from infra.local.simulators.faults import Fault
from infra.local.simulators.mastodon.app import build as build_mastodon
from infra.local.simulators.meta.app import build as build_meta
from infra.local.simulators.network import Network
from infra.local.simulators.timeline import Post
from infra.local.simulators.visits import Visit
from infra.local.simulators.x.app import build as build_x
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import base_url_of
from portavoce.platforms.contract import ChannelAccess, Image, OutgoingPost, Video
from portavoce.platforms.http import Http
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.platforms.manifest import Capability, Manifest
from tests.aurora import NOW
from tests.contract.platforms.wire import HEIGHT, MEDIA_HOST, WIDTH, Wire, media, movie, picture

TOKEN, SYSTEM_TOKEN = "token-of-aurora", "token-of-the-system"
PAGE, INSTAGRAM_USER, AD_ACCOUNT, X_USER = "1001", "17841", "501", "2002"
X_AD_ACCOUNT = "18ce54d4x5t"
BLUESKY_USER = "did:plc:aurora"
MASTODON_ACCOUNT = "@aurora@mastodon.example"
CAMPAIGN: Mapping[str, Any] = {
    "id": "23",
    "name": "Autunno",
    "daily_budget_minor": 2000,
    "days": {
        "2026-11-21": {"spend_minor": 15237, "impressions": 10450, "clicks": 318},
        "2026-11-22": {"spend_minor": 5},
    },
}
"""The campaign that every ad account has; money in euro cents."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Stand:
    """One account on one platform.

    `login_path` is where the token is shown to open a session, on a platform that has sessions. `numbers_path` is where
    a post's numbers are read, when the address does not name the post. `more_secrets` are those beside the token;
    `write_ads` turns campaigns as the suite describes them into what the simulated network takes. `switch_method` is
    that of the call that switches a campaign, `forbid_switching` leaves the token the right to read campaigns alone."""

    platform: str
    network: Network
    account_id: str
    clock: Clock
    publish_path: str
    token: str = TOKEN
    login_path: str | None = None
    numbers_path: str | None = None
    more_secrets: Mapping[str, str] = field(default_factory=dict)
    write_ads: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    switch_method: str = "POST"
    forbid_switching: Callable[[], object] = lambda: None
    wire: Wire = field(init=False)

    def __post_init__(self) -> None:
        self.wire = Wire(self.network)

    @property
    def manifest(self) -> Manifest:
        return discovery.manifest(self.platform)

    def client(self, token: str | None = None) -> Any:
        given = {self.manifest.secrets[0].name: token or self.token, **self.more_secrets}
        secrets = {name: SecretStr(value) for name, value in given.items()}
        access = ChannelAccess(channel_id=f"aurora.{self.platform}", account_id=self.account_id, secrets=secrets)
        http = Http(base_url_of(self.manifest, self.account_id), self.wire, clock=self.clock)
        return discovery.part(self.platform, "client").connect(access, http)

    def seed_campaigns(self, *campaigns: Mapping[str, Any]) -> None:
        """Campaigns with `id`, `name`, `status`, `daily_budget_minor`, and `days` of `spend_minor` in euro cents,
        `impressions` and `clicks`."""
        account = {"id": self.account_id, "campaigns": [self.write_ads(one) for one in campaigns]}
        self.network.platform.seeds["ads"]({"ad_accounts": [account]})

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
    system = {"value": SYSTEM_TOKEN, "kind": "system", "app_id": "9", "profile_id": "77"}
    network.platform.seeds["accounts"](
        {
            "apps": [{"id": "9", "secret": "app-secret"}],
            "pages": [{"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9",
                       "followers_count": 1200, "instagram_user_id": INSTAGRAM_USER,
                       "metrics": {"page_media_view": {"2026-11-21": 40, "2026-11-22": 41, "2026-11-23": 42}}}],
            "instagram_users": [{"id": INSTAGRAM_USER, "username": "auroracoffee", "page_id": PAGE,
                                 "followers_count": 800, "metrics": {"reach": {"2026-11-21": 7, "2026-11-22": 8},
                                                                     "views": {"2026-11-22": 9, "2026-11-23": 1}}}],
            "tokens": [system],
        }
    )  # fmt: skip
    network.platform.seeds["ads"](
        {"ad_accounts": [{"id": AD_ACCOUNT, "name": "Aurora", "currency": "EUR", "campaigns": [CAMPAIGN]}]}
    )
    if Capability.ADVERTISE in manifest.capabilities:
        stand = Stand(platform, network, AD_ACCOUNT, clock, "insights$", SYSTEM_TOKEN)
        reading = {"tokens": [system | {"scopes": ["ads_read"]}]}
        stand.forbid_switching = lambda: network.platform.seeds["accounts"](reading)
        return stand
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


def _x_ads(platform: str, _manifest: Manifest) -> Stand:
    clock = Clock()
    network = build_x(clock, sleep=clock.move)
    more = {
        "access_token_secret": "secret-of-the-user",
        "consumer_key": "key-of-the-app",
        "consumer_secret": "secret-of-the-app",
    }
    keys = more | {"access_token": SYSTEM_TOKEN, "user_id": X_USER}
    account = {"id": X_AD_ACCOUNT, "name": "Aurora", "permissions": {X_USER: ["AD_MANAGER"]}}
    seed = network.platform.seeds["ads"]
    seed({"keys": [keys], "ad_accounts": [account | {"campaigns": [_as_x_campaign(CAMPAIGN)]}]})
    stand = Stand(platform, network, X_AD_ACCOUNT, clock, "/stats/accounts/", SYSTEM_TOKEN, more_secrets=more)
    stand.write_ads, stand.switch_method = _as_x_campaign, "PUT"
    stand.forbid_switching = lambda: seed({"ad_accounts": [account | {"permissions": {X_USER: ["CAMPAIGN_ANALYST"]}}]})
    return stand


def _as_x_campaign(campaign: Mapping[str, Any]) -> Mapping[str, Any]:
    """X says `deleted` beside the status, and counts in millionths."""
    status, daily = campaign.get("status", "ACTIVE"), campaign.get("daily_budget_minor")
    days = {
        day: {"micros": one["spend_minor"] * 10_000} | {name: one.get(name, 0) for name in ("impressions", "clicks")}
        for day, one in campaign.get("days", {}).items()
    }
    return {
        "id": campaign["id"],
        "name": campaign["name"],
        "deleted": status == "DELETED",
        "entity_status": "PAUSED" if status == "PAUSED" else "ACTIVE",
        "daily_budget_amount_local_micro": None if daily is None else daily * 10_000,
        "days": days,
    }


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
    stand = Stand(platform, network, BLUESKY_USER, clock, "putRecord$")
    stand.login_path, stand.numbers_path = "/xrpc/com.atproto.server.createSession", "getPosts$"
    return stand


_STANDS: Mapping[str, Callable[[str, Manifest], Stand]] = {
    "https://graph.facebook.com": _meta,
    "https://api.x.com": _x,
    "https://ads-api.x.com": _x_ads,
    "https://bsky.social": _bluesky,
    "https://{instance}": _mastodon,
}
_SIGNERS = {"https://graph.facebook.com": _sign_meta, "https://api.x.com": _sign_x}
