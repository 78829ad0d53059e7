"""Freezes: stopping the publishing, and letting it go on."""

import hashlib
from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Literal, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2
from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from portavoce.api.caller import caller_of
from portavoce.api.idempotency import HEADER
from portavoce.api.instants import UtcInstant
from portavoce.api.lookups import known_brand
from portavoce.api.pages import DryRun, IfMatch, PageOf
from portavoce.api.problems import FieldError, Problem, changed_meanwhile, invalid, not_found, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.publishing.model import Freeze, Publication
from portavoce.publishing.resume_plan import How, ResumePlan, ResumeStep, WindowTooShort
from portavoce.publishing.service.freezes import NoFreeze, PlanMoved, TooManyFreezes
from portavoce.publishing.service.ledger import Moved
from portavoce.runtime import clock
from portavoce.runtime.wiring.ledger import freezes, ledger
from portavoce.value import Value

router = new_router()

_ID = "[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?"
PostName = Annotated[str, StringConstraints(pattern=rf"^{_ID}\.{_ID}$")]


class FreezePost(Value):
    """What to stop: everything (no brand), a brand, or one channel or campaign of it; for good, or until an instant.

    `exempt` are posts, as `<brand>.<post>`, that go out all the same."""

    brand_id: Id | None = None
    channel: Id | None = None
    campaign: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    exempt: Annotated[tuple[PostName, ...], Field(max_length=50)] = ()
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    until: UtcInstant | None = None

    @model_validator(mode="after")
    def _part_has_brand(self) -> Self:
        if (self.channel or self.campaign) and not self.brand_id:
            raise ValueError("a channel or a campaign needs its brand_id")
        return self


class StoppedPost(Value):
    """A publication that a freeze would stop."""

    publication_id: str
    planned_at: AwareDatetime


class FreezeAnswer(Freeze):
    """The freeze. In a dry run nothing is written, and `would_stop` is what it would stop until it ends, or in the next
    seven days."""

    dry_run: bool = False
    would_stop: tuple[StoppedPost, ...] = ()


class ResumeAnswer(Value):
    """What resuming does, or would do; what is not named stays as it is. `steps` stand in the order of the old times.

    Two posts of one channel that are given a time are `gap_minutes` apart at least."""

    freeze_id: str
    dry_run: bool
    mode: Literal["keep", "shift", "spread", "drop"]
    minutes: int | None
    gap_minutes: int
    steps: tuple[ResumeStep, ...]


_FROZEN: dict[int, OpenAPIResponse] = {
    HTTPStatus.CREATED: {"description": "Frozen", "content": {"application/json": {"model": FreezeAnswer}}},
    HTTPStatus.OK: {"description": "A dry run", "content": {"application/json": {"model": FreezeAnswer}}},
}


@router.get("/freezes", tags=["freezes"])
def list_freezes() -> PageOf[Freeze]:
    """The freezes that were not lifted, all on one page."""
    return PageOf(items=tuple(freezes().active()), next_cursor=None)


@router.post("/freezes", status_code=HTTPStatus.CREATED, tags=["freezes"], responses=_FROZEN)
def post_freeze(body: FreezePost, dry_run: DryRun = False) -> Response[FreezeAnswer]:
    """Stops the publishing: once this has answered, nothing that it covers starts to leave."""
    _check_place(body)
    event, now = router.current_event, clock.utc_now()
    if dry_run:
        wanted = Freeze(freeze_id="", by=caller_of(event), since=now, **body.model_dump())
        return _answer_freeze(HTTPStatus.OK, wanted, freezes().would_stop(wanted, now), dry_run=True)
    try:
        made = freezes().freeze(**body.model_dump(), by=caller_of(event), now=now, freeze_id=_id_from(event))
    except TooManyFreezes as error:
        raise Problem(HTTPStatus.CONFLICT, "too-many-freezes", f"Nothing was frozen: {error}.") from None
    except Moved as moved:
        raise try_again(moved) from None
    return _answer_freeze(HTTPStatus.CREATED, made)


@router.post("/freezes/<freeze_id>/resume", tags=["freezes"])
def post_resume(freeze_id: str, body: How, dry_run: DryRun = False, if_match: IfMatch = None) -> Response[ResumeAnswer]:
    """Gives what a freeze held up its new times, and lifts it. A dry run writes nothing; with its ETag in If-Match the
    real one does the same or nothing."""
    now = clock.utc_now()
    try:
        if dry_run:
            plan = freezes().plan_resume(freeze_id, body, now)
        else:
            seen = None if if_match in (None, "*") else if_match.strip('"')
            plan = freezes().resume(freeze_id, body, by=caller_of(router.current_event), now=now, if_plan=seen)
    except NoFreeze:
        raise not_found(f"active freeze {freeze_id}") from None
    except WindowTooShort as short:
        raise invalid(f"Nothing was resumed: {short}.", [FieldError(field="minutes", message=str(short))]) from None
    except PlanMoved:
        raise changed_meanwhile(f"The plan of resuming {freeze_id}") from None
    except Moved as moved:
        raise try_again(moved) from None
    return _answer_resume(plan, dry_run=dry_run)


def _answer_freeze(
    status: HTTPStatus, freeze: Freeze, stopped: Iterable[Publication] = (), *, dry_run: bool = False
) -> Response[FreezeAnswer]:
    would_stop = tuple(StoppedPost(publication_id=one.publication_id, planned_at=one.planned_at) for one in stopped)
    answer = FreezeAnswer(**freeze.model_dump(), dry_run=dry_run, would_stop=would_stop)
    return Response(status, "application/json", answer)


def _answer_resume(plan: ResumePlan, *, dry_run: bool) -> Response[ResumeAnswer]:
    answer = ResumeAnswer(freeze_id=plan.freeze.freeze_id, dry_run=dry_run, steps=plan.steps, **plan.how.model_dump())
    return Response(HTTPStatus.OK, "application/json", answer, {"ETag": f'"{plan.etag}"'})


def _check_place(body: FreezePost) -> None:
    brand = known_brand(body.brand_id).brand if body.brand_id else None
    if brand and body.channel and brand.channel(body.channel) is None:
        raise not_found(f"channel {body.channel} of brand {brand.id}")
    for name in body.exempt:
        if not ledger().of_post(*name.split(".")):
            raise not_found(f"post {name}")


def _id_from(event: APIGatewayProxyEventV2) -> str | None:
    """The same Idempotency-Key names the same freeze, even when the first answer was lost before it was kept."""
    key = event.headers.get(HEADER)
    return hashlib.sha256(f"{caller_of(event)}#{key}".encode()).hexdigest()[:12] if key else None
