"""Reading what the campaigns cost, and warning before a budget is lost."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.advertising import alerts, pacing
from portavoce.advertising.account_alerts import account_alerts, held_alert
from portavoce.advertising.account_watch import follow_account
from portavoce.advertising.budget_watch import follow_budget
from portavoce.advertising.model import NOT_EXPLAINED, AccountState, BudgetStatus, BudgetWatch, HeldAd, SpendDay
from portavoce.advertising.records import SpendRecords
from portavoce.advertising.spend_days import make_spend_day, strip_spend
from portavoce.advertising.spend_signs import find_signs
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.each_alone import EachAlone
from portavoce.platforms.ad_spend import PromotedPost, SpendReading
from portavoce.platforms.contract import Advertiser, ReadFailed, ReadRefused
from portavoce.reporting.model import Alert

READ_BACK_DAYS = 35
"""How many days are read of an account that was just connected, and the most of any: the forecast goes by five weeks,
and no platform restates more of them (docs/metrics.md)."""

STALE_AFTER = timedelta(hours=24)
"""How old the last reading of an ad account may be before somebody is told: a budget's day has passed unseen."""

_NO_TIME = "there was no time left to read it"

BrakeLook = Callable[["ReadAccount", datetime, Callable[[], bool]], int]
"""Takes an ad account that was just read, and whether there is time left; gives how many alerts it raised."""

KnownDays = dict[tuple[str, date], SpendDay]
"""Days by campaign and date."""


