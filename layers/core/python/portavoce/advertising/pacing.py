"""Is the money going too fast, or not at all? Exact: what is spent is int and Fraction, never float.

Forecast = spent so far + what is likely for the days left (an estimate with bounds, `daily_outlook.py`).
The days left end at the account's midnight of the last day and count today's remainder as a part of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from portavoce.advertising.model import NOT_EXPLAINED, AccountState, BudgetStatus, Forecast, SpendDay
from portavoce.brands.model import Budget, Curve
from portavoce.daily_outlook import look_ahead
from portavoce.local_day import day_begin

IDLE_BELOW_PERCENT, IDLE_AFTER = 80, Fraction(1, 2)
"""A budget is idle when half of its time is over and even the high bound leaves a fifth of it."""
_SECOND, _SATURDAY = timedelta(seconds=1), 5


@dataclass(frozen=True)
class Period:
    """Whole days in one zone, a calendar month or others: `first` to `last`; its instants are in UTC."""

    first: date
    last: date
    begins_at: datetime
    ends_at: datetime

    @property
    def name(self) -> str:
        is_month = self.first.day == 1 and self.last + timedelta(days=1) == _next_month(self.first)
        return f"{self.first:%Y-%m}" if is_month else f"{self.first}..{self.last}"


def month_of(now: datetime, zone: str) -> Period:
    """The month that `now` falls in, on the wall calendar of `zone`."""
    first = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    return period_between(first, _next_month(first) - timedelta(days=1), zone)


def period_between(first: date, last: date, zone: str) -> Period:
    """The days from `first` to `last`, both included."""
    return Period(first, last, day_begin(first, zone), day_begin(last + timedelta(days=1), zone))


def period_of(budget: Budget, now: datetime, zone: str) -> Period:
    """The days that the budget is for: its own, or those of the month that `now` falls in."""
    if budget.first_day and budget.last_day:
        return period_between(budget.first_day, budget.last_day, zone)
    return month_of(now, zone)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def elapsed_share(period: Period, now: datetime) -> Fraction:
    """How much of the period is over at `now`, from 0 to 1; one with a change of the clocks is an hour off."""
    share = Fraction((now - period.begins_at) // _SECOND, (period.ends_at - period.begins_at) // _SECOND)
    return max(Fraction(0), min(share, Fraction(1)))


def planned_share(curve: Curve, period: Period, zone: str, now: datetime) -> Fraction:
    """How much of the budget is meant to be spent at `now`, from 0 to 1.

    `front` spends 1 - (1 - elapsed)^2: three quarters in the first half. `weekdays` counts Mondays to Fridays alike and
    the other days not at all, unless there are only such."""
    elapsed = elapsed_share(period, now)
    if curve == "front":
        return 1 - (1 - elapsed) ** 2
    days = [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    working = [day for day in days if day.weekday() < _SATURDAY]
    if curve == "even" or not working:
        return elapsed
    over = [elapsed_share(period_between(day, day, zone), now) for day in working]
    return sum(over, Fraction(0)) * Fraction(1, len(working))


def thresholds_passed(spent_minor: int, budget: Budget) -> tuple[int, ...]:
    """The budget's thresholds, in percent, that the spend has reached."""
    return tuple(percent for percent in budget.thresholds if 100 * spent_minor >= percent * budget.amount_minor)


