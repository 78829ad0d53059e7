"""What an ad account tells of itself, its campaigns and what was spent. Pure."""

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime

from portavoce.value import Value

AccountTrouble = Literal["stopped", "payment"]


class CampaignReading(Value):
    """One ad campaign as the platform reports it; money in minor units of `currency`.

    `is_on`: nobody has paused it. `ends_at`: from then on it delivers nothing, whatever its status says."""

    campaign_id: str
    name: str
    status: str
    currency: str
    daily_budget_minor: int | None = None
    lifetime_budget_minor: int | None = None
    is_on: bool = False
    ends_at: AwareDatetime | None = None

    def is_delivering(self, now: datetime) -> bool:
        """Whether it may still cost something."""
        return self.is_on and (self.ends_at is None or now < self.ends_at)


class CampaignStand(Value):
    """One campaign at this moment. `ended`: archived, deleted, or otherwise neither on nor merely paused.

    `changed_at` is when its settings were changed last, its being paused or restarted included; None where the platform
    does not say."""

    campaign_id: str
    account_id: str
    name: str
    stands: Literal["on", "paused", "ended"]
    changed_at: AwareDatetime | None = None


class SpendReading(Value):
    """One campaign's spend on one day of the ad account's own calendar; minor units, restated for some
    days (`RestatementRule`)."""

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
    """The ad account's own currency and IANA zone: its days and its money are counted in these.

    `trouble` says why it can run no ads, or soon will not, `cause` what the platform says of that. `left_minor` is what
    it may still spend in its life, in minor units; None where there is no limit, or nobody tells."""

    account_id: str
    currency: str
    zone: str
    trouble: AccountTrouble | None = None
    cause: str = ""
    left_minor: int | None = None


class PromotedPost(Value):
    """An ad that runs, or would, and the posts that it shows: `post_ids` as the platforms name them. `fault` is what
    the platform finds wrong with it, empty when nothing."""

    ad_id: str
    name: str
    campaign_id: str
    post_ids: tuple[str, ...]
    fault: str = ""
