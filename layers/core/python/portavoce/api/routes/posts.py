"""Posts: what is said on several channels at once."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.problems import not_found, too_late, try_again
from portavoce.api.router import new_router
from portavoce.api.routes.plans import refused_rows
from portavoce.brands.model import Id
from portavoce.planning.diff import publication_id
from portavoce.planning.model import PlanRow, PostRow
from portavoce.planning.service import PlanRefused
from portavoce.publishing.model import Publication
from portavoce.publishing.service.ledger import Moved, NotApproved, OverFeeCap, SaidAlready, TooLate
from portavoce.runtime import clock
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.planning import planner
from portavoce.value import Value

router = new_router()


class PostAnswer(Value):
    """A post on its channels. `left_alone` are those that an order did not touch: they were leaving, had left, are
    not approved for now, or would say what their channel has said lately (`said_by`)."""

    brand_id: str
    post_id: str
    publications: tuple[Publication, ...]
    left_alone: tuple[Publication, ...] = ()


_PLANNED: dict[int, OpenAPIResponse] = {
    HTTPStatus.CREATED: {"description": "Planned", "content": {"application/json": {"model": Publication}}},
    HTTPStatus.OK: {"description": "It stood, or was changed", "content": {"application/json": {"model": Publication}}},
}


@router.post("/brands/<brand>/posts", tags=["posts"], status_code=HTTPStatus.CREATED, responses=_PLANNED)
def post_post(brand: Id, body: PostRow) -> Response[Publication]:
    """Plans one post on one channel: 201 when it is new, 200 when it stood or was changed."""
    row = PlanRow(row=1, **dict(body))
    try:
        by = caller_of(router.current_event)
        applied = planner().apply(known_brand(brand).brand, (row,), clock.utc_now(), by=by)
    except PlanRefused as refused:
        raise refused_rows(refused.diff) from None
    except Moved as moved:
        raise try_again(moved) from None
    found = ledger().get(publication_id(brand, body.post, body.channel))
    if found is None or applied.too_late:
        raise too_late(f"post {brand}.{body.post} is leaving or has left on {body.channel}")
    status = HTTPStatus.CREATED if applied.diff.new else HTTPStatus.OK
    return Response(status, "application/json", found)


@router.get("/brands/<brand>/posts/<post>", tags=["posts"])
def get_post(brand: Id, post: Id) -> PostAnswer:
    """One post with its publications."""
    return PostAnswer(brand_id=brand, post_id=post, publications=tuple(_publications(brand, post)))


@router.delete("/brands/<brand>/posts/<post>", tags=["posts"])
def delete_post(brand: Id, post: Id) -> PostAnswer:
    """Cancels the post on every channel that it has not left for. Nothing is removed from a platform."""
    return _order(brand, post, ledger().cancel)


@router.post("/brands/<brand>/posts/<post>/now", tags=["posts"])
def post_now(brand: Id, post: Id) -> PostAnswer:
    """Plans the post for this moment on every channel that it has not left for."""
    return _order(brand, post, ledger().publish_now)


def _order(brand: str, post: str, step: Callable[[str, datetime], Publication]) -> PostAnswer:
    moved, left_alone = [], []
    for publication in _publications(brand, post):
        try:
            moved.append(step(publication.publication_id, clock.utc_now()))
        except (TooLate, NotApproved, SaidAlready, OverFeeCap) as error:
            left_alone.append(error.publication)
        except Moved as error:
            raise try_again(error) from None
    return PostAnswer(brand_id=brand, post_id=post, publications=tuple(moved), left_alone=tuple(left_alone))


def _publications(brand: str, post: str) -> list[Publication]:
    found = ledger().of_post(brand, post)
    if not found:
        raise not_found(f"post {brand}.{post}")
    return found
