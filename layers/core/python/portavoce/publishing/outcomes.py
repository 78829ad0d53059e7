"""What an answer of the platform means for a publication: where it stands next, and which message follows. Pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

from portavoce.platforms.contract import Sent
from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Duplicate,
    Found,
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Published,
    Ready,
    Refused,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.titles import title_of
from portavoce.publishing import parts, states
from portavoce.publishing.delays import (
    FIRST_LOOK,
    FRESH_AFTER,
    GIVE_UP_LOOKING,
    LEAST_LOOK_GAP,
    MOST_LOOK_GAP,
    PREPARE_AGAIN,
    is_too_late,
    late_limit,
)
from portavoce.publishing.fee_hold import FeeHold
from portavoce.publishing.model import Publication, PublicationState, PublishingStep

MAX_ATTEMPTS = 3
"""Calls for one revision. A platform whose look-ups are wrong could otherwise be made to post for ever."""


class Follow(NamedTuple):
    """The message that comes next, and when it should arrive."""

    step: PublishingStep
    at: datetime


class Next(NamedTuple):
    """Where the publication stands next, and what follows (None: nothing, it has ended or waits for a person)."""

    publication: Publication
    follow: Follow | None = None


def hand_over(next_: Next, now: datetime) -> Next:
    """The same without a message: what waits to leave is left to the tick, and `reconcile` looks for what is in
    doubt."""
    if next_.publication.state is not PublicationState.SCHEDULED:
        return Next(next_.publication)
    return Next(states.hand_to_tick(next_.publication, now))


def after_prepare(publication: Publication, outcome: PrepareOutcome, now: datetime) -> Next | None:
    """None when everything is prepared. Only a definite no ends it; the rest is tried again while there is time."""
    match outcome:
        case Ready():
            return None
        case Refused() | AuthFailed():
            return after_refusal(publication, outcome, now)
        case NotReady() | Throttled() | Unknown():
            return again(publication, now + pause(outcome), _why_waiting(publication, outcome), now)


def pause(outcome: NotReady | Throttled | Unknown) -> timedelta:
    """How long to leave the platform alone: what it asked for, and a second at least."""
    if isinstance(outcome, Unknown):
        return PREPARE_AGAIN
    return timedelta(seconds=max(1, outcome.retry_after_seconds))


def after_fee_hold(publication: Publication, hold: FeeHold, now: datetime) -> Next:
    """Stopped before its platform bills more than the brand allows. `reconcile` looks at the cap on each round."""
    name = publication.publication_id
    told = {"cause": hold.say_cause(name), "next_step": hold.say_next_step(name)}
    held = {"state": PublicationState.FROZEN, "fee_hold": hold, "watch_at": now, "updated_at": now}
    return Next(publication.model_copy(update=held | told))


def after_release(publication: Publication, outcome: ReleaseOutcome, rule: LookupRule, now: datetime) -> Next:
    """After the one call. An unknown outcome is looked up, never sent again blindly."""
    match outcome:
        case Published(remote_id=remote_id, url=url, note=note):
            return out(publication, Sent(remote_id=remote_id, url=url, note=note), now)
        case Refused() | AuthFailed():
            return after_refusal(publication, outcome, now)
        case NotReady() | Throttled():
            return again(publication, now + pause(outcome), _why_waiting(publication, outcome), now)
        case Duplicate() | Unknown():
            return doubt(publication, outcome.reason, rule, now)


def after_look_up(publication: Publication, outcome: LookupOutcome, rule: LookupRule, now: datetime) -> Next:
    """After a look at the platform. "Not there" is believed only of a platform that is known to show all by then."""
    started_at = _started_at(publication)
    match outcome:
        case Found(remote_id=remote_id, url=url, note=note):
            return out(publication, Sent(remote_id=remote_id, url=url, note=note), now)
        case Absent():
            return _after_absence(publication, outcome, rule, now)
        case Unclear(reason=reason):
            if now < started_at + GIVE_UP_LOOKING:
                return _look(publication, now + _look_gap(publication, now), now)
            if states.is_asked_about(publication):
                return Next(states.ask_person(publication, publication.cause or "", publication.next_step or "", now))
            return Next(_ask(publication, f" ({reason}), and it could not be looked up.", now))


def after_refusal(publication: Publication, outcome: Refused | AuthFailed, now: datetime) -> Next:
    """After a definite no: nothing was sent, and a person decides."""
    cause = (
        f"{title_of(publication.platform)} refused {_what(publication)}: {outcome.reason.rstrip('.')} "
        f"({outcome.code}). {states.out_so_far(publication)}"
    ).strip()
    return Next(states.fail_publication(publication, cause, _after_mending(publication, outcome), now))


def _after_mending(publication: Publication, outcome: Refused | AuthFailed) -> str:
    """What a person should do about a refusal, and how the publication goes on then."""
    send = f"send it with {_now(publication)}"
    if isinstance(outcome, AuthFailed):
        connect = f"`portavoce channel connect {publication.channel_id}`"
        step = f"Reconnect {publication.channel_id} with {connect}, or mend the account, and then {send}."
        return f"{outcome.next_step} Then {send}." if outcome.next_step else step
    advice = f"{outcome.next_step} " if outcome.next_step else ""
    if publication.sent:
        return f"{advice}Decide about the rest: {states.still_worth(publication)}."
    if advice:
        return f"{advice}Then apply the plan again, or {send}."
    return f"Change the post's content for {publication.channel} and apply the plan again, or {send}."


def after_repeat(publication: Publication, said_by: str, now: datetime) -> Next:
    """When the channel has said the same lately: a slip, unless a person says otherwise."""
    days = f"{publication.guard_days} day{'s' * (publication.guard_days != 1)}"
    cause = (
        f"{publication.channel_id} has said the same within {days}, as {said_by}, "
        f"so {publication.publication_id} did not leave."
    )
    step = (
        f"Change its text and apply the plan again, or send it all the same with "
        f"`portavoce post now {publication.publication_id} --allow duplicate`."
    )
    failed = states.fail_publication(publication, cause, step, now)
    return Next(failed.model_copy(update={"said_by": said_by}))


def out(publication: Publication, found: Sent, now: datetime) -> Next:
    """A part is there: that was all, or the next one follows at once."""
    new = states.record_part(publication, found, now)
    return Next(new, Follow("release", now) if new.state is PublicationState.SCHEDULED else None)


def doubt(publication: Publication, reason: str, rule: LookupRule, now: datetime) -> Next:
    """Nobody knows: look it up where the platform can be asked, else ask a person."""
    if rule.by == "none":
        return Next(_ask(publication, f" ({reason}), and it could not be looked up.", now))
    cause = f"It is not known whether {publication.publication_id} reached {title_of(publication.platform)}: {reason}."
    return _look(publication.model_copy(update={"cause": cause}), now + FIRST_LOOK, now)


def after_throttling(publication: Publication, until: datetime, now: datetime) -> Next:
    """When the platform wants the channel to be left alone until then."""
    return again(publication, until, f"{title_of(publication.platform)} has throttled {publication.channel_id}.", now)


def again(publication: Publication, at: datetime, cause: str, now: datetime) -> Next:
    """Another release at `at`, unless that is past its late limit: then a person hears of it now."""
    if not is_too_late(publication, at):
        return Next(states.postpone_publication(publication, at, cause, now), Follow("release", at))
    return Next(states.miss_late_limit(publication.model_copy(update={"cause": cause}), now))


def _after_absence(publication: Publication, seen: Absent, rule: LookupRule, now: datetime) -> Next:
    """Sends it again only when it is certainly not there. A person hears at the late limit that it may be, and it is
    looked for as long as the platform may lag."""
    started_at = _started_at(publication)
    if seen.is_sure or (seen.newest_at is not None and started_at + FRESH_AFTER <= seen.newest_at <= now):
        return _send_again(publication, now)
    settled_at = started_at + timedelta(seconds=rule.settle_seconds)
    is_late = is_too_late(publication, now)
    if now >= settled_at and not is_late:
        return _send_again(publication, now)
    doubted = _ask(publication, ", and does not show it so far, which it may do late.", now) if is_late else publication
    if now >= settled_at:
        return Next(doubted)
    decisive = (settled_at, late_limit(publication) + timedelta(seconds=1))
    return _look(doubted, min(now + _look_gap(publication, now), *(moment for moment in decisive if moment > now)), now)


def _look_gap(publication: Publication, now: datetime) -> timedelta:
    return min(max(LEAST_LOOK_GAP, now - _started_at(publication)), MOST_LOOK_GAP)


def _started_at(publication: Publication) -> datetime:
    return publication.started_at or publication.updated_at


def _look(publication: Publication, at: datetime, now: datetime) -> Next:
    return Next(states.doubt_publication(publication, publication.cause or "", at, now), Follow("look_up", at))


def _send_again(publication: Publication, now: datetime) -> Next:
    cause = f"{title_of(publication.platform)} does not show {publication.publication_id}, so the call had no effect."
    if states.tries(publication) < MAX_ATTEMPTS:
        return again(publication, now, cause, now)
    step = (
        f"Look at {publication.channel_id} and at the platform's status page, "
        f"then send it with `portavoce post now {publication.publication_id}`."
    )
    cause = (
        f"{publication.cause or ''} {states.tries(publication)} calls to {title_of(publication.platform)} had no "
        f"effect for {publication.publication_id}."
    ).strip()
    return Next(states.miss_publication(publication, cause, step, now))


def _ask(publication: Publication, why: str, now: datetime) -> Publication:
    """`why` ends the sentence that says what is not known."""
    cause = f"{title_of(publication.platform)} did not say whether it took {_what(publication)}{why}"
    settle = f"`portavoce post settle {publication.publication_id}"
    step = (
        f"It may be out: look at {publication.channel_id} before you post it again. If {_what(publication)} is there, "
        f"say so with {settle} --published URL`; if it is not, send it with {settle} --resend`."
    )
    return states.ask_person(publication, cause, step, now)


def _what(publication: Publication) -> str:
    """The publication, or the part of it that is being sent when it has several."""
    count = parts.count(publication.content)
    if count == 1:
        return publication.publication_id
    return f"part {len(publication.sent) + 1} of {count} of {publication.publication_id}"


def _now(publication: Publication) -> str:
    return f"`portavoce post now {publication.publication_id}`"


def _why_waiting(publication: Publication, outcome: NotReady | Throttled | Unknown) -> str:
    title = title_of(publication.platform)
    return f"{title} could not take {publication.publication_id} yet: {outcome.reason.rstrip('.')}."
