"""How a publication moves: each function gives the publication as it stands after one step. Pure.

`ledger.py` writes what comes out, if the publication still stands as it went in and `MOVES` allows the step."""

from collections.abc import Collection, Mapping
from datetime import datetime

from portavoce.platforms.contract import Sent
from portavoce.publishing import parts
from portavoce.publishing.delays import GRACE
from portavoce.publishing.model import Allowance, Approval, Freeze, Publication, PublicationState, SentPart

MOVES: Mapping[PublicationState, frozenset[PublicationState]] = {
    PublicationState.IN_REVIEW: frozenset(
        {PublicationState.IN_REVIEW, PublicationState.SCHEDULED, PublicationState.MISSED, PublicationState.CANCELLED}
    ),
    PublicationState.SCHEDULED: frozenset(
        {
            PublicationState.IN_REVIEW,
            PublicationState.SCHEDULED,
            PublicationState.SENDING,
            PublicationState.PUBLISHED,
            PublicationState.FAILED,
            PublicationState.MISSED,
            PublicationState.FROZEN,
            PublicationState.CANCELLED,
        }
    ),
    PublicationState.SENDING: frozenset(
        {
            PublicationState.SENDING,
            PublicationState.PUBLISHED,
            PublicationState.FAILED,
            PublicationState.UNCERTAIN,
            PublicationState.SCHEDULED,
            PublicationState.MISSED,
            PublicationState.FROZEN,
        }
    ),
    PublicationState.UNCERTAIN: frozenset(
        {
            PublicationState.UNCERTAIN,
            PublicationState.PUBLISHED,
            PublicationState.FAILED,
            PublicationState.SCHEDULED,
            PublicationState.MISSED,
            PublicationState.CANCELLED,
        }
    ),
    PublicationState.FROZEN: frozenset(
        {PublicationState.IN_REVIEW, PublicationState.SCHEDULED, PublicationState.MISSED, PublicationState.CANCELLED}
    ),
    PublicationState.FAILED: frozenset({PublicationState.SCHEDULED, PublicationState.CANCELLED}),
    PublicationState.MISSED: frozenset({PublicationState.SCHEDULED, PublicationState.CANCELLED}),
    PublicationState.CANCELLED: frozenset({PublicationState.SCHEDULED}),
}
"""What may follow what. Nothing follows `published`. It follows `scheduled` only when a call that was given up for
lost, and looked up in vain, answers after all. `sending` follows itself only with one more part out. A resume that
moves an approved post to an earlier time asks again."""


def can_follow(old: Publication, new: Publication) -> bool:
    """Whether `new` may follow `old`. Nothing is sent, or begins to wait for its time, while an approval is wanting."""
    on_its_way = new.state is PublicationState.SENDING or (
        new.state is PublicationState.SCHEDULED and old.state is not PublicationState.SCHEDULED
    )
    sends_again = old.state is new.state is PublicationState.SENDING and len(new.sent) != len(old.sent) + 1
    return new.state in MOVES.get(old.state, frozenset()) and not sends_again and (new.may_leave or not on_its_way)


def is_asked_about(publication: Publication) -> bool:
    """Whether a person was asked if it is out: nobody but them can tell."""
    return publication.state is PublicationState.UNCERTAIN and publication.next_step is not None


def dispatch_publication(publication: Publication, now: datetime) -> Publication:
    """Notes that its messages are on the queue, where no tick's own minute says so."""
    watch_at = max(publication.planned_at, now) + GRACE
    return _change(publication, now, dispatched_at=now, watch_at=watch_at)


def claim_publication(publication: Publication, now: datetime) -> Publication:
    """Takes it for sending: whoever writes this, and nobody else, may make the one call. If it dies, that is seen to
    now, and not when the moment comes that it had been waiting for."""
    return _change(
        publication,
        now,
        state=PublicationState.SENDING,
        attempts=publication.attempts + 1,
        started_at=now,
        watch_at=publication.watch_at and min(publication.watch_at, now + GRACE),
        first_started_at=(publication.first_started_at or publication.started_at) if tries(publication) else None,
    )


def record_part(publication: Publication, found: Sent, now: datetime) -> Publication:
    """Notes that its next part is out. With the last one it is published; otherwise it waits for the next, whose
    message is on the queue."""
    part = SentPart(**found.model_dump(), started_at=publication.started_at or now, attempts=publication.attempts)
    sent = (*publication.sent, part)
    if len(sent) < parts.count(publication.content):
        return _change(
            publication,
            now,
            state=PublicationState.SCHEDULED,
            sent=sent,
            first_started_at=None,
            dispatched_at=now,
            watch_at=publication.watch_at and now + GRACE,
            cause=None,
            next_step=None,
        )
    first = sent[0]
    return _end(
        publication,
        PublicationState.PUBLISHED,
        now,
        sent=sent,
        started_at=first.started_at,
        remote_id=first.remote_id or None,
        url=first.url,
        cause=None,
        next_step=None,
    )


