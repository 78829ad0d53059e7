"""What an installer does by hand on the platforms' own pages: accounts, tokens, webhooks. Here for the demo brand."""

import secrets as random
from dataclasses import dataclass, field
from typing import Any

import httpx2

from infra.assembly import StepFailed
from infra.local.networks import Networks
from portavoce.brands.model import Brand
from portavoce.cli.client import Api
from portavoce.platforms.facebook.manifest import WEBHOOK_FIELDS as PAGE_FIELDS
from portavoce.platforms.instagram.manifest import WEBHOOK_FIELDS as INSTAGRAM_FIELDS

GRAPH = "v26.0"
PAGE_APP, INSTAGRAM_APP, X_APP = "700000000000001", "700000000000002", "aurora-social"
VERIFY_TOKEN = "aurora-verify"
FOLLOWERS = {"facebook": 4210, "instagram": 6804, "x": 1893, "bluesky": 734, "mastodon": 412}
X_EVENTS = ("post.reply.create", "post.mention.create")


@dataclass(frozen=True)
class Accounts:
    """The demo brand's accounts on the simulated networks, with secrets made up anew at each start."""

    brand: Brand
    page_token: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    system_token: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    x_token: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    bluesky_password: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    mastodon_token: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    x_bearer: str = field(default_factory=lambda: random.token_hex(24), repr=False)
    page_secret: str = field(default_factory=lambda: random.token_hex(16), repr=False)
    instagram_secret: str = field(default_factory=lambda: random.token_hex(16), repr=False)
    x_secret: str = field(default_factory=lambda: random.token_hex(16), repr=False)

    def id_on(self, platform: str) -> str:
        """The brand's account id on a platform."""
        accounts = {one.platform: one.account_id for one in self.brand.channels}
        accounts |= {one.platform: one.account_id for one in self.brand.ad_accounts}
        return accounts[platform]

    def open(self, networks: Networks) -> None:
        """Create the accounts on the networks."""
        page, instagram = self.id_on("facebook"), self.id_on("instagram")
        networks.seed("meta", "accounts", self._meta(page, instagram))
        networks.seed("x", "accounts", self._x(self.id_on("x")))
        networks.seed("bluesky", "accounts", self._bluesky(self.id_on("bluesky")))
        networks.seed("mastodon", "accounts", self._mastodon(self.id_on("mastodon")))

    def hand_over(self, api: Api) -> None:
        """Give Portavoce the secrets, through its API, as `portavoce channel token` does."""
        secrets = {
            "facebook": {"access_token": self.page_token},
            "instagram": {"access_token": self.page_token},
            "x": {"access_token": self.x_token},
            "bluesky": {"app_password": self.bluesky_password},
            "mastodon": {"access_token": self.mastodon_token},
        }
        for channel in self.brand.channels:
            secret = {"secrets": secrets[channel.platform]}
            api.put("brands", self.brand.id, "channels", channel.id, "secrets", body=secret)
        for account in self.brand.ad_accounts:
            secret = {"secrets": {"access_token": self.system_token}}
            api.put("brands", self.brand.id, "ad-accounts", account.id, "secrets", body=secret)
        meta = {"verify_token": VERIFY_TOKEN}
        for platform, given in (
            ("facebook", {"current": self.page_secret, **meta}),
            ("instagram", {"current": self.instagram_secret, **meta}),
            ("x", {"current": self.x_secret}),
        ):
            api.put("webhooks", platform, "secret", body={"secrets": given})

    def subscribe(self, networks: Networks, api_url: str) -> None:
        """Point the networks' webhooks here; each proves the address with its own handshake."""
        for app, secret, thing, fields in (
            (PAGE_APP, self.page_secret, "page", ",".join(PAGE_FIELDS)),
            (INSTAGRAM_APP, self.instagram_secret, "instagram", ",".join(INSTAGRAM_FIELDS)),
        ):
            platform = "facebook" if thing == "page" else thing
            wanted = {"object": thing, "callback_url": f"{api_url}/webhooks/{platform}", "fields": fields}
            wanted |= {"verify_token": VERIFY_TOKEN}
            _call(networks, "meta", f"/{GRAPH}/{app}/subscriptions", f"{app}|{secret}", form=wanted)
        registered = _call(networks, "x", "/2/webhooks", self.x_bearer, json={"url": f"{api_url}/webhooks/x"})
        for event in X_EVENTS:
            subscription = {
                "event_type": event,
                "filter": {"user_id": self.id_on("x")},
                "webhook_id": registered["data"]["id"],
            }
            _call(networks, "x", "/2/activity/subscriptions", self.x_token, json=subscription)
        revoked = {"event_type": "oauth.revoke", "webhook_id": registered["data"]["id"]}
        _call(networks, "x", "/2/activity/subscriptions", self.x_bearer, json=revoked)

    def _meta(self, page: str, instagram: str) -> dict[str, Any]:
        return {
            "apps": [
                {"id": PAGE_APP, "secret": self.page_secret},
                {"id": INSTAGRAM_APP, "secret": self.instagram_secret},
            ],
            "pages": [
                {
                    "id": page,
                    "name": self.brand.name,
                    "access_token": self.page_token,
                    "app_id": PAGE_APP,
                    "followers_count": FOLLOWERS["facebook"],
                    "instagram_user_id": instagram,
                    "subscribed_fields": list(PAGE_FIELDS),
                }
            ],
            "instagram_users": [
                {
                    "id": instagram,
                    "username": self.brand.id,
                    "page_id": page,
                    "name": self.brand.name,
                    "followers_count": FOLLOWERS["instagram"],
                }
            ],
            "tokens": [{"value": self.system_token, "kind": "system", "app_id": PAGE_APP, "profile_id": "1"}],
        }

    def _x(self, user: str) -> dict[str, Any]:
        return {
            "apps": [
                {
                    "client_id": X_APP,
                    "client_secret": random.token_hex(16),
                    "consumer_secret": self.x_secret,
                    "bearer": self.x_bearer,
                }
            ],
            "users": [
                {
                    "id": user,
                    "username": self.brand.id,
                    "name": self.brand.name,
                    "followers_count": FOLLOWERS["x"],
                }
            ],
            "tokens": [{"value": self.x_token, "user_id": user, "client_id": X_APP}],
        }

    def _bluesky(self, did: str) -> dict[str, Any]:
        account = {"did": did, "handle": f"{self.brand.id}.example", "app_password": self.bluesky_password}
        return {"accounts": [account | {"followers_count": FOLLOWERS["bluesky"]}]}

    def _mastodon(self, account: str) -> dict[str, Any]:
        _, username, domain = account.split("@")
        user = {"id": "1", "username": username, "name": self.brand.name, "followers_count": FOLLOWERS["mastodon"]}
        return {
            "instance": {"domain": domain},
            "users": [user],
            "tokens": [{"value": self.mastodon_token, "user_id": user["id"]}],
        }


def _call(
    networks: Networks,
    simulator: str,
    path: str,
    token: str,
    *,
    form: dict[str, str] | None = None,
    json: dict[str, Any] | None = None,
) -> dict[str, Any]:
    url, headers = networks.url(simulator) + path, {"Authorization": f"Bearer {token}"}
    answer = httpx2.post(url, data=form, json=json, headers=headers, timeout=60)
    if answer.is_error:
        raise StepFailed(f"the simulated {simulator} refused {path}: {answer.text[:500]}")
    found: dict[str, Any] = answer.json()
    return found
