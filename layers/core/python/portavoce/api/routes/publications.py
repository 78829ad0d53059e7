"""Publications: one post on one channel each, as the ledger keeps them."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from portavoce.api.instants import UtcInstant
from portavoce.api.lookups import known_brand
from portavoce.api.pages import Cursor, IfMatch, Limit, PageOf, etag, version_of
from portavoce.api.problems import (
    FieldError,
    Problem,
    changed_meanwhile,
    invalid,
    not_approved,
    not_found,
    over_fee_cap,
    said_already,
    too_late,
    try_again,
)
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.platforms.access.addresses import NoPostAddress
from portavoce.platforms.contract import Sent
from portavoce.publishing.model import Allowance, Publication, PublicationState
from portavoce.publishing.service.ledger import (
    ClaimedByAnother,
    Moved,
    NoPublication,
    NotApproved,
    NotAsked,
    OverFeeCap,
    RevisionMoved,
    SaidAlready,
    TooLate,
)
from portavoce.runtime import clock
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.settlement import find_sent
from portavoce.value import Value

router = new_router()

PAST, FUTURE = timedelta(days=30), timedelta(days=90)

Since = Annotated[UtcInstant | None, Query(description="Planned at or after this instant; 30 days ago if not given")]
Until = Annotated[UtcInstant | None, Query(description="Planned before this instant; in 90 days if not given")]
InState = Annotated[
    PublicationState | None, Query(description="Only this state; a page may then hold fewer items than its limit")
]


class Order(Value):
    """What to do with a publication: take it back, plan it for this moment (`allow` are rules to set aside), or say
    what became of one that a person was asked about: it is `published` at `url`, or it is not there, so `resend` it."""

    action: Literal["cancel", "now", "published", "resend"]
    allow: tuple[Allowance, ...] = ()
    url: str | None = None


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
    page = ledger().list_page(brand, since or now - PAST, until or now + FUTURE, cursor, limit)
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
    """Cancels the publication, publishes it now, or settles one that a person was asked about. 409 when it is leaving
    or has left, when nobody was asked about it, or when the channel has said the same lately."""
    try:
        return _answer(_carry_out(publication_id, body, version_of(if_match)))
    except NoPublication:
        raise not_found(f"publication {publication_id}") from None
    except RevisionMoved:
        raise changed_meanwhile(f"Publication {publication_id}") from None
    except (TooLate, NotAsked) as late:
        raise too_late(late) from None
    except ClaimedByAnother as claimed:
        raise _wrong_url(str(claimed)) from None
    except NotApproved as wanting:
        raise not_approved(wanting) from None
    except SaidAlready as repeated:
        raise said_already(repeated) from None
    except OverFeeCap as over:
        raise over_fee_cap(over) from None
    except Moved as moved:
        raise try_again(moved) from None


def _carry_out(publication_id: str, order: Order, if_revision: int | None) -> Publication:
    now = clock.utc_now()
    match order.action:
        case "cancel":
            return ledger().cancel(publication_id, now, if_revision)
        case "now":
            return ledger().publish_now(publication_id, now, if_revision, order.allow)
        case "resend":
            return ledger().settle(publication_id, None, now, if_revision)
        case "published":
            return ledger().settle(publication_id, _seen_at(publication_id, order.url), now, if_revision)


def _seen_at(publication_id: str, url: str | None) -> Sent:
    if url is None:
        raise _wrong_url("the address of the post is missing")
    publication = ledger().get(publication_id)
    if publication is None:
        raise NoPublication(publication_id)
    try:
        return find_sent(publication, url)
    except NoPostAddress as error:
        raise _wrong_url(str(error)) from None


def _wrong_url(message: str) -> Problem:
    return invalid("Nothing was changed: the address is not usable.", [FieldError(field="url", message=message)])


def _answer(publication: Publication) -> Response[Publication]:
    headers = {"ETag": etag(publication.revision)}
    return Response(HTTPStatus.OK, "application/json", publication, headers)
