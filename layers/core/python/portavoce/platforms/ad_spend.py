"""What an ad account tells of itself, its campaigns and what was spent. Pure."""

from datetime import date

from portavoce.value import Value


class CampaignReading(Value):
    """One ad campaign as the platform reports it; money in minor units of `currency`."""

    campaign_id: str
    name: str
    status: str
    currency: str
    daily_budget_minor: int | None = None
    lifetime_budget_minor: int | None = None


class SpendReading(Value):
    """One campaign's spend on one day of the ad account's own calendar; minor units, restated for up to 28 days."""

    campaign_id: str
    day: date
    currency: str
    spend_minor: int
    impressions: int | None = None
    clicks: int | None = None


class SpendTotal(Value):
    """What the whole ad account spent on one day of its calendar, in minor units."""

    day: date
    currency: str
    spend_minor: int


class AdAccount(Value):
    """The ad account's own currency and IANA zone: its days and its money are counted in these."""

    account_id: str
    currency: str
    zone: str
