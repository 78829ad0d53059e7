"""Visits to the pages that a brand's posts lead to, and what the shop confirms of them."""

from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import Field, StringConstraints

from portavoce.api.lookups import known_brand
from portavoce.api.problems import FieldError, invalid, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Brand, Id
from portavoce.brands.written_amount import AmountUnclear, read_amount
from portavoce.runtime import clock
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.visits import order_book, visit_records
from portavoce.value import Value
from portavoce.visits.conversion import ConfirmationOutcome
from portavoce.visits.lines import VisitLine, sum_lines
from portavoce.visits.script import read_script
from portavoce.visits.service.orders import Confirmation, OrderContested

router = new_router()

MOST_ORDERS = 100
ReportedDays = Annotated[int, Query(ge=1, le=366, description="How many days of the brand's, today included")]


class VisitReport(Value):
    """What visits came to on some days. `script` is the address of the script that pages load, `sites` are the origins
    that the brand's file names."""

    script: str
    sites: tuple[str, ...]
    items: tuple[VisitLine, ...]


class ConfirmedOrder(Value):
    """What the shop says of one order: what it calls it, and what it is worth, written as money; 0 if all of it was
    paid back."""

    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    amount: Annotated[str, StringConstraints(max_length=30)]


class ConfirmedOrders(Value):
    """Orders of the shop's, in one currency. With `dry_run` nothing is written."""

    orders: Annotated[tuple[ConfirmedOrder, ...], Field(min_length=1, max_length=MOST_ORDERS)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    dry_run: bool = False


class OrderOutcomes(Value):
    """What has come of each order, in the order given."""

    outcomes: tuple[ConfirmationOutcome, ...]


@router.get("/brands/<brand>/visits", tags=["measuring"])
def list_visits(brand: Id, days: ReportedDays = 30) -> VisitReport:
    """What visits came to on the last `days` days, a line for each source and each way that they came."""
    found = known_brand(brand).brand
    today = clock.utc_now().astimezone(ZoneInfo(found.zone)).date()
    rows = visit_records().days(brand, today - timedelta(days=days - 1), today)
    address = f"{settings().need('api_url')}/t/{read_script().name}"
    return VisitReport(script=address, sites=found.visits.sites, items=tuple(sum_lines(rows)))


@router.post("/brands/<brand>/visits/orders", tags=["measuring"])
def confirm_orders(brand: Id, said: Annotated[ConfirmedOrders, Body()]) -> OrderOutcomes:
    """Confirm orders of the shop's: each counts, once, for the visit that told of it. The same order again with another
    amount corrects it."""
    found = known_brand(brand).brand
    orders = _read_orders(found, said)
    try:
        made = order_book().confirm(brand, orders, said.currency, clock.utc_now(), dry_run=said.dry_run)
    except OrderContested as moved:
        raise try_again(moved) from None
    return OrderOutcomes(outcomes=tuple(made))


def _read_orders(brand: Brand, said: ConfirmedOrders) -> list[Confirmation]:
    errors = []
    if said.currency != brand.visits.currency:
        wanted = brand.visits.currency or "none: set visits.currency in its file"
        errors.append(FieldError(field="currency", message=f"{said.currency} is not the brand's, which is {wanted}"))
    found = []
    for number, one in enumerate(said.orders):
        try:
            found.append(Confirmation(one.reference, read_amount(one.amount, said.currency, may_be_nothing=True)))
        except AmountUnclear as error:
            errors.append(FieldError(field=f"orders[{number}].amount", message=str(error)))
    if errors:
        detail = "Nothing was confirmed: see what is wrong with each order, and send them again."
        raise invalid(detail, errors)
    return found
