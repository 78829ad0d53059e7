"""Is the money going too fast, or not at all? Exact: what is spent is int and Fraction, never float.

Forecast for the month = spent so far + what is likely for the days left (an estimate with bounds, `daily_outlook.py`).
The days left end at the account's midnight of the last day and count today's remainder as a part of a day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from portavoce.advertising.model import NOT_EXPLAINED, AccountState, BudgetStatus, Forecast, SpendDay
from portavoce.brands.model import Budget
from portavoce.daily_outlook import look_ahead
from portavoce.local_day import day_begin

THRESHOLDS_PERCENT = (50, 80, 100)
IDLE_BELOW_PERCENT, IDLE_AFTER = 80, Fraction(1, 2)
"""A budget is idle when half the month is over and even the high bound leaves a fifth of it."""
_SECOND, _DAY_SECONDS = timedelta(seconds=1), 86_400


@dataclass(frozen=True)
class Month:
    """A calendar month in one zone: `first` to `last` are its days, `begins_at` and `ends_at` its instants in UTC."""

    first: date
    last: date
    begins_at: datetime
    ends_at: datetime

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(now: datetime, zone: str) -> Month:
    """The month that `now` falls in, on the wall calendar of `zone`."""
    first = now.astimezone(ZoneInfo(zone)).date().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Month(first, following - timedelta(days=1), day_begin(first, zone), day_begin(following, zone))


def elapsed_share(month: Month, now: datetime) -> Fraction:
    """How much of the month is over at `now`, from 0 to 1; a month with a change of the clocks is an hour off."""
    share = Fraction((now - month.begins_at) // _SECOND, (month.ends_at - month.begins_at) // _SECOND)
    return min(share, Fraction(1))


def thresholds_passed(spent_minor: int, amount_minor: int) -> tuple[int, ...]:
    """The thresholds, in percent of the budget, that the spend has reached."""
    return tuple(percent for percent in THRESHOLDS_PERCENT if 100 * spent_minor >= percent * amount_minor)


def forecast(by_day: Mapping[date, int], month: Month, zone: str, now: datetime) -> Forecast | None:
    """The spend expected by the end of the month; `by_day` holds the days with spend, a day left out had none.

    None while there are too few complete days to go by."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if today > month.last:
        return None
    begun = min((day for day, spend_minor in by_day.items() if spend_minor > 0), default=today)
    known = [by_day.get(begun + timedelta(days=n), 0) for n in range((today - begun).days)]
    found = look_ahead(known, _days_left(month, today, zone, now))
    if found is None:
        return None
    spent = sum(spend_minor for day, spend_minor in by_day.items() if month.first <= day <= month.last)
    return Forecast(
        expected_minor=spent + found.likely,
        low_minor=spent + found.low,
        high_minor=spent + found.high,
    )


def _days_left(month: Month, today: date, zone: str, now: datetime) -> list[Fraction]:
    """How much is left of each day from today to the month's last."""
    if not month.first <= today <= month.last:
        return []
    begin, end = day_begin(today, zone), day_begin(today + timedelta(days=1), zone)
    rest = Fraction((end - now) // _SECOND, (end - begin) // _SECOND)
    return [rest] + [Fraction(1)] * (month.last - today).days


def month_before(month: Month, zone: str) -> Month:
    """The month before this one."""
    return month_of(month.begins_at - _SECOND, zone)


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
    month: Month | None = None,
) -> BudgetStatus:
    """How the budget stands at `now` in the running month, or in another; `days` are the account's, of that month and,
    for the forecast, of some weeks before `now`."""
    month = month or month_of(now, account.zone)
    own = days_of(budget, days)
    reason = _why_unusable(budget, account, own)
    known = BudgetStatus(
        brand_id=brand_id,
        budget=budget,
        period=month.name,
        currency=budget.currency,
        campaign_name=account.campaigns.get(budget.campaign_id or ""),
        decimals=account.decimals,
        zone=account.zone,
        account_currency=account.currency,
        as_of=account.as_of,
        unavailable_reason=reason,
    )
    if reason is not None:
        return known
    by_day = sum_by_day(own)
    spent = sum(spend_minor for day, spend_minor in by_day.items() if month.first <= day <= month.last)
    elapsed = elapsed_share(month, now)
    return known.model_copy(
        update={
            "spent_minor": spent,
            "not_explained_minor": _sum_not_explained(own, month),
            **_forecast_fields(forecast(by_day, month, account.zone, now), budget, elapsed),
            "elapsed_percent": int(100 * elapsed),
            "thresholds_passed": thresholds_passed(spent, budget.amount_minor),
        }
    )


def unread_status(brand_id: str, budget: Budget, now: datetime) -> BudgetStatus:
    """How a budget stands whose ad account has not been read yet."""
    reason = f"the ad account {budget.ad_account} has not been read yet"
    return BudgetStatus(
        brand_id=brand_id,
        budget=budget,
        period=f"{now.astimezone(UTC):%Y-%m}",
        currency=budget.currency,
        unavailable_reason=reason,
    )


def _sum_not_explained(days: Iterable[SpendDay], month: Month) -> int:
    return sum(
        one.spend_minor for one in days if one.campaign_id == NOT_EXPLAINED and month.first <= one.day <= month.last
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
