"""Freezes: stopping the publishing, and letting it go on."""

import hashlib
from http import HTTPStatus
from typing import Annotated, Self

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import Field, model_validator

from portavoce.api.caller import caller_of
from portavoce.api.finding import known_brand
from portavoce.api.idempotency import HEADER
from portavoce.api.instants import Instant
from portavoce.api.paging import PageOf
from portavoce.api.problems import not_found, try_again
from portavoce.api.routing import new_router
from portavoce.brands.model import Id
from portavoce.publishing.freezes import NoFreeze
from portavoce.publishing.ledger import Moved
from portavoce.publishing.model import Freeze
from portavoce.runtime import clock
from portavoce.runtime.wiring.publishing import freezes
from portavoce.value import Value

router = new_router()


class FreezePost(Value):
    """What to stop: everything (no brand), a brand, or one channel of it; for good, or until an instant."""

    brand_id: Id | None = None
    channel: Id | None = None
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    until: Instant | None = None

    @model_validator(mode="after")
    def _channel_has_brand(self) -> Self:
        if self.channel and not self.brand_id:
            raise ValueError("a channel needs its brand_id")
        return self


@router.get("/freezes", tags=["freezes"])
def list_freezes() -> PageOf[Freeze]:
    """The freezes that were not lifted, all on one page."""
    return PageOf(items=tuple(freezes().active()), next_cursor=None)


@router.post("/freezes", status_code=HTTPStatus.CREATED, tags=["freezes"])
def post_freeze(body: FreezePost) -> Freeze:
    """Stops the publishing: once this has answered, nothing that it covers starts to leave."""
    _check_place(body)
    event = router.current_event
    try:
        return freezes().freeze(
            **body.model_dump(), by=caller_of(event), now=clock.utc_now(), freeze_id=_id_from(event)
        )
    except Moved as moved:
        raise try_again(moved) from None


@router.delete("/freezes/<freeze_id>", tags=["freezes"])
def delete_freeze(freeze_id: str) -> Freeze:
    """Lifts a freeze. What it had stopped leaves at once, or is missed if it is too late for it."""
    try:
        return freezes().resume(freeze_id, by=caller_of(router.current_event), now=clock.utc_now())
    except NoFreeze:
        raise not_found(f"active freeze {freeze_id}") from None
    except Moved as moved:
        raise try_again(moved) from None


def _check_place(body: FreezePost) -> None:
    brand = known_brand(body.brand_id).brand if body.brand_id else None
    if brand and body.channel and brand.channel(body.channel) is None:
        raise not_found(f"channel {body.channel} of brand {brand.id}")


def _id_from(event: APIGatewayProxyEventV2) -> str | None:
    """The same Idempotency-Key names the same freeze, even when the first answer was lost before it was kept."""
    key = event.headers.get(HEADER)
    return hashlib.sha256(f"{caller_of(event)}#{key}".encode()).hexdigest()[:12] if key else None
