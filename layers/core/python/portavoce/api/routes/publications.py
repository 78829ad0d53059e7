"""Publications: one post on one channel each, as the ledger keeps them."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.finding import known_brand
from portavoce.api.instants import Instant
from portavoce.api.paging import Cursor, IfMatch, Limit, PageOf, etag, version_of
from portavoce.api.problems import changed_meanwhile, not_found, too_late, try_again
from portavoce.api.routing import new_router
from portavoce.brands.model import Id
from portavoce.publishing.ledger import Moved, NoPublication, RevisionMoved, TooLate
from portavoce.publishing.model import Publication, State
from portavoce.runtime import clock
from portavoce.runtime.wiring.publishing import ledger
from portavoce.value import Value

router = new_router()

PAST, FUTURE = timedelta(days=30), timedelta(days=90)

Since = Annotated[Instant | None, Query(description="Planned at or after this instant; 30 days ago if not given")]
Until = Annotated[Instant | None, Query(description="Planned before this instant; in 90 days if not given")]
InState = Annotated[State | None, Query(description="Only this state; a page may then hold fewer items than its limit")]


class Order(Value):
    """What to do with a publication: take it back, or plan it for this moment."""

    action: Literal["cancel", "now"]


@router.get("/brands/<brand>/publications", tags=["publications"])
def list_publications(
    brand: Id,
    *,
    since: Since = None,
    until: Until = None,
    state: InState = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PageOf[Publication]:
    """The brand's publications by planned time."""
    known_brand(brand)
    now = clock.utc_now()
    page = ledger().listing(brand, since or now - PAST, until or now + FUTURE, cursor, limit)
    items = tuple(one for one in page.publications if state in (None, one.state))
    return PageOf(items=items, next_cursor=page.cursor)


@router.get("/publications/<publication_id>", tags=["publications"])
def get_publication(publication_id: str) -> Response[Publication]:
    """One publication, with its revision as ETag."""
    found = ledger().get(publication_id)
    if found is None:
        raise not_found(f"publication {publication_id}")
    return _answer(found)


@router.patch("/publications/<publication_id>", tags=["publications"])
def order_publication(publication_id: str, body: Order, if_match: IfMatch = None) -> Response[Publication]:
    """Cancels the publication or publishes it now. 409 when it is leaving or has left."""
    step = ledger().cancel if body.action == "cancel" else ledger().publish_now
    try:
        return _answer(step(publication_id, clock.utc_now(), version_of(if_match)))
    except NoPublication:
        raise not_found(f"publication {publication_id}") from None
    except RevisionMoved:
        raise changed_meanwhile(f"Publication {publication_id}") from None
    except TooLate as late:
        raise too_late(late) from None
    except Moved as moved:
        raise try_again(moved) from None


def _answer(publication: Publication) -> Response[Publication]:
    headers = {"ETag": etag(publication.revision)}
    return Response(HTTPStatus.OK, "application/json", publication, headers)
