"""Which alerts a budget's state calls for. Pure; that each stands once per period is the alert row's condition.

The id of an alert is `BUDGET#<brand>.<budget>#<yyyy-mm>#<threshold | forecast | currency>`. When several thresholds
are passed at the same moment only the highest is mailed: the lower ones are recorded as passed, quietly and first, so
that a death in between cannot mail a lower one later. The forecast is a warning of its own, while there is still
something to save: once all is spent it is not raised any more."""

from datetime import datetime

from portavoce.advertising.model import BudgetStatus
from portavoce.reporting.model import Alert, AlertKind


def alerts(status: BudgetStatus, now: datetime) -> list[Alert]:
    """The alerts that must stand for this state, in the order in which to raise them."""
    if status.account_currency not in {None, status.currency}:
        return [_currency(status, now)]
    if status.spent_minor is None:
        return []
    facts = _facts(status, status.spent_minor)
    highest = max(status.thresholds_passed, default=None)
    found = [
        Alert(
            alert_id=_id(status, str(percent)),
            brand_id=status.brand_id,
            kind=AlertKind.BUDGET_THRESHOLD,
            facts=facts | {"threshold_percent": str(percent)},
            raised_at=now,
            quiet=percent != highest,
        )
        for percent in sorted(status.thresholds_passed)
    ]
    if status.is_forecast_over and status.spent_minor < status.budget.amount_minor:
        found.append(
            Alert(
                alert_id=_id(status, "forecast"),
                brand_id=status.brand_id,
                kind=AlertKind.BUDGET_FORECAST,
                facts=facts,
                raised_at=now,
            )
        )
    return found


def unreadable(brand_id: str, ad_account: str, cause: str, now: datetime) -> Alert:
    """The alert for an ad account that the platform refuses to show: once a month."""
    return Alert(
        alert_id=f"SPEND#{brand_id}.{ad_account}#{now:%Y-%m}",
        brand_id=brand_id,
        kind=AlertKind.SPEND_UNREADABLE,
        facts={"ad_account": ad_account, "cause": cause},
        raised_at=now,
    )


def _currency(status: BudgetStatus, now: datetime) -> Alert:
    return Alert(
        alert_id=_id(status, "currency"),
        brand_id=status.brand_id,
        kind=AlertKind.BUDGET_CURRENCY,
        facts={
            "budget": status.budget.id,
            "ad_account": status.budget.ad_account,
            "budget_currency": status.currency,
            "account_currency": status.account_currency or "",
        },
        raised_at=now,
    )


def _facts(status: BudgetStatus, spent_minor: int) -> dict[str, str]:
    facts = {
        "budget": status.budget.id,
        "ad_account": status.budget.ad_account,
        "campaign": status.campaign_name or status.budget.campaign_id or "",
        "period": status.period,
        "spent_minor": str(spent_minor),
        "amount_minor": str(status.budget.amount_minor),
        "currency": status.currency,
        "decimals": str(status.decimals),
        "zone": status.zone or "",
        "as_of_at": status.as_of.isoformat() if status.as_of else "",
    }
    return facts if status.forecast_minor is None else facts | {"forecast_minor": str(status.forecast_minor)}


def _id(status: BudgetStatus, what: str) -> str:
    return f"BUDGET#{status.brand_id}.{status.budget.id}#{status.period}#{what}"
