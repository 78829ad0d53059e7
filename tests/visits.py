"""Visits to Aurora's pages, for the tests of visits."""

from datetime import UTC, datetime, timedelta
from typing import Any

from portavoce.visits.hit import Hit
from portavoce.visits.model import VisitOrigin
from portavoce.visits.records import VisitRecords
from portavoce.visits.service.counter import VisitCounter
from portavoce.visits.service.orders import OrderBook

SITE = "https://aurora.example"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NINE = datetime(2026, 11, 28, 8, tzinfo=UTC)
SPRING, BEANS = "link:7NqKd2VbXw", "link:8NqKd2VbXw"
ORIGINS = {
    "": VisitOrigin(),
    "platform:instagram": VisitOrigin(platform="instagram"),
    SPRING: VisitOrigin(channel="facebook", platform="facebook", post_id="spring", campaign="autumn"),
    BEANS: VisitOrigin(channel="x", platform="x", post_id="beans", product="beans"),
}


def hit(hit_id: str, minute: float = 0, kind: Any = "view", **given: Any) -> Hit:
    """One event, so many minutes after nine in Rome."""
    at = NINE + timedelta(minutes=minute)
    made = Hit(hit_id, "aurora", "v" * 32, "2026-11-28", int(at.timestamp() * 1000), kind, SPRING)
    return made._replace(**given)


def counter_of(records: VisitRecords) -> VisitCounter:
    """A counter where the links of `ORIGINS` are known and conversions are worth euros."""

    def find(_brand: str, way: str) -> VisitOrigin | None:
        return ORIGINS.get(way)

    return VisitCounter(records, OrderBook(records, find), find, lambda _brand: "EUR")
