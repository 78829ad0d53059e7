"""Links in posts that are counted."""

from typing import Annotated
from zoneinfo import ZoneInfo

from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.links.model import LinkFigures
from portavoce.runtime import clock
from portavoce.runtime.wiring.links import tracked_links

router = new_router()

ShownDays = Annotated[int, Query(ge=1, le=366, description="How many days of the brand's, today included")]


@router.get("/brands/<brand>/links", tags=["overview"])
def list_links(brand: Id, days: ShownDays = 30, cursor: Cursor = None, limit: Limit = 50) -> PageOf[LinkFigures]:
    """The links of ours in a brand's posts, newest first, with the clicks of the last `days` days."""
    zone = known_brand(brand).brand.zone
    today = clock.utc_now().astimezone(ZoneInfo(zone)).date()
    items, following = tracked_links().page(brand, today, days, cursor, limit)
    return PageOf(items=tuple(items), next_cursor=following)