def fail_publication(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """Ends it as failed: the platform gave a definite no."""
    return _end(publication, PublicationState.FAILED, now, cause=cause, next_step=next_step)


def miss_publication(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """Ends it as missed: it could not leave in time."""
    return _end(publication, PublicationState.MISSED, now, cause=cause, next_step=next_step)


def settle_publication(publication: Publication, found: Sent, now: datetime) -> Publication:
    """Notes that a person has seen the part that nobody knew of. What is left of a thread is due again at once, with
    the same allowance for lateness from now on: the person may have taken hours."""
    new = record_part(publication, found, now)
    if new.state is not PublicationState.SCHEDULED:
        return new
    allowance = publication.late_after - publication.planned_at
    return hand_to_tick(new.model_copy(update={"late_after": max(new.late_after, now + allowance)}), now)


def hand_to_tick(publication: Publication, now: datetime) -> Publication:
    """Makes what waits to leave due again: no message is on its way, the next tick sends one."""
    return _change(publication, now, dispatched_at=None, watch_at=None)


def allow_rules(publication: Publication, rules: Collection[Allowance]) -> Publication:
    """Sets these rules aside for it, beside those that are already."""
    return publication.model_copy(update={"allows": tuple(sorted({*publication.allows, *rules}))})


def cancel_publication(publication: Publication, now: datetime) -> Publication:
    """Ends it because a person took it back; an occurrence no longer follows its series."""
    return _end(publication, PublicationState.CANCELLED, now, series=None, cause=None, next_step=None)


def leave_out_publication(publication: Publication, now: datetime) -> Publication:
    """Ends it because its series no longer has it. It still follows: should the series have it again, it comes back."""
    cause = f"The series {publication.series} no longer comes then."
    return _end(publication, PublicationState.CANCELLED, now, cause=cause, next_step=None)


def postpone_publication(publication: Publication, until: datetime, cause: str, now: datetime) -> Publication:
    """Makes it wait for `until`, with its message on the queue."""
    return _change(
        publication,
        now,
        state=PublicationState.SCHEDULED,
        dispatched_at=now,
        watch_at=until + GRACE,
        cause=cause,
        next_step=None,
    )


def doubt_publication(publication: Publication, cause: str, look_at: datetime, now: datetime) -> Publication:
    """Notes that nobody knows whether the post is there; it is looked up at `look_at`."""
    return _change(publication, now, state=PublicationState.UNCERTAIN, cause=cause, watch_at=look_at + GRACE)


def ask_person(publication: Publication, cause: str, next_step: str, now: datetime) -> Publication:
    """Leaves it to a person: nobody knows whether the post is there, and only they can find out."""
    return _change(publication, now, state=PublicationState.UNCERTAIN, cause=cause, next_step=next_step, watch_at=None)


def freeze_publication(publication: Publication, freeze: Freeze, now: datetime) -> Publication:
    """Stops it for a freeze. `reconcile` looks at it on each round, however late it gets: the resume decides."""
    return _change(
        publication,
        now,
        state=PublicationState.FROZEN,
        watch_at=now,
        frozen_by=freeze.freeze_id,
        cause=f"Publishing is frozen ({freeze.reason}), so {publication.publication_id} did not leave.",
        next_step="When the reason has passed, decide how to go on with all that was held up: "
        f"`portavoce resume {freeze.freeze_id} --dry-run` shows when it would leave.",
    )


def thaw_publication(publication: Publication, now: datetime) -> Publication:
    """Lets it go when what has held it is over: it is due again, at its own time."""
    return _change(
        publication,
        now,
        state=PublicationState.SCHEDULED,
        dispatched_at=None,
        watch_at=None,
        frozen_by=None,
        fee_hold=None,
        cause=None,
        next_step=None,
    )


def miss_late_limit(publication: Publication, now: datetime) -> Publication:
    """Ends it as missed: its late limit has passed."""
    cause = publication.cause or f"{publication.publication_id} could not leave in time: nothing took it up."
    step = f"Decide whether it is still worth saying: {still_worth(publication)}."
    return miss_publication(publication, cause, step, now)


def reschedule_publication(publication: Publication, planned_at: datetime, now: datetime) -> Publication:
    """Moves the post to another time, with nothing left of earlier tries but the parts that are out.

    An approval holds for the same words later, not for an earlier time: who approved may have waited for theirs."""
    allowance = publication.late_after - publication.planned_at
    approval = publication.approval
    if approval and planned_at < publication.planned_at:
        approval = Approval(needed_from=approval.needed_from)
    moved = publication.model_copy(
        update={"planned_at": planned_at, "late_after": planned_at + allowance, "approval": approval}
    )
    attempts = publication.sent[-1].attempts if publication.sent else 0
    afresh = replan_publication(moved, publication.revision, now)
    return afresh.model_copy(update={"is_moved": True, "sent": publication.sent, "attempts": attempts})


def replan_publication(publication: Publication, revision_before: int, now: datetime) -> Publication:
    """Plans it afresh, over an earlier revision or for the first time (0).

    One that still needs an approval is in review, and is looked at again when its time comes."""
    state = PublicationState.SCHEDULED if publication.may_leave else PublicationState.IN_REVIEW
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
        language=publication.language,
        series=publication.series,
        planned_by=publication.planned_by,
        allows=publication.allows,
        approval=publication.approval,
        state=state,
        watch_at=publication.planned_at if state is PublicationState.IN_REVIEW else None,
        revision=revision_before + 1,
        updated_at=now,
    )


def tries(publication: Publication) -> int:
    """How many calls were made for the part that is being sent."""
    return publication.attempts - (publication.sent[-1].attempts if publication.sent else 0)


def out_so_far(publication: Publication) -> str:
    """A sentence, and a space after it, on the parts that are out; nothing when none is."""
    count = parts.count(publication.content)
    return f"{len(publication.sent)} of its {count} parts are out. " if publication.sent else ""


def still_worth(publication: Publication) -> str:
    """What a person can do with what did not leave: half a sentence."""
    now = f"`portavoce post now {publication.publication_id}`"
    if publication.sent:
        return (
            f"send the rest with {now}, or leave it at that with `portavoce post cancel {publication.publication_id}`"
        )
    return f"give it a new time or send it with {now}"


def _end(publication: Publication, state: PublicationState, now: datetime, **fields: object) -> Publication:
    return _change(publication, now, state=state, ended_at=now, watch_at=None, fee_hold=None, **fields)


def _change(publication: Publication, now: datetime, **fields: object) -> Publication:
    return publication.model_copy(update=fields | {"updated_at": now})
