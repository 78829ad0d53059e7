"""What resuming does to each post that a freeze held up: when it leaves, or that it does not. Pure.

Nothing leaves in a burst: two posts of one channel that are given a time stand at least the gap apart, and as far from
those of its posts that wait for theirs."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from portavoce.publishing import states
from portavoce.publishing.delays import late_limit
from portavoce.publishing.model import Freeze, Publication, PublicationState
from portavoce.value import Value

LEAD = timedelta(seconds=15)
"""How long after a resume the first post leaves: by then every new time is written and the freeze is lifted."""

MOST_LATE = timedelta(days=1)
"""The longest allowance for lateness that a brand can have."""

PUSHED_WITHIN = timedelta(days=7)
"""How far ahead a shift looks for posts that stand in its way."""

_WEEK_MINUTES = 7 * 24 * 60

Mode = Literal["keep", "shift", "spread", "drop"]
ResumeFate = Literal["moves", "missed", "dropped", "stays"]


class WindowTooShort(Exception):
    """The posts of one channel do not fit into the time they are to be spread over; the message says what would do."""

    def __init__(self, channel_id: str, count: int, gap: timedelta) -> None:
        minutes = count * int(gap.total_seconds()) // 60
        super().__init__(
            f"{count} posts of {channel_id} need {minutes} minutes at least, {int(gap.total_seconds()) // 60} minutes "
            "apart: spread them over more, or make the gap smaller"
        )


class How(Value):
    """How to go on. `minutes` is how far a shift moves and how long a spread lasts; the other modes have none.

    keep: what is still in time leaves, the rest is missed. shift: all that was held up moves by the same time, and what
    waits in its way with it. spread: all that was held up, and all that waits within the time, leaves evenly over it,
    in its order. drop: what was held up is cancelled. Between two posts of one channel are `gap_minutes` at least.
    What the brand's cap on fees holds was not held up by the freeze: every mode leaves it as it is."""

    mode: Mode = "keep"
    minutes: Annotated[int | None, Field(ge=1, le=_WEEK_MINUTES)] = None
    gap_minutes: int = Field(default=12, ge=1, le=24 * 60)

    @model_validator(mode="after")
    def _moving_takes_time(self) -> Self:
        if (self.minutes is not None) is not (self.mode in ("shift", "spread")):
            raise ValueError("minutes belong to shift and spread, and to nothing else")
        return self

    @property
    def gap(self) -> timedelta:
        """The least time between two posts of one channel."""
        return timedelta(minutes=self.gap_minutes)

    @property
    def time(self) -> timedelta:
        """How far a shift moves, or how long a spread lasts; nothing for the other modes."""
        return timedelta(minutes=self.minutes or 0)

    @property
    def reach(self) -> timedelta:
        """How far ahead posts can be touched, or stand in the way."""
        return (
            self.time + {"keep": MOST_LATE, "shift": PUSHED_WITHIN, "spread": self.gap, "drop": timedelta()}[self.mode]
        )


class ResumeStep(Value):
    """What becomes of one publication at one revision. `new_time` is set for one that moves; one that `stays` is held
    by something else than the freeze."""

    publication_id: str
    channel_id: str
    revision: int
    planned_at: AwareDatetime
    fate: ResumeFate
    new_time: AwareDatetime | None = None
    why: str


class ResumePlan(Value):
    """What lifting a freeze does; what is not named stays as it is. `steps` stand in the order of the old times."""

    freeze: Freeze
    how: How
    steps: tuple[ResumeStep, ...]

    @property
    def writing_order(self) -> list[ResumeStep]:
        """The steps that change something, in an order that lets no post pass another, whatever part of them is
        written: those that come sooner from the first, then those that go later from the last. The first that was held
        up is the last to be written, because the others move on its account."""
        steps = [one for one in self.steps if one.fate != "stays"]
        sooner = [one for one in steps if one.new_time and one.new_time < one.planned_at]
        return sooner + [one for one in reversed(steps) if one not in sooner]

    @property
    def etag(self) -> str:
        """The same for the same fates of the same revisions. Times are left out: they follow the clock."""
        told = "\n".join(f"{one.publication_id} {one.revision} {one.fate}" for one in self.steps)
        return hashlib.sha256(f"{self.how.model_dump_json()}\n{told}".encode()).hexdigest()[:16]


class _Queue(NamedTuple):
    """The posts of one channel in the order of their times: those held up, and those whose time is still to come."""

    channel_id: str
    held: list[Publication]
    waiting: list[Publication]


class _Terms(NamedTuple):
    """When the first post may leave, how far a shift moves, how long a spread lasts, and the least gap."""

    begin: datetime
    by: timedelta
    over: timedelta
    gap: timedelta


