"""Stopping the publishing, and letting it go on."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from portavoce.publishing import states
from portavoce.publishing.delays import is_too_late
from portavoce.publishing.freeze_scope import covers, has_expired, may_cover, stopping_freeze
from portavoce.publishing.model import Freeze, Publication, PublicationState
from portavoce.publishing.records import FreezeRecords, freeze_history
from portavoce.publishing.resume_plan import How, ResumePlan, carried_out, miss_by_freeze, plan_resume
from portavoce.publishing.service.ledger import Ledger, Moved
from portavoce.table.item_size import MOST_BYTES, count_bytes

_TRIES = 10
_SHOWN_AHEAD = timedelta(days=7)
RAN_OUT = "its own end"
_STOPPED = ("brand_id", "channel", "campaign", "exempt", "until")
"""What makes two freezes the same, whoever asked for them and why."""


class NoFreeze(Exception):
    """There is no active freeze of this id."""

    def __init__(self, freeze_id: str) -> None:
        super().__init__(f"there is no active freeze {freeze_id}: `portavoce status` lists those there are")
        self.freeze_id = freeze_id


class TooManyFreezes(Exception):
    """As many freezes stand as can be kept; nothing was frozen."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} freezes stand, and no more can be kept beside them: lift one (`portavoce status` lists them), or "
            "freeze a whole brand or everything instead"
        )


class PlanMoved(Exception):
    """Resuming would by now do something else than what was shown: nothing was done. `plan` is the new one."""

    def __init__(self, plan: ResumePlan) -> None:
        super().__init__("posts were edited, or ran out of time, since the plan was shown: look at it again")
        self.plan = plan


