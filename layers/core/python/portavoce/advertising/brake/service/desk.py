"""What people order of a budget's brake, and what they see of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from portavoce.advertising.brake.judgement import choose_campaigns, judge_restart
from portavoce.advertising.brake.model import OURS, BrakeAct, BrakeOrder, CampaignHold, HoldProgress, OrderState
from portavoce.advertising.brake.records import BrakeRecords, WrittenMeanwhile
from portavoce.advertising.brake.service.brakes import Account, new_order
from portavoce.advertising.model import BudgetStatus
from portavoce.brands.model import Brake, Brand, Budget
from portavoce.platforms.contract import ReadRefused
from portavoce.value import Value


class BrakeOff(Exception):
    """The brand's file does not let us switch this budget's campaigns: nothing was ordered."""


class SpendUnread(Exception):
    """What was spent of the budget is not known, so that nothing can be ordered by it."""


class NothingHeld(Exception):
    """The brake holds no campaign of this budget."""


class ProposalGone(Exception):
    """The proposal that was answered does not wait any more."""


class OrderMoved(Exception):
    """Somebody else has ordered something of the same budget at the same moment: look, and order again."""


class BrakeView(Value):
    """How one budget's brake stands: its setting, the latest order or proposal, and the campaigns that it has paused or
    is busy with."""

    budget_id: str
    brake: Brake
    brake_at: int
    order: BrakeOrder | None = None
    held: tuple[CampaignHold, ...] = ()


class Foreseen(Value):
    """What an order would do to one campaign; `reason` is why it would be left."""

    campaign_id: str
    name: str
    would: Literal["be paused", "run again", "be left"]
    reason: str | None = None


@dataclass(frozen=True)
class BrakeDesk:
    """Takes people's orders. `status` gives how a budget of a brand stands."""

    records: BrakeRecords
    status: Callable[[Brand, Budget, datetime], BudgetStatus]

    def of_brand(self, brand: Brand) -> list[BrakeView]:
        """The brake of each budget, in the order of the brand's file. Two queries."""
        orders, holds = self.records.orders(brand.id), self.records.holds(brand.id)
        return [
            BrakeView(
                budget_id=one.id,
                brake=one.brake,
                brake_at=one.brake_at,
                order=orders.get(one.id),
                held=tuple(hold for hold in holds if hold.budget_id == one.id and hold.progress in OURS),
            )
            for one in brand.budgets
        ]

    def order(
        self, brand: Brand, budget: Budget, act: BrakeAct, by: str, now: datetime, *, proposal: int | None = None
    ) -> BrakeOrder:
        """Writes down what a person wants; it is begun within seconds. The same again changes nothing.

        `proposal` is the number of the proposal that is answered. Raises BrakeOff, SpendUnread, NothingHeld,
        ProposalGone, OrderMoved."""
        if budget.brake == "off":
            raise BrakeOff
        if proposal is None:
            standing = self.records.order(brand.id, budget.id)
        else:
            standing = self.proposal(brand, budget, proposal, now)
        is_waiting = standing is not None and standing.state is OrderState.PROPOSED
        if standing and (standing.act, standing.state) == (act, OrderState.ORDERED):
            return standing
        if act == "restart" and not self._holds_any(brand, budget):
            raise NothingHeld
        status = self.status(brand, budget, now)
        if status.spent_minor is None and act == "pause":
            raise SpendUnread(status.unavailable_reason or "its ad account was not read yet")
        order = new_order(standing, status, now, by).model_copy(update={"act": act})
        if is_waiting and standing and act == "pause":
            order = order.model_copy(update={"number": standing.number, "campaigns": standing.campaigns})
        try:
            return self.records.keep_order(order)
        except WrittenMeanwhile:
            raise OrderMoved from None

    def proposal(self, brand: Brand, budget: Budget, number: int, now: datetime) -> BrakeOrder:
        """The proposal of this number, while it waits: another month, or another amount, was never asked about.

        Raises ProposalGone."""
        standing = self.records.order(brand.id, budget.id)
        if standing is None or (standing.state, standing.number) != (OrderState.PROPOSED, number):
            raise ProposalGone
        period = self.status(brand, budget, now).period
        if (standing.period, standing.amount_minor) != (period, budget.amount_minor):
            raise ProposalGone
        return standing

    def foresee(self, account: Account, budget: Budget, act: BrakeAct, by: str, now: datetime) -> Iterator[Foreseen]:
        """What an order would do now. Only reads; raises ReadFailed, ReadRefused."""
        held = {one.campaign_id: one for one in self.records.holds(account.brand.id, account.ref.id)}
        if act == "pause":
            for one in choose_campaigns(budget, account.campaigns, held, ("", by), now):
                yield Foreseen(campaign_id=one.campaign_id, name=one.name, would="be paused")
            return
        for hold in held.values():
            if hold.budget_id == budget.id and hold.progress in OURS:
                yield _foresee_restart(account, hold)

    def _holds_any(self, brand: Brand, budget: Budget) -> bool:
        return any(
            one.budget_id == budget.id and one.progress in OURS
            for one in self.records.holds(brand.id, budget.ad_account)
        )


def _foresee_restart(account: Account, hold: CampaignHold) -> Foreseen:
    found = {"campaign_id": hold.campaign_id, "name": hold.name}
    if hold.progress is HoldProgress.PAUSING:
        return Foreseen.model_validate(
            found | {"would": "be left", "reason": "it is not known yet whether it is paused"}
        )
    try:
        ruling = judge_restart(hold, account.client.campaign(hold.campaign_id), account.account_id)
    except ReadRefused as refused:
        return Foreseen.model_validate(found | {"would": "be left", "reason": str(refused)})
    would = "run again" if ruling.step == "call" else "be left"
    return Foreseen.model_validate(found | {"would": would, "reason": ruling.reason})
