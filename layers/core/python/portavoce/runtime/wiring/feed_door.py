"""The calendar feed, as its function serves it."""

from functools import cache

from portavoce.brands.model import Brand
from portavoce.planning.feed_door import FeedDoor
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.feeds import feeds
from portavoce.runtime.wiring.publishing import ledger


@cache
def feed_door() -> FeedDoor:
    """Answers whoever holds an address."""
    return FeedDoor(opens=feeds().opens, brand=_brand, between=ledger().between)


def _brand(brand_id: str) -> Brand | None:
    stored = brands().get(brand_id)
    return stored.brand if stored else None
