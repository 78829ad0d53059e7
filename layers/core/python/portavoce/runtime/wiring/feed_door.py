"""The calendar feeds as they are served; apart from their addresses, because only one function has icalendar."""

from functools import cache

from portavoce.feed.service.door import FeedDoor
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.feed import feeds
from portavoce.runtime.wiring.ledger import ledger


@cache
def feed_door() -> FeedDoor:
    """Answers whoever holds an address."""
    return FeedDoor(opens=feeds().opens, brand=brands().brand_of, between=ledger().between)
