"""Visits, as the functions that count and show them use them."""

from functools import cache

from portavoce.links.records import LinkRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import VisitRecords
from portavoce.visits.service.counter import VisitCounter
from portavoce.visits.service.orders import OrderBook


@cache
def visit_records() -> VisitRecords:
    """The visits in this stage's table."""
    return VisitRecords(aws.table())


@cache
def order_book() -> OrderBook:
    """The orders in this stage's table."""
    return OrderBook(visit_records(), _origin_of)


@cache
def visit_counter() -> VisitCounter:
    """Counts this stage's visits."""
    return VisitCounter(visit_records(), order_book(), _origin_of, _currency_of)


def _origin_of(brand_id: str, way: str) -> VisitOrigin | None:
    kind, _, name = way.partition(":")
    if kind != "link":
        return VisitOrigin(platform=name or None)
    link = LinkRecords(aws.table()).get(name)
    if link is None or link.brand_id != brand_id:
        return None
    return VisitOrigin(**{field: getattr(link, field) for field in VisitOrigin.model_fields})


def _currency_of(brand_id: str) -> str | None:
    found = brands().brand_of(brand_id)
    return found.visits.currency if found else None
