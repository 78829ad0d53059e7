"""What a platform's answer means for an act: its end, or when to see to it again. Pure."""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

from portavoce.community.acts.model import ActEntry
from portavoce.community.model import ActEnd, ActProgress
from portavoce.platforms.conversation import Answered, AnswerOutcome, Deed
from portavoce.platforms.outcomes import (
    Absent,
    ActionOutcome,
    AuthFailed,
    Done,
    Duplicate,
    Found,
    LookupOutcome,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)

PAUSES_SECONDS = (15, 30, 60, 120, 300, 600, 840, 840, 840, 840, 840)
"""How long after each try the next one comes: over an hour in all, in as many messages as may lead to one another
(the twelfth is the last; see `publishing/delays.py`, MOST_LINKS). None is longer than a message may wait (900 s)."""

FRESH_AFTER = timedelta(seconds=60)
"""How much newer than the call something in a list must be to prove that the list would show the answer: longer than a
call may take (23 s), with room for clocks that differ."""


class Later(NamedTuple):
    """The act has not ended: to be seen to again after `delay_seconds`; `may_be_said` as in its entry."""

    may_be_said: bool
    delay_seconds: int = 0
    reason: str = ""


class Again(Enum):
    """What a look-up leads to when the answer is certainly not there."""

    SAY = auto()


def after_answer(entry: ActEntry, outcome: AnswerOutcome, now: datetime) -> ActEnd | Later:
    """What follows from the call that says something."""
    match outcome:
        case Answered(remote_id=remote_id, url=url):
            return end(entry, now, remote_id=remote_id, url=url)
        case Refused() | AuthFailed():
            return _refuse(entry, outcome, now)
        case Throttled(retry_after_seconds=seconds, reason=reason):
            return Later(may_be_said=False, delay_seconds=seconds, reason=reason)
        case Duplicate(reason=reason) | Unknown(reason=reason):
            return Later(may_be_said=True, reason=reason)


def after_look_up(entry: ActEntry, outcome: LookupOutcome, now: datetime) -> ActEnd | Later | Again:
    """What follows from a look for an answer that may be there. It is said again only when it is certainly not."""
    match outcome:
        case Found(remote_id=remote_id, url=url):
            return end(entry, now, remote_id=remote_id, url=url)
        case Absent(is_sure=is_sure, newest_at=newest_at):
            if is_sure or (newest_at and entry.called_at + FRESH_AFTER <= newest_at <= now):
                return Again.SAY
            return Later(may_be_said=True, reason="it is not shown, and the list may lag")
        case Unclear(reason=reason):
            return Later(may_be_said=True, reason=reason)


def after_deed(entry: ActEntry, outcome: ActionOutcome, now: datetime) -> ActEnd | Later:
    """What follows from a deed, or from taking an answer back: safe to repeat, but for a report."""
    match outcome:
        case Done():
            return end(entry, now)
        case Refused() | AuthFailed():
            return _refuse(entry, outcome, now)
        case Throttled(retry_after_seconds=seconds, reason=reason):
            return Later(may_be_said=False, delay_seconds=seconds, reason=reason)
        case Unknown(reason=reason):
            if entry.what is Deed.REPORT:
                return end(entry, now, progress=ActProgress.UNCERTAIN, reason=reason)
            return Later(may_be_said=False, reason=reason)


def give_up(entry: ActEntry, later: Later, now: datetime) -> ActEnd:
    """The end of what did not come to one in time: a person is told which of the two it is."""
    in_doubt = entry.is_answer and later.may_be_said
    return end(entry, now, progress=ActProgress.UNCERTAIN if in_doubt else ActProgress.GIVEN_UP, reason=later.reason)


def pause_seconds(links: int, later: Later) -> int | None:
    """How long to wait after so many messages; None when it is not to be tried any more."""
    if links >= len(PAUSES_SECONDS):
        return None
    return min(900, max(PAUSES_SECONDS[links], later.delay_seconds))


def end(
    entry: ActEntry,
    at: datetime,
    *,
    progress: ActProgress = ActProgress.DONE,
    remote_id: str | None = None,
    url: str | None = None,
    reason: str = "",
    next_step: str | None = None,
) -> ActEnd:
    """The act's end, as the interaction keeps it."""
    return ActEnd(
        number=entry.number,
        what=entry.what,
        by=entry.asked_by,
        at=at,
        progress=progress,
        remote_id=remote_id,
        url=url,
        reason=reason,
        next_step=next_step,
        undoes=entry.undoes,
        until=entry.until,
    )


def _refuse(entry: ActEntry, outcome: Refused | AuthFailed, now: datetime) -> ActEnd:
    reason = f"{outcome.code}: {outcome.reason}"
    return end(entry, now, progress=ActProgress.REFUSED, reason=reason, next_step=outcome.next_step)
