"""Plans: the rows of a calendar, held against what stands."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, Field

from portavoce.api.caller import caller_of
from portavoce.api.lookups import known_brand
from portavoce.api.pages import DryRun
from portavoce.api.problems import FieldError, Problem, invalid, try_again
from portavoce.api.router import new_router
from portavoce.brands.model import Id
from portavoce.planning.fees import PlatformFees, count_fees
from portavoce.planning.model import MAX_ROWS, MAX_TAKEN, Aspect, PlanDiff, PlannableRow, PlanRow, Remark, TakenTime
from portavoce.planning.service import PlanRefused
from portavoce.platforms import discovery
from portavoce.publishing.freeze_scope import stopping_freeze
from portavoce.publishing.model import Content
from portavoce.publishing.service.ledger import Moved
from portavoce.runtime import clock
from portavoce.runtime.wiring.ledger import freezes
from portavoce.runtime.wiring.planning import planner
from portavoce.value import Value

router = new_router()


class Plan(Value):
    """A calendar's rows, or a piece of them, their images measured. `taken` are times that rows of other pieces ask
    for: no row that asks for the next free slot gets one of them."""

    rows: Annotated[tuple[PlanRow, ...], Field(max_length=MAX_ROWS)]
    taken: Annotated[tuple[TakenTime, ...], Field(max_length=MAX_TAKEN)] = ()


class PlannedRow(Value):
    """One row and the publication that it leads to. `changed` names what differs from what stands."""

    row: int
    publication_id: str
    post: str
    channel: str
    wall_time: str
    zone: str
    planned_at: AwareDatetime
    changed: tuple[Aspect, ...]

    @classmethod
    def of(cls, planned: PlannableRow) -> Self:
        """Without the content, which the caller has."""
        publication = planned.publication
        return cls(
            row=planned.row,
            post=publication.post_id,
            changed=planned.changed,
            wall_time=publication.local_time,
            **publication.model_dump(include={"publication_id", "channel", "zone", "planned_at"}),
        )


class PlanAnswer(Value):
    """What a plan does, or would do. `too_late` began to leave meanwhile and were not changed. `fees` are what the
    platforms that bill their API will bill for what is new or changed."""

    brand_id: str
    dry_run: bool
    new: tuple[PlannedRow, ...]
    changed: tuple[PlannedRow, ...]
    unchanged: tuple[PlannedRow, ...]
    refused: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    too_late: tuple[Remark, ...]
    fees: tuple[PlatformFees, ...]


@router.post("/brands/<brand>/plans", tags=["plans"])
def post_plan(brand: Id, body: Plan, dry_run: DryRun = False) -> PlanAnswer:
    """Writes the plan; what stands already is left alone. While a row is refused nothing is written: a dry run then
    lists the refused rows, the real one answers 422 with them."""
    found, now = known_brand(brand).brand, clock.utc_now()
    if dry_run:
        return _answer(brand, planner().diff(found, body.rows, now, body.taken), now, dry_run=True)
    try:
        applied = planner().apply(found, body.rows, now, body.taken, by=caller_of(router.current_event))
    except PlanRefused as refused:
        raise refused_rows(refused.diff) from None
    except Moved as moved:
        raise try_again(moved) from None
    return _answer(brand, applied.diff, now, applied.too_late)


def refused_rows(diff: PlanDiff) -> Problem:
    """422 with a sentence for each reason; `field` names the row."""
    errors = [
        FieldError(field=f"row {one.row}, {one.post} on {one.channel}", message=one.message) for one in diff.refused
    ]
    return invalid("Nothing was written: a row is refused.", errors)


def _frozen_remarks(diff: PlanDiff, now: datetime) -> Iterator[Remark]:
    """What would not leave as things stand, because publishing is frozen for it."""
    written, active = (*diff.new, *diff.changed), freezes().active() if diff.new or diff.changed else []
    for one in written:
        publication = one.publication
        if freeze := stopping_freeze(publication, active, max(now, publication.planned_at)):
            yield Remark(
                row=one.row,
                post=publication.post_id,
                channel=publication.channel,
                message=f"publishing is frozen ({freeze.reason}), so it will not leave until somebody runs "
                f"`portavoce resume {freeze.freeze_id}`",
            )


def _answer(
    brand: str, diff: PlanDiff, now: datetime, too_late: tuple[Remark, ...] = (), *, dry_run: bool = False
) -> PlanAnswer:
    return PlanAnswer(
        brand_id=brand,
        dry_run=dry_run,
        new=tuple(map(PlannedRow.of, diff.new)),
        changed=tuple(map(PlannedRow.of, diff.changed)),
        unchanged=tuple(map(PlannedRow.of, diff.unchanged)),
        refused=diff.refused,
        warnings=(*diff.warnings, *_frozen_remarks(diff, now)),
        too_late=too_late,
        fees=tuple(_list_fees(diff)),
    )


def _list_fees(diff: PlanDiff) -> Iterator[PlatformFees]:
    written: dict[str, list[Content]] = {}
    for one in (*diff.new, *diff.changed):
        written.setdefault(one.publication.platform, []).append(one.publication.content)
    for platform, contents in sorted(written.items()):
        if fees := discovery.manifest(platform).fees:
            yield count_fees(platform, fees, contents)
