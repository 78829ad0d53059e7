"""The mails about the brake. Pure; that each stands once is the alert row's condition.

The id is `BRAKE#<brand>.<budget>#<period>#<number of the order>#<name>`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from portavoce.advertising.brake.model import BrakeOrder, CampaignHold, HoldProgress
from portavoce.reporting.model import Alert, AlertKind

MOST_NAMES = 20
"""Campaigns that a mail names; a large account has hundreds."""

_KINDS = {
    "proposed": AlertKind.BRAKE_PROPOSED,
    "applied": AlertKind.BRAKE_APPLIED,
    "released": AlertKind.BRAKE_RELEASED,
    "unsettled": AlertKind.BRAKE_UNSETTLED,
    "failed": AlertKind.BRAKE_UNSETTLED,
}


def tell_proposal(order: BrakeOrder, now: datetime) -> Alert:
    """The brake proposes to pause these campaigns."""
    return _alert("proposed", order, order.campaigns, "", now)


def tell_outcome(order: BrakeOrder, holds: Sequence[CampaignHold], now: datetime) -> Alert | None:
    """What an order has come to; None where there was nothing to do."""
    reached = HoldProgress.PAUSED if order.act == "pause" else HoldProgress.RESTARTED
    done = [one.name for one in holds if one.progress is reached and not one.reason]
    others = [one for one in holds if one.reason]
    if not done:
        return _alert("failed", order, [one.name for one in others], _list_exceptions(others), now) if others else None
    name = "applied" if order.act == "pause" else "released"
    return _alert(name, order, done, _list_exceptions(others), now)


def tell_unsettled(order: BrakeOrder, waiting: Iterable[str], reason: str, now: datetime) -> Alert:
    """Nobody knows yet what became of these campaigns; it is looked at again each hour."""
    return _alert("unsettled", order, tuple(waiting), reason, now)


def _list_exceptions(holds: Iterable[CampaignHold]) -> str:
    """The campaigns that are not as was wished, each with why."""
    return "; ".join(f"{one.name}: {(one.reason or '').rstrip('.')}" for one in [*holds][:MOST_NAMES])


def _alert(name: str, order: BrakeOrder, campaigns: Sequence[str], cause: str, now: datetime) -> Alert:
    shown = ", ".join(campaigns[:MOST_NAMES])
    facts = {
        "budget": order.name or order.budget_id,
        "budget_id": order.budget_id,
        "ad_account": order.ad_account,
        "period": order.period,
        "spent_minor": str(order.spent_minor),
        "amount_minor": str(order.amount_minor),
        "currency": order.currency,
        "decimals": str(order.decimals),
        "count": str(len(campaigns)),
        "campaigns": f"{shown}, …" if len(campaigns) > MOST_NAMES else shown,
        "order": str(order.number),
        "ordered_by": order.by,
        "cause": cause,
    }
    return Alert(
        alert_id=f"BRAKE#{order.brand_id}.{order.budget_id}#{order.period}#{order.number}#{name}",
        brand_id=order.brand_id,
        kind=_KINDS[name],
        facts=facts,
        raised_at=now,
    )
