"""Which alerts a budget's state calls for. Pure; that each stands once is the alert row's condition.

The id of an alert is `BUDGET#<brand>.<budget>#<yyyy-mm>#<threshold or name>`, then `#r<n>` from the second revision of
the budget on and `#c<n>` from the second crossing on. When several thresholds are crossed at the same moment only the
highest is mailed: the lower ones are recorded as passed, quietly and first, so that a death in between cannot mail a
lower one later. The forecast is a warning of its own, while there is still something to save: once all is spent it is
not raised any more. Of a month that is over only spend above the budget is told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from portavoce.advertising.model import BudgetStatus, BudgetWatch
from portavoce.advertising.spend_signs import SpendSign
from portavoce.brands.model import WHOLE_PERCENT
from portavoce.reporting.model import Alert, AlertKind


def currency_alert(status: BudgetStatus, now: datetime) -> Alert:
    """The alert for a budget in another currency than its ad account's: once a month."""
    facts = {
        "budget": status.name,
        "ad_account": status.budget.ad_account,
        "budget_currency": status.currency,
        "account_currency": status.account_currency or "",
    }
    return _alert(AlertKind.BUDGET_CURRENCY, status, "currency", facts, now)


def budget_alerts(
    status: BudgetStatus, watch: BudgetWatch, crossed: Iterable[int], signs: Iterable[SpendSign], now: datetime
) -> Iterator[Alert]:
    """The alerts for a state of the running month, in the order in which to raise them; `watch` is as it is after."""
    facts = _facts(status)
    crossed = sorted(crossed)
    for percent in crossed:
        what = f"{percent}{_suffix_of(watch, percent)}"
        found = facts | {"threshold_percent": str(percent)}
        yield _alert(AlertKind.BUDGET_THRESHOLD, status, what, found, now, quiet=percent != crossed[-1])
    is_all_spent = (status.spent_minor or 0) >= status.budget.amount_minor
    if status.is_forecast_over and not is_all_spent:
        yield _alert(AlertKind.BUDGET_FORECAST, status, f"forecast{_suffix_of(watch)}", facts, now)
    if status.is_forecast_idle:
        yield _alert(AlertKind.BUDGET_IDLE, status, f"idle{_suffix_of(watch)}", facts, now)
    for sign in signs:
        if sign.kind is not AlertKind.SPEND_STOPPED or not is_all_spent:
            found = facts | {"day": sign.day.isoformat()}
            yield _alert(sign.kind, status, f"{sign.name}{_suffix_of(watch)}", found, now)


def restated_alerts(status: BudgetStatus, watch: BudgetWatch, crossed: Iterable[int], now: datetime) -> Iterator[Alert]:
    """The alert for a month, or days, that were over and have got more spend, so that it lies above its budget."""
    if WHOLE_PERCENT in crossed:
        what = f"{WHOLE_PERCENT}{_suffix_of(watch, WHOLE_PERCENT)}"
        yield _alert(AlertKind.BUDGET_RESTATED, status, what, _facts(status), now)


def unreadable(brand_id: str, ad_account: str, cause: str, now: datetime) -> Alert:
    """The alert for an ad account that the platform refuses to show: once a month."""
    return Alert(
        alert_id=f"SPEND#{brand_id}.{ad_account}#{now:%Y-%m}",
        brand_id=brand_id,
        kind=AlertKind.SPEND_UNREADABLE,
        facts={"ad_account": ad_account, "cause": cause},
        raised_at=now,
    )


def stale(brand_id: str, ad_account: str, as_of: datetime, cause: str, now: datetime) -> Alert:
    """The alert for an ad account that could not be read since `as_of`: once, until it was read again."""
    return Alert(
        alert_id=f"SPEND#{brand_id}.{ad_account}#since#{as_of:%Y-%m-%dT%H:%M:%S}",
        brand_id=brand_id,
        kind=AlertKind.SPEND_UNREADABLE,
        facts={"ad_account": ad_account, "cause": cause, "as_of_at": as_of.isoformat()},
        raised_at=now,
    )


def _facts(status: BudgetStatus) -> dict[str, str]:
    facts = {
        "budget": status.name,
        "ad_account": status.budget.ad_account,
        "campaign": status.campaign_name or status.budget.campaign_id or "",
        "period": status.period,
        "spent_minor": str(status.spent_minor),
        "amount_minor": str(status.budget.amount_minor),
        "currency": status.currency,
        "decimals": str(status.decimals),
        "zone": status.zone or "",
        "as_of_at": status.as_of.isoformat() if status.as_of else "",
    }
    forecast = {
        "forecast_minor": status.forecast_minor,
        "forecast_low_minor": status.forecast_low_minor,
        "forecast_high_minor": status.forecast_high_minor,
    }
    return facts | {name: str(value) for name, value in forecast.items() if value is not None}


def _suffix_of(watch: BudgetWatch, percent: int = 0) -> str:
    """What tells a later revision and a later crossing from the first ones, which have no number."""
    crossing = watch.crossings.get(percent, 1)
    return (f"#r{watch.revision}" if watch.revision > 1 else "") + (f"#c{crossing}" if crossing > 1 else "")


def _alert(
    kind: AlertKind, status: BudgetStatus, what: str, facts: dict[str, str], now: datetime, *, quiet: bool = False
) -> Alert:
    alert_id = f"BUDGET#{status.brand_id}.{status.budget.id}#{status.period}#{what}"
    return Alert(alert_id=alert_id, brand_id=status.brand_id, kind=kind, facts=facts, raised_at=now, quiet=quiet)
