"""Counted links, as the functions use them."""

from functools import cache

from portavoce.links.records import LinkRecords
from portavoce.links.service.brand_links import TrackedLinks, make_code
from portavoce.links.service.clicks import ClickCounter
from portavoce.planning.link_replacement import LinkMaker
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


@cache
def tracked_links() -> TrackedLinks:
    """The links in this stage's table."""
    return TrackedLinks(LinkRecords(aws.table()))


@cache
def click_counter() -> ClickCounter:
    """Counts this stage's clicks."""
    return ClickCounter(LinkRecords(aws.table()))


@cache
def link_maker() -> LinkMaker:
    """Makes links that lead through this stage's API."""
    return LinkMaker(settings().need("api_url"), make_code)