def forecast(by_day: Mapping[date, int], period: Period, zone: str, now: datetime) -> Forecast | None:
    """The spend expected by the end of the period; `by_day` holds the days with spend, a day left out had none.

    None before it begins and after its end, and while there are too few complete days to go by."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if not period.first <= today <= period.last:
        return None
    begun = min((day for day, spend_minor in by_day.items() if spend_minor > 0), default=today)
    known = [by_day.get(begun + timedelta(days=n), 0) for n in range((today - begun).days)]
    found = look_ahead(known, _days_left(period, today, zone, now))
    if found is None:
        return None
    spent = sum(spend_minor for day, spend_minor in by_day.items() if period.first <= day <= period.last)
    return Forecast(
        expected_minor=spent + found.likely,
        low_minor=spent + found.low,
        high_minor=spent + found.high,
    )


def _days_left(period: Period, today: date, zone: str, now: datetime) -> list[Fraction]:
    """How much is left of each day from today to the period's last."""
    begin, end = day_begin(today, zone), day_begin(today + timedelta(days=1), zone)
    rest = Fraction((end - now) // _SECOND, (end - begin) // _SECOND)
    return [rest] + [Fraction(1)] * (period.last - today).days


def month_before(month: Period, zone: str) -> Period:
    """The month before this one."""
    return month_of(month.begins_at - _SECOND, zone)


def first_day_needed(budgets: Iterable[Budget], now: datetime, zone: str) -> date:
    """The first day of which these budgets must know the spend: the first of last month, which may still be restated,
    or that of a budget whose own days began before and are not long over."""
    last_month = month_before(month_of(now, zone), zone).first
    own = (one.first_day for one in budgets if one.first_day and one.last_day and one.last_day >= last_month)
    return min([last_month, *own])


def days_of(budget: Budget, days: Iterable[SpendDay]) -> list[SpendDay]:
    """Those of the days that the budget is for."""
    return [day for day in days if day.ad_account == budget.ad_account and _counts(day, budget)]


def sum_by_day(days: Iterable[SpendDay]) -> dict[date, int]:
    """The spend of each day, whatever the campaign."""
    by_day: dict[date, int] = {}
    for one in days:
        by_day[one.day] = by_day.get(one.day, 0) + one.spend_minor
    return by_day


def status(
    brand_id: str,
    budget: Budget,
    account: AccountState,
    days: Iterable[SpendDay],
    now: datetime,
    *,
    period: Period | None = None,
) -> BudgetStatus:
    """How the budget stands at `now` in its own days or the running month, or in another; `days` are the account's, of
    that period and, for the forecast, of some weeks before `now`."""
    period = period or period_of(budget, now, account.zone)
    own, campaign_name = days_of(budget, days), account.campaigns.get(budget.campaign_id or "")
    known = BudgetStatus(
        brand_id=brand_id,
        budget=budget,
        period=period.name,
        currency=budget.currency,
        name=budget.name or campaign_name or budget.readable_name,
        campaign_name=campaign_name,
        decimals=account.decimals,
        zone=account.zone,
        account_currency=account.currency,
        as_of=account.as_of,
        unavailable_reason=_why_unusable(budget, account, own),
    )
    if known.unavailable_reason is not None:
        return known
    return known.model_copy(update=_spend_fields(budget, own, period, account.zone, now))


def _spend_fields(
    budget: Budget, days: Sequence[SpendDay], period: Period, zone: str, now: datetime
) -> dict[str, object]:
    by_day, elapsed = sum_by_day(days), elapsed_share(period, now)
    spent = sum(spend_minor for day, spend_minor in by_day.items() if period.first <= day <= period.last)
    return {
        "spent_minor": spent,
        "not_explained_minor": _sum_not_explained(days, period),
        **_forecast_fields(forecast(by_day, period, zone, now), budget, elapsed),
        "elapsed_percent": int(100 * elapsed),
        "planned_minor": int(budget.amount_minor * planned_share(budget.curve, period, zone, now)),
        "thresholds_passed": thresholds_passed(spent, budget),
    }


def unread_status(brand_id: str, budget: Budget, now: datetime) -> BudgetStatus:
    """How a budget stands whose ad account has not been read yet."""
    reason = f"the ad account {budget.ad_account} has not been read yet"
    return BudgetStatus(
        brand_id=brand_id,
        budget=budget,
        name=budget.readable_name,
        period=period_of(budget, now, "UTC").name,
        currency=budget.currency,
        unavailable_reason=reason,
    )


def _sum_not_explained(days: Iterable[SpendDay], period: Period) -> int:
    return sum(
        one.spend_minor for one in days if one.campaign_id == NOT_EXPLAINED and period.first <= one.day <= period.last
    )


def _counts(day: SpendDay, budget: Budget) -> bool:
    return budget.campaign_id is None or day.campaign_id == budget.campaign_id


def _why_unusable(budget: Budget, account: AccountState, days: Sequence[SpendDay]) -> str | None:
    if budget.currency != account.currency:
        return f"the budget is in {budget.currency}, the ad account {account.ad_account} counts in {account.currency}"
    foreign = sorted({day.currency for day in days} - {account.currency})
    if foreign:
        return f"some days of the ad account {account.ad_account} are in {', '.join(foreign)}, not {account.currency}"
    return None


def _forecast_fields(found: Forecast | None, budget: Budget, elapsed: Fraction) -> dict[str, object]:
    if found is None:
        return {}
    idle = 100 * found.high_minor < IDLE_BELOW_PERCENT * budget.amount_minor
    return {
        "forecast_minor": found.expected_minor,
        "forecast_low_minor": found.low_minor,
        "forecast_high_minor": found.high_minor,
        "is_forecast_over": found.is_likely_over(budget.amount_minor),
        "is_forecast_idle": idle and elapsed >= IDLE_AFTER,
    }
