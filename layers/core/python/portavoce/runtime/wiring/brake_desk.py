"""What people order of a budget's brake, as the functions use it: nothing here calls a platform."""

from datetime import datetime
from functools import cache

from portavoce.advertising.brake.link import COUNTS_FOR, BrakeTicket, sign_brake_ticket
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.brake.service.desk import BrakeDesk
from portavoce.advertising.brake.service.door import BrakeDoor
from portavoce.advertising.model import BudgetStatus
from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets
from portavoce.brands.model import Brand, Budget
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.number_format import readable
from portavoce.runtime import aws, signing_key
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import brands


@cache
def brake_desk() -> BrakeDesk:
    """Where people order, on this stage's table."""
    return BrakeDesk(BrakeRecords(aws.table()), _status)


@cache
def brake_door() -> BrakeDoor:
    """Answers whoever holds a proposal's link."""
    records = BrakeRecords(aws.table())
    return BrakeDoor(signing_key.known_signing_key, brands().brand_of, records, brake_desk(), readable)


def proposal_address(alert: Alert) -> str | None:
    """Where a proposal is answered; None for any other alert."""
    if alert.kind is not AlertKind.BRAKE_PROPOSED:
        return None
    facts = alert.facts
    ticket = BrakeTicket(alert.brand_id, facts["budget"], int(facts["order"]), alert.raised_at + COUNTS_FOR)
    return f"{settings().need('api_url')}/brake/{sign_brake_ticket(ticket, signing_key.signing_key())}"


def _status(brand: Brand, budget: Budget, now: datetime) -> BudgetStatus:
    return next(one for one in Budgets(SpendRecords(aws.table())).of(brand, now) if one.budget.id == budget.id)
