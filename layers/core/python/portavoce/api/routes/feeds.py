"""Calendar feeds: the address under which any calendar program follows a brand's posts."""

from pydantic import AwareDatetime

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.runtime import clock
from portavoce.runtime.wiring.feed import feed_address, feeds
from portavoce.value import Value

router = new_router()


class FeedPut(Value):
    """`rotate` closes the address that stands, and makes a new one."""

    rotate: bool = False


class FeedStands(Value):
    """A brand's calendar feed. `url` is given once, to whoever makes it: whoever has it can read the calendar."""

    brand_id: str
    made_by: str
    made_at: AwareDatetime
    url: str | None


# PUT and not POST: the answers to POST are kept for a day, and this one holds a secret.
@router.put("/brands/<brand>/calendar-feed", tags=["brands"])
def put_calendar_feed(brand: Id, body: FeedPut) -> FeedStands:
    """Makes the brand's calendar feed, or changes its address. The one that stands is not shown again."""
    known_brand(brand)
    by = caller_of(router.current_event)
    made = feeds().make(brand, rotate=body.rotate, by=by, now=clock.utc_now())
    url = feed_address(brand, made.secret) if made.secret else None
    return FeedStands(brand_id=brand, made_by=made.made_by, made_at=made.made_at, url=url)
