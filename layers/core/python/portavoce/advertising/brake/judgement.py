"""Whether the brake acts, on which campaigns, and what a campaign's stand says of a call. Pure.

A campaign's stand and the moment of its last change tell our act from a person's: what is as we left it is ours, and
what was changed at another moment is theirs, whatever it looks like."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from portavoce.advertising.brake.model import (
    BRAKE,
    CALL_TAKES,
    COOL_DOWN,
    MOST_A_DAY,
    BrakeOrder,
    CampaignHold,
    HoldProgress,
    OrderState,
)
from portavoce.advertising.model import BudgetStatus
from portavoce.brands.model import Budget
from portavoce.platforms.ad_spend import CampaignReading, CampaignStand

BrakeWish = Literal["nothing", "propose", "pause"]
_DAY = timedelta(days=1)
_ANOTHERS, _STOPPED = "it belongs to another ad account", "somebody else stopped it"
_RUNS_AGAIN = "somebody let it run again meanwhile"
_ON_BY_PERSON = frozenset({HoldProgress.LEFT, HoldProgress.RESTARTED, HoldProgress.RESTARTING, HoldProgress.PAUSED})
"""Of a campaign that is on: a person has let it run again, by us or in the ad account."""


class Ruling(NamedTuple):
    """What follows: `call` it, `pass` it over without a trace, or note that it is so (`progress`), and why."""

    step: Literal["call", "pass", "note"]
    progress: HoldProgress | None = None
    reason: str | None = None


_CALL, _PASS = Ruling("call"), Ruling("pass")


def is_over(status: BudgetStatus) -> bool:
    """Whether the budget's share is spent from which its brake acts."""
    budget = status.budget
    return status.spent_minor is not None and 100 * status.spent_minor >= budget.brake_at * budget.amount_minor


def choose_campaigns(
    budget: Budget,
    listed: Iterable[CampaignReading],
    holds: Mapping[str, CampaignHold],
    order: tuple[str, str],
    now: datetime,
) -> list[CampaignReading]:
    """Which of the ad account's campaigns are to be paused: those of the budget that may still cost something.

    `order` is the period and who orders it. What a person has let run again in this period, at this amount, the brake
    by itself does not touch again."""
    period, by = order
    return [
        one
        for one in listed
        if budget.campaign_id in {None, one.campaign_id}
        and one.is_delivering(now)
        and not (by == BRAKE and _is_persons_word(holds.get(one.campaign_id), budget, period))
    ]


def weigh(
    order: BrakeOrder | None, status: BudgetStatus, campaigns: Iterable[CampaignReading], now: datetime
) -> BrakeWish:
    """What the brake does by itself now, about campaigns that it may act on. Nothing while it rests."""
    budget = status.budget
    if budget.brake == "off" or not is_over(status) or not [*campaigns]:
        return "nothing"
    is_same = order is not None and (order.period, order.amount_minor) == (status.period, budget.amount_minor)
    waits = is_same and order is not None and order.state is OrderState.PROPOSED and budget.brake == "propose"
    if order and (waits or order.state is OrderState.ORDERED or _rests(order, now)):
        return "nothing"
    return "pause" if budget.brake == "apply" else "propose"


def list_begun(order: BrakeOrder | None, now: datetime) -> tuple[datetime, ...]:
    """When the brake has begun to act in the last 24 hours, now included."""
    return (*(one for one in (order.begun if order else ()) if now - one < _DAY), now)


def judge_pause(hold: CampaignHold | None, seen: CampaignStand, account_id: str) -> Ruling:
    """What to do about a campaign that is to be paused, as it stands at the platform."""
    if seen.account_id != account_id:
        return Ruling("note", HoldProgress.LEFT, _ANOTHERS)
    if hold is None or hold.progress is not HoldProgress.PAUSING:
        if seen.stands == "on":
            return _CALL
        is_awaited = hold is not None and hold.progress is HoldProgress.WAITING
        return Ruling("note", HoldProgress.LEFT, _STOPPED) if is_awaited else _PASS
    if seen.stands == "on":
        is_untouched = seen.changed_at == hold.changed_at
        return _CALL if is_untouched else Ruling("note", HoldProgress.LEFT, _RUNS_AGAIN)
    if seen.stands == "paused" and not _is_later(seen, hold):
        return Ruling("note", HoldProgress.PAUSED)
    return Ruling("note", HoldProgress.LEFT, _STOPPED)


def judge_restart(hold: CampaignHold, seen: CampaignStand, account_id: str) -> Ruling:
    """What to do about a campaign that we have paused and that is to run again, as it stands at the platform."""
    if seen.account_id != account_id:
        return Ruling("note", HoldProgress.LEFT, _ANOTHERS)
    if seen.stands == "on":
        if hold.progress is HoldProgress.RESTARTING:
            return Ruling("note", HoldProgress.RESTARTED)
        return Ruling("note", HoldProgress.LEFT, _RUNS_AGAIN)
    if seen.stands == "paused" and seen.changed_at == hold.changed_at:
        return _CALL
    return Ruling("note", HoldProgress.LEFT, "somebody changed it since it was paused")


def _rests(order: BrakeOrder, now: datetime) -> bool:
    recent = [one for one in order.begun if now - one < _DAY]
    return len(recent) >= MOST_A_DAY or any(now - one < COOL_DOWN for one in recent)


def _is_persons_word(hold: CampaignHold | None, budget: Budget, period: str) -> bool:
    return (
        hold is not None
        and hold.progress in _ON_BY_PERSON
        and (hold.period, hold.amount_minor) == (period, budget.amount_minor)
    )


def _is_later(seen: CampaignStand, hold: CampaignHold) -> bool:
    return seen.changed_at is not None and seen.changed_at > hold.asked_at + CALL_TAKES