@dataclass(frozen=True)
class Freezes:
    """The freezes of this stage. Once `freeze` has returned, nothing that it covers starts to leave."""

    records: FreezeRecords
    ledger: Ledger

    def active(self) -> list[Freeze]:
        """The freezes that were not lifted, as last written; one may have run out."""
        return self.records.active()[1]

    def freeze(
        self,
        *,
        reason: str,
        by: str,
        now: datetime,
        brand_id: str | None = None,
        channel: str | None = None,
        campaign: str | None = None,
        exempt: Sequence[str] = (),
        until: datetime | None = None,
        freeze_id: str | None = None,
    ) -> Freeze:
        """Stops everything, a brand, one channel or one campaign of it, until it is lifted or `until` comes.

        `exempt` are posts, as `<brand>.<post>`, that go out all the same. With a `freeze_id` of the caller's own, the
        same again is the one that stands, and another one gets an id of its own. Raises TooManyFreezes, Moved."""
        wanted = Freeze(
            freeze_id=freeze_id or _new_id(),
            brand_id=brand_id,
            channel=channel,
            campaign=campaign,
            exempt=tuple(exempt),
            reason=reason,
            by=by,
            since=now,
            until=until,
        )
        for _ in range(_TRIES):
            version, standing = self.records.active()
            if (wanted := _take_the_one_that_stands(wanted, standing)) in standing:
                return wanted
            if count_bytes([one.model_dump(mode="json") for one in (*standing, wanted)]) > MOST_BYTES:
                raise TooManyFreezes(len(standing))
            try:
                self.records.replace(version, [*standing, wanted], freeze_history(wanted))
            except Moved:
                continue
            return wanted
        raise Moved("the freezes change too often: nothing was frozen, try again")

    def would_stop(self, freeze: Freeze, now: datetime) -> list[Publication]:
        """What the freeze stops until it ends, or in the next seven days, in the order of its times. Writes nothing."""
        until = freeze.until or now + _SHOWN_AHEAD
        found = [one for one in self._in_scope(freeze, until) if one.planned_at < until]
        return sorted(found, key=lambda one: (one.planned_at, one.publication_id))

    def plan_resume(self, freeze_id: str, how: How, now: datetime) -> ResumePlan:
        """What resuming would do. Writes nothing. Raises NoFreeze, WindowTooShort."""
        return self._plan_resume(freeze_id, how, now)[0]

    def resume(self, freeze_id: str, how: How, *, by: str, now: datetime, if_plan: str | None = None) -> ResumePlan:
        """Gives what was held up its new times, or its end, and then lifts the freeze.

        The new times are written while the freeze stands: should it die half-way, nothing leaves, what is left stands
        in its old order, and the same again ends the same. What was edited or sent meanwhile is left alone. With
        `if_plan` only if the plan's etag still is that. Raises NoFreeze, WindowTooShort, PlanMoved."""
        plan, found = self._plan_resume(freeze_id, how, now)
        if if_plan not in (None, plan.etag):
            raise PlanMoved(plan)
        for step in plan.writing_order:
            publication = found[step.publication_id]
            try:
                self.ledger.move(publication, carried_out(publication, step, now))
            except Moved:
                continue
        self._lift(freeze_id, by, now)
        return plan

    def end_those_run_out(self, active: Iterable[Freeze], now: datetime) -> None:
        """Resumes after each freeze whose end has come, as `keep` does: nothing that it held up leaves in a burst."""
        for freeze in active:
            if has_expired(freeze, now):
                with suppress(NoFreeze):  # somebody has lifted it meanwhile
                    self.resume(freeze.freeze_id, How(), by=RAN_OUT, now=now)

    def _plan_resume(self, freeze_id: str, how: How, now: datetime) -> tuple[ResumePlan, dict[str, Publication]]:
        active = self.active()
        freeze = next((one for one in active if one.freeze_id == freeze_id), None)
        if freeze is None:
            raise NoFreeze(freeze_id)
        others = [one for one in active if one is not freeze]
        scope = self._in_scope(freeze, now + how.reach)
        found = {one.publication_id: one for one in scope if stopping_freeze(one, others, now) is None}
        return plan_resume(freeze, found.values(), how, now), found

    def _in_scope(self, freeze: Freeze, until: datetime) -> Iterator[Publication]:
        """The publications that the freeze covers, and that are frozen, on their way, or planned before `until`."""
        ids = dict.fromkeys([*self.ledger.watched_ids(until), *self.ledger.waiting_ids(until)])
        for publication_id in ids:
            publication = self.ledger.get(publication_id) if may_cover(freeze, publication_id) else None
            if (
                publication
                and publication.state in (PublicationState.FROZEN, PublicationState.SCHEDULED)
                and covers(freeze, publication)
            ):
                yield publication

    def _lift(self, freeze_id: str, by: str, now: datetime) -> Freeze:
        for _ in range(_TRIES):
            version, standing = self.records.active()
            lifted = next((one for one in standing if one.freeze_id == freeze_id), None)
            if lifted is None:
                raise NoFreeze(freeze_id)
            kept = [one for one in standing if one is not lifted]
            try:
                self.records.replace(version, kept, freeze_history(lifted, by, now))
            except Moved:
                continue
            return lifted
        raise Moved("the freezes change too often: nothing was lifted, try again")

    def thaw(self, publication: Publication, active: list[Freeze], now: datetime) -> None:
        """Lets one frozen publication go on that no freeze covers: it was stopped while the last one was lifted."""
        if any(covers(one, publication) for one in active):
            return
        new = (
            miss_by_freeze(publication, now)
            if is_too_late(publication, now)
            else states.thaw_publication(publication, now)
        )
        try:
            self.ledger.move(publication, new)
        except Moved:
            return  # somebody gave it another end or another time meanwhile


def _new_id() -> str:
    return uuid4().hex[:12]


def _take_the_one_that_stands(wanted: Freeze, standing: Sequence[Freeze]) -> Freeze:
    """That of the same id, if it stops the same; else what is wanted, under an id that no other has.

    A page that a browser has kept sends its id again, with whatever was chosen since."""
    same = next((one for one in standing if one.freeze_id == wanted.freeze_id), None)
    if same is None:
        return wanted
    if all(getattr(same, name) == getattr(wanted, name) for name in _STOPPED):
        return same
    return wanted.model_copy(update={"freeze_id": _new_id()})
