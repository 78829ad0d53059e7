"""The brake at work: what it does by itself after each reading, and what a person has ordered.

An order is written before it is begun and ended after its mail: whoever dies in between leaves something that the next
reading of the account takes up. Nothing here lets a campaign run again but a person's order."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from portavoce.advertising.brake import alerts
from portavoce.advertising.brake.judgement import choose_campaigns, is_over, list_begun, weigh
from portavoce.advertising.brake.model import (
    BRAKE,
    OURS,
    BrakeOrder,
    CampaignHold,
    HoldProgress,
    OrderState,
)
from portavoce.advertising.brake.records import BrakeRecords, WrittenMeanwhile
from portavoce.advertising.brake.service.hands import BrakeHands, Step
from portavoce.advertising.model import BudgetStatus
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.platforms.ad_spend import CampaignReading
from portavoce.platforms.campaign_switch import CampaignSwitch
from portavoce.reporting.model import Alert

_TAKEN_UP = frozenset({HoldProgress.WAITING, HoldProgress.PAUSING})


class SwitchingAdvertiser(CampaignSwitch, Protocol):
    """An ad account whose campaigns can be listed and switched. Raises ReadFailed, ReadRefused."""

    def campaigns(self) -> list[CampaignReading]: ...


class BrakeUnsettled(Exception):
    """Something of an order is open: try again, or leave it to the next reading of the account."""


@dataclass(frozen=True)
class Account:
    """One ad account of a brand, and its client."""

    brand: Brand
    ref: AdAccountRef
    client: SwitchingAdvertiser

    @cached_property
    def campaigns(self) -> list[CampaignReading]:
        """Its campaigns as they stood when they were first asked for. Raises ReadFailed, ReadRefused."""
        return self.client.campaigns()

    @property
    def account_id(self) -> str:
        """As the platform names it in its campaigns."""
        return self.ref.account_id.removeprefix("act_")


@dataclass(frozen=True)
class Brakes:
    """The brakes of every budget."""

    records: BrakeRecords
    hands: BrakeHands
    raise_alert: Callable[[Alert], bool]

    def look(
        self, account: Account, statuses: Iterable[BudgetStatus], now: datetime, has_time: Callable[[], bool]
    ) -> int:
        """What the brakes of these budgets, of one ad account that was just read, do by themselves; how many alerts
        were raised. An order that is open is taken up again. Raises ReadFailed, ReadRefused."""
        orders, raised = self.records.orders(account.brand.id), 0
        braked = [one for one in statuses if is_over(one) or _is_open(orders.get(one.budget.id))]
        for status in braked:
            order = orders.get(status.budget.id)
            if order and _is_open(order):
                is_stale = not is_called_for(order, status)
                raised += self.carry_out(account, status.budget, order, now, has_time, only_settle=is_stale)
            else:
                raised += self._consider(account, status, order, now, has_time)
        return raised

    def carry_out(
        self,
        account: Account,
        budget: Budget,
        order: BrakeOrder,
        now: datetime,
        has_time: Callable[[], bool],
        *,
        only_settle: bool = False,
    ) -> int:
        """Does what is ordered as far as it can be done now; how many alerts were raised. `only_settle`: calls nothing,
        and finds out what became of what was called."""
        targets = self._targets(account, budget, order, now)
        if only_settle:
            targets = [one for one in targets if one.progress is HoldProgress.PAUSING]
        waiting, reason = self._work(account, order, targets, has_time, only_settle=only_settle)
        if waiting:
            return self.raise_alert(alerts.tell_unsettled(order, waiting, reason, now)) if reason else 0
        holds = [one for one in self._holds(account, budget) if one.number == order.number]
        told = alerts.tell_outcome(order, holds, now)
        raised = self.raise_alert(told) if told else 0
        with suppress(WrittenMeanwhile):
            self.records.keep_order(order.model_copy(update={"state": OrderState.DONE}))
        return raised

    def is_open(self, brand_id: str, budget_id: str, number: int) -> bool:
        """Whether an order, by its number, is still to be done or to be settled."""
        order = self.records.order(brand_id, budget_id)
        return _is_open(order) and order is not None and order.number == number

    def _consider(
        self,
        account: Account,
        status: BudgetStatus,
        before: BrakeOrder | None,
        now: datetime,
        has_time: Callable[[], bool],
    ) -> int:
        budget, held = status.budget, {one.campaign_id: one for one in self._all_holds(account)}
        chosen = choose_campaigns(budget, account.campaigns, held, (status.period, BRAKE), now)
        wish = weigh(before, status, chosen, now)
        if wish == "nothing":
            # Whoever died between the order and its mail has told nobody.
            is_proposed = before is not None and before.state is OrderState.PROPOSED
            return self.raise_alert(alerts.tell_proposal(before, before.at)) if before and is_proposed else 0
        order = new_order(before, status, now, BRAKE).model_copy(
            update={
                "state": OrderState.PROPOSED if wish == "propose" else OrderState.ORDERED,
                "campaigns": tuple(one.name for one in chosen),
            }
        )
        try:
            order = self.records.keep_order(order)
        except WrittenMeanwhile:
            return 0
        if wish == "propose":
            return self.raise_alert(alerts.tell_proposal(order, order.at))
        return self.carry_out(account, budget, order, now, has_time)

    def _work(
        self,
        account: Account,
        order: BrakeOrder,
        targets: Iterable[CampaignHold],
        has_time: Callable[[], bool],
        *,
        only_settle: bool,
    ) -> tuple[list[str], str]:
        """The names of the campaigns that are still open, and why the first one is, unless somebody works on it."""
        act = self.hands.settle if only_settle else self.hands.pause if order.act == "pause" else self.hands.restart
        waiting: list[str] = []
        reason, goes_on = "", True
        for hold in targets:
            if not self.is_open(order.brand_id, order.budget_id, order.number):
                return [], ""
            if goes_on and has_time():
                step = act(account.client, account.account_id, hold)
                goes_on = step.goes_on
            else:
                step = Step(is_open=goes_on or bool(waiting))
            if step.is_open:
                waiting.append(hold.name)
                reason = reason or step.reason or ""
        return waiting, reason

    def _targets(self, account: Account, budget: Budget, order: BrakeOrder, now: datetime) -> list[CampaignHold]:
        """The campaigns that an order is about, as they are held or would be."""
        held = {one.campaign_id: one for one in self._all_holds(account)}
        if order.act == "restart":
            return [
                one.model_copy(update={"number": order.number, "by": order.by})
                for one in held.values()
                if one.budget_id == budget.id and one.progress in OURS
            ]
        chosen = choose_campaigns(budget, account.campaigns, held, (order.period, order.by), now)
        fresh = {one.campaign_id: _hold_for(one, order, held.get(one.campaign_id), now) for one in chosen}
        open_ones = {
            key: one.model_copy(update={"number": order.number})
            for key, one in held.items()
            if one.budget_id == budget.id and one.progress in _TAKEN_UP
        }
        return list((fresh | open_ones).values())

    def _holds(self, account: Account, budget: Budget) -> list[CampaignHold]:
        return [one for one in self._all_holds(account) if one.budget_id == budget.id]

    def _all_holds(self, account: Account) -> list[CampaignHold]:
        return self.records.holds(account.brand.id, account.ref.id)


def _is_open(order: BrakeOrder | None) -> bool:
    return order is not None and order.state is OrderState.ORDERED


def is_called_for(order: BrakeOrder, status: BudgetStatus) -> bool:
    """Whether an order still holds: what the brake ordered itself only while the budget is as it was, and over."""
    is_same = (order.period, order.amount_minor) == (status.period, status.budget.amount_minor)
    return order.by != BRAKE or (is_same and is_over(status))


def new_order(before: BrakeOrder | None, status: BudgetStatus, now: datetime, by: str) -> BrakeOrder:
    """The order that follows another one of the same budget, to pause, by its state at this moment."""
    return BrakeOrder(
        brand_id=status.brand_id,
        budget_id=status.budget.id,
        name=status.name,
        ad_account=status.budget.ad_account,
        number=before.number + 1 if before else 1,
        act="pause",
        state=OrderState.ORDERED,
        by=by,
        at=now,
        period=status.period,
        amount_minor=status.budget.amount_minor,
        spent_minor=status.spent_minor or 0,
        currency=status.currency,
        decimals=status.decimals,
        begun=list_begun(before, now),
        version=before.version if before else 0,
    )


def _hold_for(
    campaign: CampaignReading, order: BrakeOrder, standing: CampaignHold | None, now: datetime
) -> CampaignHold:
    """What is held of a campaign that is to be paused. A pausing that another budget has begun, and that nobody has
    read back, goes on as it is, for this order: its budget's may never end it, and what is paused is to be told."""
    given = {
        "budget_id": order.budget_id,
        "name": campaign.name,
        "period": order.period,
        "amount_minor": order.amount_minor,
        "number": order.number,
        "by": order.by,
    }
    if standing:
        return standing.model_copy(update=given)
    return CampaignHold.model_validate(
        given
        | {
            "brand_id": order.brand_id,
            "ad_account": order.ad_account,
            "campaign_id": campaign.campaign_id,
            "progress": HoldProgress.WAITING,
            "asked_at": now,
        }
    )
