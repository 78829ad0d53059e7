"""Reading what the campaigns cost, and warning before a budget is lost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from portavoce.advertising import alerts, pacing
from portavoce.advertising.model import AccountState, BudgetStatus, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.each_alone import EachAlone
from portavoce.platforms.contract import Advertiser, ReadFailed, ReadRefused
from portavoce.reporting.model import Alert

RESTATED_DAYS = 28
"""Meta restates spend for up to about this long (docs/metrics.md), so these days are always read again."""

STALE_AFTER = timedelta(hours=24)
"""How old the last reading of an ad account may be before somebody is told: a budget's day has passed unseen."""


@dataclass
class CollectedSpend:
    """What one run did. `failures` names the ad account and the kind of trouble, never more."""

    accounts: int = 0
    changed_days: int = 0
    alerts: int = 0
    stopped_early: bool = False
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SpendCollector:
    """Reads every ad account and raises the alerts that its budgets call for.

    `connect` (platform, brand id, ad account) gives the client and raises ReadRefused when there is no token;
    `decimals` (platform, currency) says how many digits of an amount stand after the point; `raise_alert` answers
    False for an alert that stands already."""

    spending: SpendRecords
    brands: Callable[[], Iterable[Brand]]
    connect: Callable[[str, str, AdAccountRef], Advertiser]
    decimals: Callable[[str, str], int]
    raise_alert: Callable[[Alert], bool]

    def collect(self, now: datetime, keep_going: Callable[[], bool]) -> CollectedSpend:
        """One run. It stops early when `keep_going` says so; the rest is read by the next one.

        Raises ExceptionGroup, after everything else was read, when something failed in a way nobody foresaw."""
        done, accounts = CollectedSpend(), EachAlone()
        for brand in self.brands():
            for ref in brand.ad_accounts:
                if not keep_going():
                    done.stopped_early = True
                    break
                with accounts:
                    try:
                        self._collect_account(brand, ref, now, done)
                    except ReadFailed as error:
                        done.failures.append(f"{brand.id}.{ref.id}: {type(error).__name__}")
                        done.alerts += self._tell_if_stale(brand, ref, str(error), now)
                    except ReadRefused as error:
                        done.failures.append(f"{brand.id}.{ref.id}: {type(error).__name__}")
                        done.alerts += self.raise_alert(alerts.unreadable(brand.id, ref.id, str(error), now))
        accounts.raise_errors("ad accounts could not be read; the others are stored")
        return done

    def _collect_account(self, brand: Brand, ref: AdAccountRef, now: datetime, done: CollectedSpend) -> None:
        client = self.connect(ref.platform, brand.id, ref)
        account = self._read_account(client, brand, ref, now)
        since, until = window(now, account.zone)
        known = {(day.campaign_id, day.day): day for day in self._known_days(brand.id, ref.id, since, until)}
        read = {
            (one.campaign_id, one.day): SpendDay(
                brand_id=brand.id,
                ad_account=ref.id,
                campaign_id=one.campaign_id,
                day=one.day,
                currency=one.currency,
                spend_minor=one.spend_minor,
                impressions=one.impressions,
                clicks=one.clicks,
            )
            for one in client.spend(since, until)
        }
        # A whole answer without a day that had spend means that the platform took the spend back.
        taken_back = {key: _without_spend(day) for key, day in known.items() if key not in read}
        days = read | taken_back
        changed = [day for key, day in days.items() if known.get(key) != day]
        self.spending.keep_days(changed)
        self.spending.keep_account(account)
        done.accounts += 1
        done.changed_days += len(changed)
        for budget in brand.budgets:
            if budget.ad_account == ref.id:
                status = pacing.status(brand.id, budget, account, days.values(), now)
                done.alerts += sum(self.raise_alert(alert) for alert in alerts.alerts(status, now))

    def _tell_if_stale(self, brand: Brand, ref: AdAccountRef, cause: str, now: datetime) -> bool:
        """A read that fails is tried again; one that fails for a day leaves budgets without a warning."""
        standing = self.spending.accounts(brand.id).get(ref.id)
        if standing is None or now - standing.as_of < STALE_AFTER:
            return False
        return self.raise_alert(alerts.stale(brand.id, ref.id, standing.as_of, cause, now))

    def _read_account(self, client: Advertiser, brand: Brand, ref: AdAccountRef, now: datetime) -> AccountState:
        account = client.account()
        # An account may have thousands of campaigns, an item 400 KB: those that have a budget are named.
        budgeted = {budget.campaign_id for budget in brand.budgets if budget.ad_account == ref.id}
        return AccountState(
            brand_id=brand.id,
            ad_account=ref.id,
            platform=ref.platform,
            currency=account.currency,
            decimals=self.decimals(ref.platform, account.currency),
            zone=account.zone,
            campaigns={one.campaign_id: one.name for one in client.campaigns() if one.campaign_id in budgeted},
            as_of=now,
        )

    def _known_days(self, brand_id: str, ad_account: str, since: date, until: date) -> list[SpendDay]:
        return [day for day in self.spending.days(brand_id, since, until) if day.ad_account == ad_account]


@dataclass(frozen=True)
class Budgets:
    """How the budgets stand, from what was last read."""

    spending: SpendRecords

    def of(self, brand: Brand, now: datetime) -> list[BudgetStatus]:
        """Every budget of the brand, in the order of its file, each at the moment when its ad account was last read.

        Two queries."""
        accounts = self.spending.accounts(brand.id)
        windows = [window(account.as_of, account.zone) for account in accounts.values()]
        since = min((first for first, _ in windows), default=now.date())
        until = max((last for _, last in windows), default=now.date())
        days = self.spending.days(brand.id, since, until) if accounts else []
        return [self._status(brand.id, budget, accounts.get(budget.ad_account), days, now) for budget in brand.budgets]

    def _status(
        self, brand_id: str, budget: Budget, account: AccountState | None, days: list[SpendDay], now: datetime
    ) -> BudgetStatus:
        if account is None:
            return pacing.unread_status(brand_id, budget, now)
        return pacing.status(brand_id, budget, account, days, account.as_of)


def window(now: datetime, zone: str) -> tuple[date, date]:
    """The days to read: from the first of the account's month, or from the oldest that may be restated, to today."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return min(today.replace(day=1), today - timedelta(days=RESTATED_DAYS)), today


def _without_spend(day: SpendDay) -> SpendDay:
    return day.model_copy(update={"spend_minor": 0, "impressions": None, "clicks": None})
