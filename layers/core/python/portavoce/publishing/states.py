"""How a publication moves: each function gives the publication as it stands after one step. Pure.

`ledger.py` writes what comes out, if the publication still stands as it went in and `MOVES` allows the step."""

from collections.abc import Collection, Mapping
from datetime import datetime

from portavoce.platforms.contract import Sent
from portavoce.publishing import parts
from portavoce.publishing.delays import GRACE
from portavoce.publishing.model import Allowance, Approval, Freeze, Publication, SentPart, State

MOVES: Mapping[State, frozenset[State]] = {
    State.IN_REVIEW: frozenset({State.IN_REVIEW, State.SCHEDULED, State.MISSED, State.CANCELLED}),
    State.SCHEDULED: frozenset(
        {
            State.IN_REVIEW,
            State.SCHEDULED,
            State.SENDING,
            State.PUBLISHED,
            State.FAILED,
            State.MISSED,
            State.FROZEN,
            State.CANCELLED,
        }
    ),
    State.SENDING: frozenset(
        {State.PUBLISHED, State.FAILED, State.UNCERTAIN, State.SCHEDULED, State.MISSED, State.FROZEN}
    ),
    State.UNCERTAIN: frozenset(
        {State.UNCERTAIN, State.PUBLISHED, State.FAILED, State.SCHEDULED, State.MISSED, State.CANCELLED}
    ),
    State.FROZEN: frozenset({State.IN_REVIEW, State.SCHEDULED, State.MISSED, State.CANCELLED}),
    State.FAILED: frozenset({State.SCHEDULED, State.CANCELLED}),
    State.MISSED: frozenset({State.SCHEDULED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.SCHEDULED}),
}
"""What may follow what. Nothing follows `published`. It follows `scheduled` only when a call that was given up for
lost, and looked up in vain, answers after all. A resume that moves an approved post to an earlier time asks again."""


def movable(old: Publication, new: Publication) -> bool:
    """Whether `new` may follow `old`. Nothing is sent, or begins to wait for its time, while an approval is wanting."""
    on_its_way = new.state is State.SENDING or (new.state is State.SCHEDULED and old.state is not State.SCHEDULED)
    return new.state in MOVES.get(old.state, frozenset()) and (new.may_leave or not on_its_way)


def asked_about(publication: Publication) -> bool:
    """Whether a person was asked if it is out: nobody but them can tell."""
    return publication.state is State.UNCERTAIN and publication.next_step is not None


def dispatched(publication: Publication, now: datetime) -> Publication:
    """Its messages are on the queue."""
    watch_at = max(publication.planned_at, now) + GRACE
    return _changed(publication, now, dispatched_at=now, watch_at=watch_at)


def claimed(publication: Publication, now: datetime) -> Publication:
    """The one call may be made, by whoever wrote this."""
    return _changed(
        publication,
        now,
        state=State.SENDING,
        attempts=publication.attempts + 1,
        started_at=now,
        first_started_at=publication.first_started_at or now,
        dispatched_at=publication.dispatched_at or now,
        watch_at=publication.watch_at or now + GRACE,
    )


def part_sent(publication: Publication, found: Sent, now: datetime) -> Publication:
    """Its next part is there. With the last one it is published; otherwise it waits for the next, whose message is on
    the queue."""
    part = SentPart(
        remote_id=found.remote_id,
        url=found.url,
        started_at=publication.started_at or now,
        attempts=publication.attempts,
    )
    sent = (*publication.sent, part)
    if len(sent) < parts.count(publication.content):
        return _changed(
            publication,
            now,
            state=State.SCHEDULED,
            sent=sent,
            first_started_at=None,
            dispatched_at=now,
            watch_at=now + GRACE,
            cause=None,
            next_step=None,
        )
    first = sent[0]
    return _ended(
        publication,
        State.PUBLISHED,
        now,
        sent=sent,
        started_at=first.started_at,
        remote_id=first.remote_id or None,
        url=first.url,
        cause=None,
        next_step=None,
    )


