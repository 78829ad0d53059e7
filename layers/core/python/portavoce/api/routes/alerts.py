"""What was raised, mailed or not; and what the mail service does not take."""

from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, Limit, PageOf
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.reporting.model import Alert
from portavoce.runtime.wiring.alerts import alerts

router = new_router()


@router.get("/brands/<brand>/alerts", tags=["overview"])
def list_alerts(brand: Id, cursor: Cursor = None, limit: Limit = 50) -> PageOf[Alert]:
    """All that was raised for a brand, newest first, with what became of its mail."""
    known_brand(brand)
    items, following = alerts().list_page(brand, cursor, limit)
    return PageOf(items=tuple(items), next_cursor=following)
