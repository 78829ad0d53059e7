"""The secret addresses of calendar feeds, as the functions use them."""

from functools import cache

from portavoce.feed.records import FeedRecords
from portavoce.feed.service.address import Feeds
from portavoce.feed.service.door import FeedDoor
from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.ledger import ledger


@cache
def feeds() -> Feeds:
    """The feeds in this stage's table."""
    return Feeds(FeedRecords(aws.table()))


def feed_address(brand_id: str, secret: str) -> str:
    """Where a feed is found."""
    return f"{settings().need('api_url')}/calendar/{brand_id}/{secret}.ics"


@cache
def feed_door() -> FeedDoor:
    """Answers whoever holds an address."""
    return FeedDoor(opens=feeds().opens, brand=brands().brand_of, between=ledger().between)
