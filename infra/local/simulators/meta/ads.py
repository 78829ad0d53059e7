"""Ad accounts, their campaigns, and what these delivered."""

from dataclasses import dataclass, field


@dataclass
class Day:
    """What one campaign delivered on one day in the ad account's zone; money in minor units."""

    spend_minor: int
    impressions: int = 0
    clicks: int = 0
    reach: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    action_values_minor: dict[str, int] = field(default_factory=dict)


@dataclass
class Campaign:
    """An ad campaign; budgets in minor units of the account's currency."""

    id: str
    account_id: str
    name: str
    objective: str
    status: str
    daily_budget_minor: int | None = None
    lifetime_budget_minor: int | None = None
    start_time: str = "2026-01-01T00:00:00+0000"
    stop_time: str | None = None
    updated_time: str = "2026-01-01T00:00:00+0000"
    days: dict[str, Day] = field(default_factory=dict)


@dataclass
class AdAccount:
    """An ad account; its node is `act_<id>`."""

    id: str
    name: str
    currency: str
    timezone_name: str
    account_status: int = 1
    disable_reason: int = 0
    spend_cap_minor: int | None = None


@dataclass
class Ad:
    """An ad of a campaign; the post that it shows is a Page's, an Instagram account's, or none."""

    id: str
    account_id: str
    campaign_id: str
    name: str
    status: str = "ACTIVE"
    story_id: str | None = None
    instagram_media_id: str | None = None
