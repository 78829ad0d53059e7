"""What an answer of the platform means, case by case."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portavoce.platforms.manifest import LookupRule
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Duplicate,
    Found,
    NotReady,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.publishing import outcomes, states
from portavoce.publishing.delays import MAX_DELAY_SECONDS
from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.outcomes import Follow
from tests.faults.world import NINE, planned

LIST = LookupRule(by="list", settle_seconds=60, source="test")
SLOW = LookupRule(by="list", settle_seconds=2700, source="test")
NONE = LookupRule(by="none", settle_seconds=0, source="test")
SENDING = states.claim_publication(planned(late=timedelta(minutes=15)), NINE)
UNCERTAIN = states.doubt_publication(SENDING, "the connection dropped", NINE, NINE)


def after(seconds: float) -> Follow:
    return Follow("release", NINE + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "outcome", [Throttled(retry_after_seconds=30, reason="busy"), NotReady(retry_after_seconds=30)]
)
def test_not_now_is_tried_again_when_the_platform_asks_for_it(outcome: Throttled | NotReady) -> None:
    new, follow = outcomes.after_release(SENDING, outcome, LIST, NINE)
    assert (new.state, new.next_step, follow) == (PublicationState.SCHEDULED, None, after(30))


def test_not_now_until_after_the_late_limit_is_told_to_a_person_at_once() -> None:
    outcome = Throttled(retry_after_seconds=3600, reason="the day's quota is used up")
    new, follow = outcomes.after_release(SENDING, outcome, LIST, NINE)
    assert (new.state, follow) == (PublicationState.MISSED, None)
    assert "the day's quota is used up" in (new.cause or "")
    assert "portavoce post now aurora.spring-launch.facebook" in (new.next_step or "")


def test_a_refusal_names_the_post_the_reason_and_what_to_do() -> None:
    new, follow = outcomes.after_release(SENDING, Refused(code="368", reason="blocked link"), LIST, NINE)
    assert (new.state, follow, new.ended_at) == (PublicationState.FAILED, None, NINE)
    for part in ("aurora.spring-launch.facebook", "blocked link", "368"):
        assert part in (new.cause or "")
    assert "Change the post's content" in (new.next_step or "")


def test_a_dead_token_says_which_channel_to_reconnect() -> None:
    new, _ = outcomes.after_release(SENDING, AuthFailed(code="190", reason="the session expired"), LIST, NINE)
    assert new.state is PublicationState.FAILED
    assert "Reconnect aurora.facebook" in (new.next_step or "")


@pytest.mark.parametrize("kind", [Refused, AuthFailed])
def test_a_step_that_the_platforms_error_names_is_the_next_step(kind: type[Refused | AuthFailed]) -> None:
    outcome = kind(code="368", reason="reported", next_step="Change the link.")
    new, _ = outcomes.after_release(SENDING, outcome, LIST, NINE)
    step = new.next_step or ""
    assert step.startswith("Change the link. Then ")
    assert "portavoce post now aurora.spring-launch.facebook" in step
    assert "Reconnect" not in step


def test_media_that_are_not_there_yet_say_why_while_they_are_waited_for() -> None:
    outcome = NotReady(retry_after_seconds=30, reason="Meta could not fetch the file: no answer")
    new, follow = outcomes.after_release(SENDING, outcome, LIST, NINE)
    assert "Meta could not fetch the file: no answer" in (new.cause or "")
    assert follow == after(30)


@pytest.mark.parametrize("outcome", [Unknown(reason="time-out"), Duplicate(reason="already posted")])
def test_an_unknown_outcome_is_looked_up_and_no_person_is_bothered(outcome: Unknown | Duplicate) -> None:
    new, follow = outcomes.after_release(SENDING, outcome, LIST, NINE)
    assert (new.state, new.next_step) == (PublicationState.UNCERTAIN, None)
    assert follow == Follow("look_up", NINE + timedelta(seconds=5))


def test_an_unknown_outcome_that_nobody_can_look_up_asks_a_person_with_both_possibilities() -> None:
    new, follow = outcomes.after_release(SENDING, Unknown(reason="time-out"), NONE, NINE)
    assert (new.state, follow, new.watch_at) == (PublicationState.UNCERTAIN, None, None)
    assert "portavoce post settle aurora.spring-launch.facebook --published URL" in (new.next_step or "")
    assert "portavoce post settle aurora.spring-launch.facebook --resend" in (new.next_step or "")


def test_found_is_published() -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, Found(remote_id="77", url="https://network.test/77"), LIST, NINE)
    assert (new.state, new.remote_id, new.url, new.cause, follow) == (
        PublicationState.PUBLISHED,
        "77",
        "https://network.test/77",
        None,
        None,
    )


def test_absent_is_not_believed_before_the_platform_had_time_to_show_the_post() -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, Absent(), LIST, NINE + timedelta(seconds=59))
    assert (new.state, follow) == (PublicationState.UNCERTAIN, Follow("look_up", NINE + timedelta(seconds=60)))


def test_absent_is_believed_then_and_the_post_is_sent_again() -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, Absent(), LIST, NINE + timedelta(seconds=60))
    assert (new.state, follow) == (PublicationState.SCHEDULED, after(60))


def test_absent_after_the_late_limit_is_not_sent_and_a_person_hears_that_it_may_be_out() -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, Absent(), LIST, NINE + timedelta(minutes=16))
    assert (new.state, follow, new.watch_at) == (PublicationState.UNCERTAIN, None, None)
    assert "It may be out: look at aurora.facebook before you post it again" in (new.next_step or "")


@pytest.mark.parametrize("seen", [Absent(is_sure=True), Absent(newest_at=NINE + timedelta(seconds=61))])
def test_what_is_certainly_not_there_is_sent_again_at_once_and_missed_when_it_is_too_late(seen: Absent) -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, seen, SLOW, NINE + timedelta(minutes=2))
    assert (new.state, follow) == (PublicationState.SCHEDULED, after(120))
    new, follow = outcomes.after_look_up(UNCERTAIN, seen, SLOW, NINE + timedelta(minutes=16))
    assert (new.state, follow) == (PublicationState.MISSED, None)


AHEAD = NINE + timedelta(minutes=15)
"""Later than the look: of a server whose clock is ahead, or that lets its users date what they say."""


@pytest.mark.parametrize("newest_at", [None, NINE - timedelta(seconds=10), NINE + timedelta(seconds=20), AHEAD])
def test_a_list_that_shows_nothing_newer_than_the_call_proves_nothing(newest_at: datetime | None) -> None:
    new, follow = outcomes.after_look_up(UNCERTAIN, Absent(newest_at=newest_at), SLOW, NINE + timedelta(minutes=14))
    assert (new.state, new.next_step) == (PublicationState.UNCERTAIN, None)
    assert follow == Follow("look_up", UNCERTAIN.late_after + timedelta(seconds=1))


def test_it_is_looked_for_as_long_as_the_platform_may_lag_and_a_person_is_told_once() -> None:
    publication, now, told = UNCERTAIN, NINE + timedelta(seconds=5), set()
    looks = [now]
    while True:
        publication, follow = outcomes.after_look_up(publication, Absent(), SLOW, now)
        told.add(publication.next_step)
        if follow is None:
            break
        assert follow.step == "look_up"
        looks.append(now := follow.at)
    assert (publication.state, len(told - {None})) == (PublicationState.UNCERTAIN, 1)
    assert looks[-1] == NINE + timedelta(minutes=45)
    assert max(after - before for before, after in pairwise(looks)) < timedelta(seconds=MAX_DELAY_SECONDS)
    # Lambda drops the sixteenth message of a chain from a function to the queue that starts it.
    assert len(looks) < 15
    found, _ = outcomes.after_look_up(publication, Found(remote_id="77"), SLOW, now)
    assert (found.state, found.next_step) == (PublicationState.PUBLISHED, None)


def test_no_more_than_three_calls_are_made_for_a_platform_that_shows_nothing() -> None:
    publication: Publication = planned()
    calls = 0
    while publication.state is PublicationState.SCHEDULED:
        publication = states.claim_publication(publication, NINE)
        calls += 1
        doubted = outcomes.after_release(publication, Unknown(reason="HTTP 500"), LIST, NINE).publication
        publication = outcomes.after_look_up(doubted, Absent(), LIST, NINE + timedelta(seconds=60)).publication
    assert (calls, publication.state) == (3, PublicationState.MISSED)
    assert publication.next_step


def test_a_look_up_that_fails_is_repeated_ever_more_slowly_and_then_a_person_is_asked() -> None:
    publication, now, looks = UNCERTAIN, NINE, 0
    while True:
        publication, follow = outcomes.after_look_up(publication, Unclear(reason="HTTP 503"), LIST, now)
        looks += 1
        if follow is None:
            break
        assert follow.at - now >= timedelta(seconds=15)
        now = follow.at
    assert publication.state is PublicationState.UNCERTAIN
    assert "HTTP 503" in (publication.cause or "")
    assert publication.next_step
    assert timedelta(hours=1) <= now - NINE <= timedelta(hours=3)
    assert looks <= 12