def plan_resume(freeze: Freeze, publications: Iterable[Publication], how: How, now: datetime) -> ResumePlan:
    """The plan for the publications in the freeze's scope: those frozen, and those scheduled. Raises WindowTooShort."""
    begin = _whole_second(now + LEAD)
    found = list(publications)
    queues = _queues([one for one in found if one.fee_hold is None], now)
    by = max([how.time, *(begin - queue.held[0].planned_at for queue in queues)])
    terms = _Terms(begin, by, how.time, how.gap)
    work = {"keep": _keep_times, "shift": _shift_times, "spread": _spread_times, "drop": _drop_held}[how.mode]
    steps = [step for queue in queues for step in work(queue, terms)]
    steps += [_step(one, "stays", None, one.fee_hold.say_why_it_stays()) for one in found if one.fee_hold]
    return ResumePlan(
        freeze=freeze, how=how, steps=tuple(sorted(steps, key=lambda one: (one.planned_at, one.channel_id)))
    )


def carried_out(publication: Publication, step: ResumeStep, now: datetime) -> Publication:
    """The publication as it stands after its step. It keeps its wall time, as the calendar has it."""
    match step.fate:
        case "moves":
            return states.reschedule_publication(publication, step.new_time or now, now)
        case "dropped":
            return states.cancel_publication(publication, now)
        case "missed":
            return miss_by_freeze(publication, now)
        case "stays":
            return publication


def miss_by_freeze(publication: Publication, now: datetime) -> Publication:
    """Ends it as missed: a freeze, or the cap on fees, held it back past its late limit."""
    if publication.fee_hold:
        cause = f"The brand's cap on fees held {publication.publication_id} back past its late limit."
        step = f"Decide whether it is still worth saying: {states.still_worth(publication)}."
        return states.miss_publication(publication, cause, step, now)
    return states.miss_publication(
        publication,
        f"A freeze held {publication.publication_id} back past its late limit.",
        f"Decide whether it is still worth saying: {states.still_worth(publication)}. "
        "`portavoce status` shows all that this freeze has made miss their time.",
        now,
    )


def _queues(publications: Iterable[Publication], now: datetime) -> list[_Queue]:
    """One for each channel with something held up."""
    ordered = sorted(publications, key=lambda one: (one.channel_id, one.planned_at, one.publication_id))
    queues = []
    for channel_id, found in groupby(ordered, key=lambda one: one.channel_id):
        posts = list(found)
        held = [one for one in posts if _is_held(one, now)]
        if held:
            queues.append(_Queue(channel_id, held, [one for one in posts if not _is_held(one, now)]))
    return queues


def _is_held(publication: Publication, now: datetime) -> bool:
    """Frozen, or due and on its way to be: the freeze meets it there."""
    return publication.state is PublicationState.FROZEN or publication.planned_at <= now


def _keep_times(queue: _Queue, terms: _Terms) -> Iterator[ResumeStep]:
    taken = [one.planned_at for one in queue.waiting]
    earliest = terms.begin
    for one in queue.held:
        at = _first_free(earliest, taken, terms.gap)
        if at > late_limit(one):
            yield _step(one, "missed", None, "its late limit has passed")
        else:
            yield _step(one, "moves", at, "it is still in time")
            earliest = at + terms.gap


def _first_free(at: datetime, taken: list[datetime], gap: timedelta) -> datetime:
    for other in taken:
        if abs(at - other) < gap:
            at = other + gap
    return at


def _shift_times(queue: _Queue, terms: _Terms) -> Iterator[ResumeStep]:
    previous: datetime | None = None
    for one in queue.held:
        previous = max(one.planned_at + terms.by, previous + terms.gap if previous else terms.begin)
        yield _step(one, "moves", previous, "it was held up")
    for one in queue.waiting:
        if previous is None or one.planned_at >= previous + terms.gap:
            return
        previous = max(one.planned_at + terms.by, previous + terms.gap)
        yield _step(one, "moves", previous, "it stood in the way of one that was held up")


def _spread_times(queue: _Queue, terms: _Terms) -> Iterator[ResumeStep]:
    posts = [*queue.held, *(one for one in queue.waiting if one.planned_at < terms.begin + terms.over)]
    apart = timedelta(seconds=int(terms.over.total_seconds()) // len(posts))
    if apart < terms.gap:
        raise WindowTooShort(queue.channel_id, len(posts), terms.gap)
    for place, one in enumerate(posts):
        at = terms.begin + place * apart
        why = "it was held up" if place < len(queue.held) else "its time lies in the time that is spread over"
        if one.approval and at < one.planned_at:
            why += "; it was approved for later, so it is asked about again"
        yield _step(one, "moves", at, why)


def _drop_held(queue: _Queue, terms: _Terms) -> Iterator[ResumeStep]:
    del terms
    for one in queue.held:
        yield _step(one, "dropped", None, "it was held up")


def _step(publication: Publication, fate: ResumeFate, new_time: datetime | None, why: str) -> ResumeStep:
    return ResumeStep(
        publication_id=publication.publication_id,
        channel_id=publication.channel_id,
        revision=publication.revision,
        planned_at=publication.planned_at,
        fate=fate,
        new_time=new_time,
        why=why,
    )


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) + timedelta(seconds=1 if moment.microsecond else 0)