class ReadAccount(NamedTuple):
    """An ad account that was just read, with its client and the days that are known of it."""

    brand: Brand
    ref: AdAccountRef
    client: Advertiser
    state: AccountState
    days: list[SpendDay]


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
    `decimals` (platform, currency) says how many digits of an amount stand after the point, `restated_days` (platform)
    for how many days one is restated; `raise_alert` answers
    False for an alert that stands already; `find_held` (brand id, its ads that run, now) gives those that show a post
    of ours which should rather not be shown. `brake` does what the brakes of an account's budgets do by themselves."""

    spending: SpendRecords
    brands: Callable[[], Iterable[Brand]]
    connect: Callable[[str, str, AdAccountRef], Advertiser]
    decimals: Callable[[str, str], int]
    restated_days: Callable[[str], int]
    raise_alert: Callable[[Alert], bool]
    find_held: Callable[[str, Sequence[PromotedPost], datetime], Iterable[HeldAd]]
    brake: BrakeLook | None = None

    def collect(self, now: datetime, keep_going: Callable[[], bool]) -> CollectedSpend:
        """One run, from the ad account that was read longest ago. It stops early when `keep_going` says so; the rest is
        read by the next one.

        Raises ExceptionGroup, after everything else was read, when something failed in a way nobody foresaw."""
        done, accounts = CollectedSpend(), EachAlone()
        for brand, ref, standing in self._oldest_first():
            with accounts:
                if not keep_going():
                    done.stopped_early = True
                    done.alerts += self._tell_if_stale(brand, ref, standing, _NO_TIME, now)
                    continue
                try:
                    read = self._collect_account(brand, ref, standing, now, done)
                    done.alerts += self.brake(read, now, keep_going) if self.brake else 0
                except ReadFailed as error:
                    done.failures.append(f"{brand.id}.{ref.id}: {type(error).__name__}")
                    done.alerts += self._tell_if_stale(brand, ref, standing, str(error), now)
                except ReadRefused as error:
                    done.failures.append(f"{brand.id}.{ref.id}: {type(error).__name__}")
                    done.alerts += self.raise_alert(alerts.unreadable(brand.id, ref.id, str(error), now))
        accounts.raise_errors("ad accounts could not be read; the others are stored")
        return done

    def _oldest_first(self) -> list[tuple[Brand, AdAccountRef, AccountState | None]]:
        found = [
            (brand, ref, states.get(ref.id))
            for brand in self.brands()
            if brand.ad_accounts
            for states in [self.spending.accounts(brand.id)]
            for ref in brand.ad_accounts
        ]
        return sorted(found, key=lambda one: (one[2] is not None, one[2].as_of.isoformat() if one[2] else ""))

    def _collect_account(
        self, brand: Brand, ref: AdAccountRef, standing: AccountState | None, now: datetime, done: CollectedSpend
    ) -> ReadAccount:
        client = self.connect(ref.platform, brand.id, ref)
        found, names = self._read_account(client, brand, ref, standing, now)
        today = now.astimezone(ZoneInfo(found.zone)).date()
        since = self._first_day(ref, standing, today)
        known = {
            (day.campaign_id, day.day): day
            for day in self.spending.days(brand.id, pacing.first_day_needed(brand.budgets, now, found.zone), today)
            if day.ad_account == ref.id
        }
        window = {key: day for key, day in known.items() if day.day >= since}
        read = self._read_days(client, brand, ref, window, (since, today))
        # A whole answer without a day that had spend means that the platform took the spend back.
        taken_back = {key: strip_spend(day) for key, day in window.items() if key not in read}
        days = known | read | taken_back
        changed = [day for key, day in days.items() if known.get(key) != day]
        account = follow_account(standing, found, pacing.sum_by_day(days.values()))
        self.spending.keep_days(changed)
        self.spending.keep_account(account)
        first = today.replace(day=1)
        named = {campaign for campaign, day in known if day >= first}
        fresh = {one.campaign_id for one in changed if one.spend_minor} - named
        self.spending.keep_names(brand.id, ref.id, {key: names[key] for key in sorted(fresh & names.keys())})
        done.accounts += 1
        done.changed_days += len(changed)
        done.alerts += self._warn(brand, account, list(days.values()), now)
        done.alerts += sum(self.raise_alert(alert) for alert in account_alerts(account, now))
        done.alerts += sum(self.raise_alert(alert) for alert in self._held_alerts(client, account, done, now))
        return ReadAccount(brand, ref, client, account, list(days.values()))

    def _first_day(self, ref: AdAccountRef, standing: AccountState | None, today: date) -> date:
        """The first day to read: whatever could be restated since the last reading."""
        if standing is None:
            return today - timedelta(days=READ_BACK_DAYS)
        unread = (today - standing.as_of.astimezone(ZoneInfo(standing.zone)).date()).days
        return today - timedelta(days=min(READ_BACK_DAYS, self.restated_days(ref.platform) + max(0, unread)))

    def _held_alerts(
        self, client: Advertiser, account: AccountState, done: CollectedSpend, now: datetime
    ) -> Iterator[Alert]:
        """Of the ads that show a post of ours which should rather not be shown. An account that does not tell its ads
        tells its spend all the same."""
        try:
            promoted = client.promoted_posts()
        except (ReadFailed, ReadRefused) as error:
            done.failures.append(f"{account.brand_id}.{account.ad_account} ads: {type(error).__name__}")
            return
        campaigns = {one.ad_id: one.campaign_id for one in promoted}
        for held in self.find_held(account.brand_id, promoted, now) if promoted else ():
            campaign = campaigns[held.ad_id]
            yield held_alert(account, held, account.campaigns.get(campaign, campaign), now)

    def _read_days(
        self, client: Advertiser, brand: Brand, ref: AdAccountRef, known: KnownDays, span: tuple[date, date]
    ) -> KnownDays:
        """What the campaigns spent: those that are listed, those that are known and are not listed any more, by their
        ids, and what the account's own total has beyond all of them."""
        read = {(one.campaign_id, one.day): make_spend_day(brand.id, ref.id, one) for one in client.spend(*span)}
        listed = {campaign for campaign, _ in read}
        spent = {day.campaign_id for day in known.values() if day.spend_minor}
        for campaign in sorted(spent - listed - {NOT_EXPLAINED}):
            try:
                found = client.spend_of(campaign, *span)
            except ReadRefused:
                # Nobody can say any more what it spent: what was read of it stays.
                read |= {key: day for key, day in known.items() if day.campaign_id == campaign}
            else:
                read |= {(one.campaign_id, one.day): make_spend_day(brand.id, ref.id, one) for one in found}
        parts = pacing.sum_by_day(read.values())
        for total in client.total_spend(*span):
            if (rest := total.spend_minor - parts.get(total.day, 0)) > 0:
                more = {"campaign_id": NOT_EXPLAINED, "spend_minor": rest, **total.model_dump(exclude={"spend_minor"})}
                read[NOT_EXPLAINED, total.day] = make_spend_day(brand.id, ref.id, SpendReading.model_validate(more))
        return read

    def _warn(self, brand: Brand, account: AccountState, days: list[SpendDay], now: datetime) -> int:
        budgets = [one for one in brand.budgets if one.ad_account == account.ad_account]
        since = pacing.first_day_needed(budgets, now, account.zone)
        watches = self.spending.watches(brand.id, f"{since:%Y-%m}")
        raised = 0
        for budget in budgets:
            period = pacing.period_of(budget, now, account.zone)
            if period.begins_at <= now < period.ends_at:
                standing = watches.get((budget.id, period.name))
                raised += self._warn_now(pacing.status(brand.id, budget, account, days, now), standing, days, now)
            before = period if budget.first_day else pacing.month_before(period, account.zone)
            closed = watches.get((budget.id, before.name))
            if closed and before.ends_at <= now:
                then = budget.model_copy(update={"amount_minor": closed.amount_minor, "currency": closed.currency})
                status = pacing.status(brand.id, then, account, days, now, period=before)
                raised += self._warn_of_closed(status, closed, now)
        return raised

    def _warn_now(self, status: BudgetStatus, before: BudgetWatch | None, days: list[SpendDay], now: datetime) -> int:
        if status.account_currency != status.currency:
            return self.raise_alert(alerts.currency_alert(status, now))
        if status.spent_minor is None or status.zone is None:
            return 0
        watch, crossed = follow_budget(before, status)
        today = now.astimezone(ZoneInfo(status.zone)).date()
        signs = find_signs(pacing.days_of(status.budget, days), status.budget.amount_minor, today)
        return self._tell(alerts.budget_alerts(status, watch, crossed, signs, now), before, watch)

    def _warn_of_closed(self, status: BudgetStatus, before: BudgetWatch, now: datetime) -> int:
        if status.spent_minor is None:
            return 0
        watch, crossed = follow_budget(before, status)
        return self._tell(alerts.restated_alerts(status, watch, crossed, now), before, watch)

    def _tell(self, found: Iterable[Alert], before: BudgetWatch | None, after: BudgetWatch) -> int:
        """Raises the alerts, and remembers it after: a death in between raises the same ones again, which stand."""
        raised = sum(self.raise_alert(alert) for alert in found)
        if after != before:
            self.spending.keep_watch(after)
        return raised

    def _tell_if_stale(
        self, brand: Brand, ref: AdAccountRef, standing: AccountState | None, cause: str, now: datetime
    ) -> bool:
        """A read that fails is tried again; one that fails for a day leaves budgets without a warning."""
        since = standing.as_of if standing else self.spending.unread_since(brand.id, ref.id, now)
        if now - since < STALE_AFTER:
            return False
        return self.raise_alert(alerts.stale(brand.id, ref.id, since, cause, now))

    def _read_account(
        self, client: Advertiser, brand: Brand, ref: AdAccountRef, standing: AccountState | None, now: datetime
    ) -> tuple[AccountState, Mapping[str, str]]:
        """The account, and the names of all its campaigns that are listed."""
        account, listed = client.account(), {one.campaign_id: one.name for one in client.campaigns()}
        # An account may have thousands of campaigns, an item 400 KB: those that have a budget are named.
        budgeted = {budget.campaign_id for budget in brand.budgets if budget.ad_account == ref.id}
        # A campaign that is no longer listed keeps the name under which it is known.
        names = {**(standing.campaigns if standing else {}), **listed}
        state = AccountState(
            brand_id=brand.id,
            ad_account=ref.id,
            platform=ref.platform,
            currency=account.currency,
            decimals=self.decimals(ref.platform, account.currency),
            zone=account.zone,
            trouble=account.trouble,
            cause=account.cause,
            left_minor=account.left_minor,
            campaigns={key: name for key, name in names.items() if key in budgeted},
            as_of=now,
        )
        return state, listed


@dataclass(frozen=True)
class Budgets:
    """How the budgets stand, from what was last read."""

    spending: SpendRecords

    def of(self, brand: Brand, now: datetime) -> list[BudgetStatus]:
        """Every budget of the brand, in the order of its file, each at the moment when its ad account was last read.

        Two queries."""
        accounts = self.spending.accounts(brand.id)
        since = min(
            (pacing.first_day_needed(brand.budgets, one.as_of, one.zone) for one in accounts.values()),
            default=now.date(),
        )
        days = self.spending.days(brand.id, since, now.date() + timedelta(days=1)) if accounts else []
        return [self._status(brand.id, budget, accounts.get(budget.ad_account), days, now) for budget in brand.budgets]

    def _status(
        self, brand_id: str, budget: Budget, account: AccountState | None, days: list[SpendDay], now: datetime
    ) -> BudgetStatus:
        if account is None:
            return pacing.unread_status(brand_id, budget, now)
        return pacing.status(brand_id, budget, account, days, account.as_of)