def failed(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """The platform gave a definite no."""
    return _ended(publication, State.FAILED, now, cause=cause, next_step=next_step)


def missed(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """It could not leave in time."""
    return _ended(publication, State.MISSED, now, cause=cause, next_step=next_step)


def settled(publication: Publication, found: Sent, now: datetime) -> Publication:
    """A person has seen the part that nobody knew of. What is left of a thread is due again at once."""
    new = part_sent(publication, found, now)
    if new.state is State.SCHEDULED:
        return _changed(new, now, dispatched_at=None, watch_at=None)
    return new


def allowing(publication: Publication, rules: Collection[Allowance]) -> Publication:
    """With these rules set aside beside those that are already."""
    return publication.model_copy(update={"allows": tuple(sorted({*publication.allows, *rules}))})


def cancelled(publication: Publication, now: datetime) -> Publication:
    """A person took it back; an occurrence no longer follows its series."""
    return _ended(publication, State.CANCELLED, now, series=None, cause=None, next_step=None)


def left_out(publication: Publication, now: datetime) -> Publication:
    """Its series no longer has it. It still follows: should the series have it again, it comes back."""
    cause = f"The series {publication.series} no longer comes then."
    return _ended(publication, State.CANCELLED, now, cause=cause, next_step=None)


def postponed(publication: Publication, until: datetime, cause: str, now: datetime) -> Publication:
    """It waits for `until`, with its message on the queue."""
    return _changed(
        publication, now, state=State.SCHEDULED, dispatched_at=now, watch_at=until + GRACE, cause=cause, next_step=None
    )


def uncertain(publication: Publication, cause: str, look_at: datetime, now: datetime) -> Publication:
    """Nobody knows whether the post is there; it is looked up at `look_at`."""
    return _changed(publication, now, state=State.UNCERTAIN, cause=cause, watch_at=look_at + GRACE)


def asked(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """Nobody knows whether the post is there, and only a person can find out."""
    return _changed(publication, now, state=State.UNCERTAIN, cause=cause, next_step=next_step, watch_at=None)


def frozen(publication: Publication, freeze: Freeze, now: datetime) -> Publication:
    """A freeze stopped it. `reconcile` looks at it on each round, however late it gets: the resume decides."""
    return _changed(
        publication,
        now,
        state=State.FROZEN,
        watch_at=now,
        frozen_by=freeze.freeze_id,
        cause=f"Publishing is frozen ({freeze.reason}), so {publication.publication_id} did not leave.",
        next_step="When the reason has passed, decide how to go on with all that was held up: "
        f"`portavoce resume {freeze.freeze_id} --dry-run` shows when it would leave.",
    )


def thawed(publication: Publication, now: datetime) -> Publication:
    """The freeze is over: it is due again, at its own time."""
    return _changed(
        publication,
        now,
        state=State.SCHEDULED,
        dispatched_at=None,
        watch_at=None,
        frozen_by=None,
        cause=None,
        next_step=None,
    )


def overslept(publication: Publication, now: datetime) -> Publication:
    """Its late limit has passed."""
    cause = publication.cause or f"{publication.publication_id} could not leave in time: nothing took it up."
    step = f"Decide whether it is still worth saying: {still_worth(publication)}."
    return missed(publication, cause, step, now)


def rescheduled(publication: Publication, planned_at: datetime, now: datetime) -> Publication:
    """The same post at another time, with nothing left of earlier tries but the parts that are out.

    An approval holds for the same words later, not for an earlier time: who approved may have waited for theirs."""
    allowance = publication.late_after - publication.planned_at
    approval = publication.approval
    if approval and planned_at < publication.planned_at:
        approval = Approval(needed_from=approval.needed_from)
    moved = publication.model_copy(
        update={"planned_at": planned_at, "late_after": planned_at + allowance, "approval": approval}
    )
    attempts = publication.sent[-1].attempts if publication.sent else 0
    afresh = replanned(moved, publication.revision, now)
    return afresh.model_copy(update={"sent": publication.sent, "attempts": attempts})


def replanned(publication: Publication, revision_before: int, now: datetime) -> Publication:
    """The plan as it is written over an earlier revision, or for the first time (0).

    One that still needs an approval is in review, and is looked at again when its time comes."""
    state = State.SCHEDULED if publication.may_leave else State.IN_REVIEW
    return Publication(
        publication_id=publication.publication_id,
        brand_id=publication.brand_id,
        post_id=publication.post_id,
        channel=publication.channel,
        platform=publication.platform,
        content=publication.content,
        content_hash=publication.content_hash,
        wall_time=publication.wall_time,
        zone=publication.zone,
        planned_at=publication.planned_at,
        late_after=publication.late_after,
        guard_days=publication.guard_days,
        series=publication.series,
        allows=publication.allows,
        approval=publication.approval,
        state=state,
        watch_at=publication.planned_at if state is State.IN_REVIEW else None,
        revision=revision_before + 1,
        updated_at=now,
    )


def tries(publication: Publication) -> int:
    """How many calls were made for the part that is being sent."""
    return publication.attempts - (publication.sent[-1].attempts if publication.sent else 0)


def out_so_far(publication: Publication) -> str:
    """A sentence, and a space after it, on the parts that are out; nothing when none is."""
    if not publication.sent:
        return ""
    return f"{len(publication.sent)} of its {parts.count(publication.content)} parts are out. "


def still_worth(publication: Publication) -> str:
    """What a person can do with what did not leave: half a sentence."""
    now = f"`portavoce post now {publication.publication_id}`"
    if publication.sent:
        return (
            f"send the rest with {now}, or leave it at that with `portavoce post cancel {publication.publication_id}`"
        )
    return f"give it a new time or send it with {now}"


def _ended(publication: Publication, state: State, now: datetime, **fields: object) -> Publication:
    return _changed(publication, now, state=state, ended_at=now, watch_at=None, **fields)


def _changed(publication: Publication, now: datetime, **fields: object) -> Publication:
    return publication.model_copy(update=fields | {"updated_at": now})
