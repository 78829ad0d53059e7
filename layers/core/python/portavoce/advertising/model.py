"""What was spent, and how it stands against what may be spent. Money is int, in the currency's minor units."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, Field

from portavoce.brands.model import Budget
from portavoce.platforms.ad_spend import AccountTrouble
from portavoce.value import Value

NOT_EXPLAINED = "not-explained"
"""In place of a campaign's id: what an ad account says it spent beyond the campaigns that can be read."""


class AccountState(Value):
    """An ad account as it was last read: its days are of `zone`, its money of `currency`.

    `decimals` is how many digits of an amount stand after the point; `campaigns` maps ids to names, of those
    that have a budget of their own. `trouble` and `cause` say why it runs no ads, or soon will not, `trouble_since`
    since when that was seen. What it may still spend (`left_minor`, None when nobody tells) is enough for `left_days`
    at the pace of the last week; `short_since` stands while that is too little."""

    brand_id: str
    ad_account: str
    platform: str
    currency: str
    decimals: int = Field(ge=0, le=4)
    zone: str
    campaigns: Mapping[str, str] = Field(default_factory=dict)
    trouble: AccountTrouble | None = None
    cause: str = ""
    trouble_since: AwareDatetime | None = None
    left_minor: int | None = None
    left_days: int | None = None
    short_since: AwareDatetime | None = None
    as_of: AwareDatetime


class HeldAd(Value):
    """An ad that runs on a post of ours which should rather not be shown: why (`cause`), and what tells this time from
    another (`occasion`: a freeze, or a month)."""

    ad_name: str
    ad_id: str
    publication_id: str
    channel: str
    cause: str
    occasion: str


class SpendDay(Value):
    """What one campaign spent on one day of its ad account's calendar, as last restated by the platform."""

    brand_id: str
    ad_account: str
    campaign_id: str
    day: date
    currency: str
    spend_minor: int
    impressions: int | None = None
    clicks: int | None = None


class BudgetWatch(Value):
    """What was told of a budget in one month, so that each crossing of each revision is told once.

    A revision is the amount as the brand's file has it: another amount begins the next one, with nothing passed.
    `passed` are the thresholds, in percent, that the spend stands above; `crossings` counts how often each was crossed
    in this revision. `version` counts the writes of the item."""

    brand_id: str
    budget_id: str
    period: str
    amount_minor: int
    currency: str
    revision: int = 1
    passed: tuple[int, ...] = ()
    crossings: Mapping[int, int] = Field(default_factory=dict)
    version: int = 0


class Forecast(Value):
    """The spend that a month is likely to end with, in minor units: nine in ten end between `low` and `high`."""

    expected_minor: int
    low_minor: int
    high_minor: int

    def is_likely_over(self, amount_minor: int) -> bool:
        """True when five chances in six or more are for an end above the amount: half way from the expected end to the
        low one lies a deviation of a normal curve, or nearly."""
        return self.low_minor + self.expected_minor > 2 * amount_minor


class BudgetStatus(Value):
    """How a budget stands in one month of its ad account's calendar (`period` is yyyy-mm), or in its own days (first
    and last, with two dots between). `planned_minor` is what its curve means to have been spent by now.

    `spent_minor` is None exactly when `unavailable_reason` says why; `forecast_minor` is None, beyond that, until
    there are enough days to go by; nine months in ten end between `forecast_low_minor` and `forecast_high_minor`.
    `is_forecast_over` says that the month is likely to end above the budget, `is_forecast_idle` that more than half of
    it is over and a fifth of the budget or more is likely to be left. `thresholds_passed` are percent.
    `not_explained_minor` is the part of a whole account's spend that no campaign accounts for.
    `account_currency` differs from `currency` only when that is why nothing can be said; `campaign_name` is what the
    platform calls the budget's campaign, `name` what people call the budget."""

    brand_id: str
    budget: Budget
    name: str
    period: str
    currency: str
    decimals: int = 2
    zone: str | None = None
    account_currency: str | None = None
    campaign_name: str | None = None
    spent_minor: int | None = None
    forecast_minor: int | None = None
    forecast_low_minor: int | None = None
    forecast_high_minor: int | None = None
    is_forecast_over: bool = False
    is_forecast_idle: bool = False
    not_explained_minor: int = 0
    elapsed_percent: int | None = None
    planned_minor: int | None = None
    thresholds_passed: tuple[int, ...] = ()
    as_of: AwareDatetime | None = None
    unavailable_reason: str | None = None
