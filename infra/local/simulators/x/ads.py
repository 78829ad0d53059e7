"""What the simulated X Ads API holds: accounts, what pays, campaigns, their line items, and what was delivered."""

from dataclasses import dataclass, field
from datetime import datetime

PERMISSIONS = frozenset(
    {"ACCOUNT_ADMIN", "AD_MANAGER", "CREATIVE_MANAGER", "CAMPAIGN_ANALYST", "ANALYST", "PARTNER_AUDIENCE_MANAGER",
     "TWEET_COMPOSER"}
)  # fmt: skip


@dataclass
class UserKeys:
    """A user's pair of OAuth 1.0a for one app. `may_use_ads`: X has let the app into the Ads API."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)
    user_id: str
    may_use_ads: bool = True


@dataclass
class Delivery:
    """What was billed and delivered in one hour, in one placement; `recorded` are the hours of its change events."""

    at: datetime
    placement: str
    micros: int
    impressions: int = 0
    clicks: int = 0
    recorded: list[datetime] = field(default_factory=list)


@dataclass
class Entity:
    """What every row has in common."""

    id: str
    account_id: str
    name: str = ""
    entity_status: str = "ACTIVE"
    deleted: bool = False
    updated_at: str = "2026-01-01T00:00:00Z"


@dataclass
class Instrument(Entity):
    """What pays for ads."""

    currency: str = "EUR"
    type: str = "CREDIT_CARD"
    able_to_fund: bool = True
    reasons_not_able_to_fund: tuple[str, ...] = ()
    credit_remaining_local_micro: int | None = None


@dataclass
class Campaign(Entity):
    """A campaign and its deliveries by hour and placement. `unlisted`: no list and no change event names it, and what
    pays for it was billed all the same."""

    funding_instrument_id: str = ""
    currency: str = "EUR"
    daily_budget_amount_local_micro: int | None = None
    total_budget_amount_local_micro: int | None = None
    unlisted: bool = False
    deliveries: dict[tuple[datetime, str], Delivery] = field(default_factory=dict)


@dataclass
class LineItem(Entity):
    """A group of ads of a campaign."""

    campaign_id: str = ""
    end_time: str | None = None


@dataclass
class PromotedTweet(Entity):
    """A post that a line item shows."""

    line_item_id: str = ""
    tweet_id: str = ""
    approval_status: str = "ACCEPTED"


@dataclass
class Account:
    """An ad account, and what each user may do in it."""

    id: str
    name: str
    timezone: str
    approval_status: str = "ACCEPTED"
    permissions: dict[str, tuple[str, ...]] = field(default_factory=dict)


class AdsStore:
    """Everything by id. The caller holds the network's lock."""

    def __init__(self) -> None:
        self.keys: dict[str, UserKeys] = {}
        self.accounts: dict[str, Account] = {}
        self.instruments: dict[str, Instrument] = {}
        self.campaigns: dict[str, Campaign] = {}
        self.line_items: dict[str, LineItem] = {}
        self.promoted_tweets: dict[str, PromotedTweet] = {}
