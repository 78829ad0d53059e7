"""The brake of the budgets, as the functions use it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any
from uuid import uuid4

from portavoce.advertising.brake.model import BrakeAct, CampaignHold
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.brake.service.brakes import Account, Brakes, BrakeUnsettled
from portavoce.advertising.brake.service.desk import Foreseen
from portavoce.advertising.brake.service.hands import BrakeHands
from portavoce.advertising.events import BrakeOrdered
from portavoce.audit.model import Act
from portavoce.brands.model import AdAccountRef, Brand, Budget
from portavoce.outbox.model import unwrap
from portavoce.platforms.contract import Client, ReadRefused
from portavoce.platforms.outcomes import ActionOutcome, AuthFailed, Done, Refused, Throttled, Unknown
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws, clock
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.brake_desk import brake_desk
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import ad_client_for

_ANSWERS: dict[type, int] = {Done: 200, Refused: 400, AuthFailed: 403, Throttled: 429, Unknown: 504}
"""How a call at the platform is written into the record: as the HTTP status that says the same."""


@cache
def brakes() -> Brakes:
    """The brakes, on this stage's table."""
    records = BrakeRecords(aws.table())
    return Brakes(records, BrakeHands(records, clock.utc_now, _write_down), Alerts(aws.table()).raise_alert)


def handle_order(detail: dict[str, Any], now: datetime, has_time: Callable[[], bool]) -> dict[str, Any]:
    """Does what a BrakeOrdered asks for; what to log of it. Raises as `carry_out_order`, and UnknownVersion."""
    ordered, envelope = unwrap(BrakeOrdered, detail)
    raised = carry_out_order(ordered, now, has_time)
    budget = f"{ordered.brand_id}.{ordered.budget_id}"
    return {"event_id": envelope.id, "budget": budget, "act": ordered.act, "alerts": raised}


def carry_out_order(ordered: BrakeOrdered, now: datetime, has_time: Callable[[], bool]) -> int:
    """Does what a person has ordered; how many alerts it raised. An order that another one has followed, or whose
    budget or brake is gone, is passed over.

    Raises BrakeUnsettled, ReadFailed, ReadRefused: the next reading of the account takes it up."""
    brand = brands().brand_of(ordered.brand_id)
    budget = next((one for one in brand.budgets if one.id == ordered.budget_id), None) if brand else None
    order = brakes().records.order(ordered.brand_id, ordered.budget_id)
    if not (brand and budget and order) or budget.brake == "off" or order.number != ordered.number:
        return 0
    if not brakes().is_open(ordered.brand_id, ordered.budget_id, ordered.number):
        return 0
    raised = brakes().carry_out(read_account(brand, budget), budget, order, now, has_time)
    if brakes().is_open(ordered.brand_id, ordered.budget_id, ordered.number):
        raise BrakeUnsettled(f"the order {ordered.number} of {ordered.brand_id}.{ordered.budget_id} is open")
    return raised


def read_account(brand: Brand, budget: Budget) -> Account:
    """The budget's ad account as it stands now. Raises ReadFailed, ReadRefused."""
    ref = next(one for one in brand.ad_accounts if one.id == budget.ad_account)
    return Account(brand, ref, connect_ads(brand.id, ref))


def connect_ads(brand_id: str, ref: AdAccountRef) -> Client:
    """The client of an ad account. Raises ReadRefused when it has no token."""
    try:
        return ad_client_for(ref.platform, f"{brand_id}.{ref.id}", ref.account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None


def foresee(brand: Brand, budget: Budget, act: BrakeAct, by: str, now: datetime) -> Iterator[Foreseen]:
    """What an order would do now, by what the platform shows. Raises ReadFailed, ReadRefused."""
    return brake_desk().foresee(read_account(brand, budget), budget, act, by, now)


def _write_down(hold: CampaignHold, act: BrakeAct, now: datetime) -> Callable[[ActionOutcome], None]:
    subject = f"{hold.brand_id}/{hold.ad_account}/{hold.campaign_id}"
    facts = {"budget": hold.budget_id, "order": str(hold.number)}
    begun = Act(at=now, by=hold.by, act=f"{act} campaign", subject=subject, facts=facts)
    key = audit().begin(hold.brand_id, begun, {}, uuid4().hex)
    return lambda outcome: audit().complete(key, _ANSWERS[type(outcome)], facts)
