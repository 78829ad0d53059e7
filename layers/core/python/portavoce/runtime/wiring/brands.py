"""The brands, as the functions use them."""

from functools import cache

from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.platforms import discovery
from portavoce.runtime import aws


@cache
def brands() -> Brands:
    """The brands in this stage's table."""
    return Brands(records=BrandRecords(aws.table()), platforms=discovery.names)
