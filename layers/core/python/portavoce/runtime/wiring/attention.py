"""What of a brand needs a person by now beside its posts: one answer for the console's Today and for the status."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from portavoce.advertising.model import BudgetStatus
from portavoce.brands.model import Brand
from portavoce.community.desk.model import InboxEntry
from portavoce.community.model import Lead
from portavoce.connections.alerts import LOST
from portavoce.connections.model import Connection, Holder, holders
from portavoce.runtime.wiring.access import connections
from portavoce.runtime.wiring.advertising import budgets
from portavoce.runtime.wiring.community import community, desk

COMMENT_COUNT = LEAD_COUNT = 5
_ENDS_SOON, _DUE_SOON, _LEAD_IS_NEW = timedelta(days=7), timedelta(hours=1), timedelta(days=1)


def find_ending(brand: Brand, now: datetime) -> Iterator[tuple[Holder, Connection]]:
    """The accounts that do not work, or will not in a week."""
    known = connections().of_brand(brand.id)
    for holder in holders(brand):
        one = known.get(holder.owner)
        if one and (one.state in LOST or (one.ends_at and one.ends_at - now < _ENDS_SOON)):
            yield holder, one


def find_urgent(brand: Brand, now: datetime) -> list[InboxEntry]:
    """Comments that are late, or will be within the hour, the first first."""
    found = desk().list_most_urgent(brand.id, COMMENT_COUNT)
    return [one for one in found if one.answer_by and one.answer_by - now <= _DUE_SOON]


def find_new_leads(brand: Brand, now: datetime) -> list[Lead]:
    """Whoever wants to buy since yesterday, the newest first."""
    found, _ = community().leads(brand.id, limit=LEAD_COUNT)
    return [one for one in found if now - one.created_at < _LEAD_IS_NEW]


def find_overspent(brand: Brand, now: datetime) -> list[BudgetStatus]:
    """The budgets that are spent, or will be before the month ends."""
    if not brand.budgets:
        return []
    found = budgets().of(brand, now)
    return [one for one in found if one.is_forecast_over or (one.spent_minor or 0) >= one.budget.amount_minor]
