"""What people order of a budget's brake, as the functions use it: nothing here calls a platform."""

from datetime import datetime
from functools import cache

from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.brake.service.desk import BrakeDesk
from portavoce.advertising.model import BudgetStatus
from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets
from portavoce.brands.model import Brand, Budget
from portavoce.runtime import aws


@cache
def brake_desk() -> BrakeDesk:
    """Where people order, on this stage's table."""
    return BrakeDesk(BrakeRecords(aws.table()), _status)


def _status(brand: Brand, budget: Budget, now: datetime) -> BudgetStatus:
    return next(one for one in Budgets(SpendRecords(aws.table())).of(brand, now) if one.budget.id == budget.id)
