"""An ad account with campaigns, for the tests of advertising."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portavoce.advertising.model import AccountState, HeldAd, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import SpendCollector
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.platforms.ad_spend import AdAccount, CampaignReading, PromotedPost, SpendReading, SpendTotal
from portavoce.platforms.contract import ReadRefused
from portavoce.reporting.records import Alerts
from portavoce.table.table import Table
from tests.aurora import NOW, aurora

BUDGET = Budget(id="month", ad_account="meta", amount_minor=100_000, currency="EUR")
AURORA = aurora(budgets=[BUDGET])
ACCOUNT = AccountState(
    brand_id="aurora",
    ad_account="meta",
    platform="meta_ads",
    currency="EUR",
    decimals=2,
    zone="Europe/Rome",
    as_of=NOW,
)


def spend(campaign: str, day: int, spend_minor: int, **given: Any) -> SpendDay:
    """A campaign's day in November 2026."""
    standing = {"brand_id": "aurora", "ad_account": "meta", "campaign_id": campaign, "currency": "EUR"}
    fields = {"day": date(2026, 11, day), "spend_minor": spend_minor}
    return SpendDay.model_validate(standing | fields | given)


@dataclass
class AdPlatform:
    """A platform's ad account in memory: `days` maps (campaign, day) to minor units; `beyond` is in its total alone."""

    days: dict[tuple[str, date], int] = field(default_factory=dict)
    currency: str = "EUR"
    zone: str = "Europe/Rome"
    trouble: Exception | None = None
    deleted: dict[str, dict[date, int]] = field(default_factory=dict)
    beyond: dict[date, int] = field(default_factory=dict)
    asked: list[tuple[date, date]] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)
    promoted: list[PromotedPost] = field(default_factory=list)

    def promoted_posts(self) -> list[PromotedPost]:
        return self.promoted

    def account(self) -> AdAccount:
        if self.trouble:
            raise self.trouble
        return AdAccount(account_id="1", currency=self.currency, zone=self.zone, **self.state)

    def campaigns(self) -> list[CampaignReading]:
        names = sorted({campaign for campaign, _ in self.days})
        return [
            CampaignReading(campaign_id=one, name=one.upper(), status="ACTIVE", currency=self.currency) for one in names
        ]

    def spend_of(self, campaign_id: str, since: date, until: date) -> list[SpendReading]:
        days = self.deleted.get(campaign_id)
        if days is None:
            raise ReadRefused("no such campaign")
        return [
            SpendReading(campaign_id=campaign_id, day=day, currency=self.currency, spend_minor=spend_minor)
            for day, spend_minor in days.items()
            if since <= day <= until
        ]

    def total_spend(self, since: date, until: date) -> list[SpendTotal]:
        total: dict[date, int] = dict(self.beyond)
        parts = [(day, spent) for (_, day), spent in self.days.items()]
        parts += [item for days in self.deleted.values() for item in days.items()]
        for day, spend_minor in parts:
            total[day] = total.get(day, 0) + spend_minor
        return [
            SpendTotal(day=day, currency=self.currency, spend_minor=spent)
            for day, spent in sorted(total.items())
            if since <= day <= until
        ]

    def delete(self, campaign: str) -> None:
        """As on Meta: it is listed no longer, answers by its own id, and stays in the account's total."""
        self.deleted[campaign] = {day: spent for (one, day), spent in self.days.items() if one == campaign}
        self.days = {key: spent for key, spent in self.days.items() if key[0] != campaign}

    def spend(self, since: date, until: date) -> list[SpendReading]:
        self.asked.append((since, until))
        return [
            SpendReading(campaign_id=campaign, day=day, currency=self.currency, spend_minor=spend_minor)
            for (campaign, day), spend_minor in self.days.items()
            if since <= day <= until
        ]


@dataclass
class Stage:
    """A brand with one ad account, and a table."""

    table: Table
    platform: AdPlatform = field(default_factory=AdPlatform)
    brand: Brand = AURORA
    others: dict[str, AdPlatform] = field(default_factory=dict)
    held: list[HeldAd] = field(default_factory=list)
    restated_days: int = 35

    def collector(self) -> SpendCollector:
        return SpendCollector(
            spending=SpendRecords(self.table),
            brands=lambda: [self.brand],
            connect=self._connect,
            decimals=lambda platform, currency: 0 if currency == "JPY" else 2,
            restated_days=lambda platform: self.restated_days,
            raise_alert=Alerts(self.table).raise_alert,
            find_held=lambda brand_id, promoted, now: self.held,
        )

    def _connect(self, platform: str, brand_id: str, ref: AdAccountRef) -> AdPlatform:
        return self.others.get(ref.id, self.platform)

    def spent(self, spend_minor: int, day: int = 20, campaign: str = "c1") -> None:
        """The platform says that this was spent on that day of November 2026."""
        self.platform.days[campaign, date(2026, 11, day)] = spend_minor

    def alerts(self) -> list[tuple[str, bool]]:
        """Every alert that stands, oldest first: the end of its id, and whether it is mailed."""
        found, _ = Alerts(self.table).list_page("aurora", limit=100)
        return sorted((alert.alert_id.partition("#")[2], not alert.quiet) for alert in found)

    def mailed(self) -> list[str]:
        """What was mailed of the month's budget: the end of each alert's id."""
        return [name.removeprefix("aurora.month#") for name, is_mailed in self.alerts() if is_mailed]


def always() -> bool:
    """There is time enough."""
    return True
