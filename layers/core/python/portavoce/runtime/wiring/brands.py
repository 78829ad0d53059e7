"""The brands, as the functions use them."""

from collections.abc import Iterator
from functools import cache

from portavoce.brands.model import Brand
from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.platforms import discovery
from portavoce.runtime import aws


@cache
def brands() -> Brands:
    """The brands in this stage's table."""
    return Brands(records=BrandRecords(aws.table()), platforms=discovery.of_brands)


def every_brand() -> Iterator[Brand]:
    """All brands, by id, as they stand now."""
    cursor: str | None = None
    while True:
        page = brands().list_page(cursor)
        yield from (stored.brand for stored in page.brands)
        if page.cursor is None:
            return
        cursor = page.cursor
