"""What `/_sim/accounts` and `/_sim/ads` of the Meta simulator take."""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from infra.local.simulators.meta.ads import Ad, AdAccount, Campaign, Day
from infra.local.simulators.meta.apps import INSTAGRAM_WEBHOOK_FIELDS
from infra.local.simulators.meta.facebook import PAGE_WEBHOOK_FIELDS
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import (
    ALL_SCOPES,
    App,
    IgUser,
    Page,
    Token,
)
from infra.local.simulators.visits import NoSuchThing


class _Seed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AppSeed(_Seed):
    """An app; with a `callback_url` it is subscribed to every webhook field, without a handshake."""

    id: str
    secret: str
    callback_url: str = ""
    verify_token: str = ""
    redirect_uris: list[str] = []


class TokenSeed(_Seed):
    """A token; without `scopes` it has all. `dead_subcode` (458, 460, 463, 467 …) makes it refuse with 190."""

    value: str
    kind: Literal["page", "user", "system"]
    app_id: str
    profile_id: str
    scopes: list[str] | None = None
    expires_at: AwareDatetime | None = None
    dead_subcode: int | None = None


class PageSeed(_Seed):
    """A Page; its own `access_token` is registered too when `app_id` is given.

    `metrics` map a name to one number for every day, or to numbers by ISO day.
    """

    id: str
    name: str
    access_token: str
    app_id: str = ""
    followers_count: int = 0
    instagram_user_id: str | None = None
    subscribed_fields: list[str] = []
    tasks: list[str] = list(Page.tasks)
    video_ready_seconds: float = 0
    metrics: dict[str, object] = {}


class IgUserSeed(_Seed):
    """An Instagram account; demographics are `{"follower_demographics": {"country": {"IT": 300}}}`."""

    id: str
    username: str
    page_id: str
    name: str = ""
    followers_count: int = 0
    follows_count: int = 0
    quota_total: int = 100
    container_ready_seconds: float = 0
    video_ready_seconds: float = 0
    metrics: dict[str, object] = {}


class PostSeed(_Seed):
    """Numbers of a post that exists already."""

    id: str
    counters: dict[str, int] = {}
    metrics: dict[str, object] = {}


class AccountsSeed(_Seed):
    """Body of `POST /_sim/accounts`: what is named is created or replaced. `quotas` are calls per use case."""

    apps: list[AppSeed] = []
    pages: list[PageSeed] = []
    instagram_users: list[IgUserSeed] = []
    tokens: list[TokenSeed] = []
    posts: list[PostSeed] = []
    quotas: dict[str, int] = {}


class DaySeed(_Seed):
    """One campaign's day, money in minor units."""

    spend_minor: int = Field(ge=0)
    impressions: int = 0
    clicks: int = 0
    reach: int = 0
    actions: dict[str, int] = {}
    action_values_minor: dict[str, int] = {}


class CampaignSeed(_Seed):
    """A campaign and its days by ISO date; on a known campaign the named days are added or replaced."""

    id: str
    name: str = ""
    objective: str = "OUTCOME_TRAFFIC"
    status: Literal["ACTIVE", "PAUSED", "ARCHIVED", "DELETED"] = "ACTIVE"
    stop_time: str | None = None
    daily_budget_minor: int | None = None
    lifetime_budget_minor: int | None = None
    days: dict[str, DaySeed] = {}


class AdSeed(_Seed):
    """An ad, and the post that it shows."""

    id: str
    campaign_id: str
    name: str = ""
    status: str = "ACTIVE"
    story_id: str | None = None
    instagram_media_id: str | None = None


class AdAccountSeed(_Seed):
    """An ad account with its campaigns and ads."""

    id: str
    name: str = ""
    currency: str = "EUR"
    timezone_name: str = "Europe/Rome"
    account_status: int = 1
    disable_reason: int = 0
    spend_cap_minor: int | None = None
    campaigns: list[CampaignSeed] = []
    ads: list[AdSeed] = []


class AdsSeed(_Seed):
    """Body of `POST /_sim/ads`."""

    ad_accounts: list[AdAccountSeed]


def seed_accounts(graph: Graph, body: object) -> None:
    """Create or replace apps, Pages, Instagram accounts, tokens, numbers and quotas."""
    seed = AccountsSeed.model_validate(body)
    store = graph.store
    for app in seed.apps:
        wanted = {"page": PAGE_WEBHOOK_FIELDS, "instagram": INSTAGRAM_WEBHOOK_FIELDS} if app.callback_url else {}
        values = app.model_dump(exclude={"redirect_uris"})
        store.apps[app.id] = App(**values, redirect_uris=frozenset(app.redirect_uris), subscriptions=wanted)
    for page in seed.pages:
        values = page.model_dump(exclude={"app_id", "subscribed_fields", "tasks"})
        fields, tasks = frozenset(page.subscribed_fields), tuple(page.tasks)
        store.pages[page.id] = Page(**values, subscribed_fields=fields, tasks=tasks)
        if page.app_id:
            store.tokens[page.access_token] = Token(page.access_token, "page", page.app_id, page.id)
    for user in seed.instagram_users:
        store.ig_users[user.id] = IgUser(**user.model_dump())
    for token in seed.tokens:
        scopes = ALL_SCOPES if token.scopes is None else frozenset(token.scopes)
        store.tokens[token.value] = Token(**token.model_dump(exclude={"scopes"}), scopes=scopes)
    for numbers in seed.posts:
        if numbers.id not in store.posts:
            raise NoSuchThing(f"There is no post {numbers.id}.")
        store.posts[numbers.id].counters |= numbers.counters
        store.posts[numbers.id].metrics |= numbers.metrics
    if unknown := seed.quotas.keys() - graph.usage.quotas.keys():
        raise NoSuchThing(f"There is no quota named {min(unknown)}; there are {sorted(graph.usage.quotas)}.")
    graph.usage.quotas |= seed.quotas


def seed_ads(graph: Graph, body: object) -> None:
    """Create or update ad accounts, campaigns and what they spent by day."""
    for account in AdsSeed.model_validate(body).ad_accounts:
        graph.store.ad_accounts[account.id] = AdAccount(**account.model_dump(exclude={"campaigns", "ads"}))
        for ad in account.ads:
            graph.store.ads[ad.id] = Ad(account_id=account.id, **ad.model_dump())
        for campaign in account.campaigns:
            known = graph.store.campaigns.get(campaign.id)
            days = known.days if known else {}
            days |= {day: Day(**numbers.model_dump()) for day, numbers in campaign.days.items()}
            values = campaign.model_dump(exclude={"days"})
            if known:
                values |= {name: getattr(known, name) for name in values if name not in campaign.model_fields_set}
            graph.store.campaigns[campaign.id] = Campaign(account_id=account.id, days=days, **values)
