"""Who did what, as it was written down."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.router import new_router
from portavoce.audit.model import Act
from portavoce.brands.model import Id
from portavoce.runtime.wiring.audit import audit

router = new_router()

OfBrand = Annotated[Id | None, Query(description="Of this brand; without it what concerns no single brand")]


@router.get("/audit", tags=["overview"])
def list_acts(brand: OfBrand = None, cursor: Cursor = None, limit: Limit = 50) -> PageOf[Act]:
    """Who did what, newest first, refused or not. An act without a status broke off half-way."""
    if brand is not None:
        known_brand(brand)
    items, following = audit().list_page(brand, cursor, limit)
    return PageOf(items=tuple(items), next_cursor=following)
