"""The secret addresses of calendar feeds, as the functions use them."""

from functools import cache

from portavoce.feed.records import FeedRecords
from portavoce.feed.service.address import Feeds
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


@cache
def feeds() -> Feeds:
    """The feeds in this stage's table."""
    return Feeds(FeedRecords(aws.table()))


def feed_address(brand_id: str, secret: str) -> str:
    """Where a feed is found."""
    return f"{settings().need('api_url')}/calendar/{brand_id}/{secret}.ics"
