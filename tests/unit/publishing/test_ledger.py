"""The ledger: what may change a publication, and what may not."""

from datetime import timedelta
from typing import Any

import pytest

from portavoce.platforms.contract import Sent
from portavoce.publishing import states
from portavoce.publishing.model import Content, Part, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import (
    IllegalMove,
    Ledger,
    Moved,
    NoPublication,
    NotAsked,
    RevisionMoved,
    TooLate,
)
from portavoce.table.table import Table
from tests.faults.world import NINE, planned

EARLIER = NINE - timedelta(hours=2)
ID = planned().publication_id


@pytest.fixture
def ledger(table: Table) -> Ledger:
    return Ledger(PublicationRecords(table))


def stands(ledger: Ledger, publication_id: str = ID) -> Publication:
    found = ledger.get(publication_id)
    assert found is not None
    return found


def advance(ledger: Ledger, state: PublicationState) -> Publication:
    """The publication of `planned()`, taken to a state by legal steps."""
    ledger.plan(planned(), EARLIER)
    one = ledger.move(stands(ledger), states.dispatch_publication(stands(ledger), NINE))
    if state in (
        PublicationState.SENDING,
        PublicationState.PUBLISHED,
        PublicationState.FAILED,
        PublicationState.UNCERTAIN,
    ):
        one = ledger.move(one, states.claim_publication(one, NINE))
    after: dict[PublicationState, Any] = {
        PublicationState.PUBLISHED: lambda: states.record_part(one, Sent(remote_id="1"), NINE),
        PublicationState.FAILED: lambda: states.fail_publication(one, "refused", "change it", NINE),
        PublicationState.UNCERTAIN: lambda: states.doubt_publication(one, "lost", NINE, NINE),
        PublicationState.MISSED: lambda: states.miss_publication(one, "late", "decide", NINE),
        PublicationState.CANCELLED: lambda: states.cancel_publication(one, NINE),
    }
    return ledger.move(one, after[state]()) if state in after else one


def test_the_same_plan_again_changes_nothing(ledger: Ledger) -> None:
    assert ledger.plan(planned(), EARLIER) == "new"
    before = stands(ledger)
    assert ledger.plan(planned(), NINE) == "unchanged"
    assert stands(ledger) == before


def test_what_was_planned_is_read_back_as_it_was_given(ledger: Ledger) -> None:
    ledger.plan(planned(), EARLIER)
    assert stands(ledger) == planned().model_copy(update={"updated_at": EARLIER})


@pytest.mark.parametrize(
    "edited",
    [
        planned(content=Content(text="Fresh beans this evening")),
        planned(planned_at=NINE + timedelta(hours=1)),
        planned().model_copy(update={"zone": "Europe/Rome"}),
    ],
    ids=["content", "time", "zone"],
)
def test_an_edit_is_a_new_revision_with_nothing_left_of_the_old(ledger: Ledger, edited: Publication) -> None:
    old = advance(ledger, PublicationState.SCHEDULED)
    ledger.keep_handle(old, "container", "c-1")
    assert ledger.plan(edited, NINE) == "changed"
    assert stands(ledger) == edited.model_copy(update={"revision": 2, "updated_at": NINE})


@pytest.mark.parametrize("state", [PublicationState.SENDING, PublicationState.UNCERTAIN, PublicationState.PUBLISHED])
def test_what_leaves_or_may_have_left_is_not_changed(ledger: Ledger, state: PublicationState) -> None:
    before = advance(ledger, state)
    assert ledger.plan(planned(content=Content(text="too late")), NINE) == "too_late"
    for change in (ledger.cancel, ledger.publish_now):
        with pytest.raises(TooLate, match=state):
            change(ID, NINE)
    assert stands(ledger) == before


@pytest.mark.parametrize("state", [PublicationState.FAILED, PublicationState.MISSED, PublicationState.CANCELLED])
def test_what_ended_without_a_post_can_be_planned_anew_but_not_by_the_same_plan(
    ledger: Ledger, state: PublicationState
) -> None:
    advance(ledger, state)
    assert ledger.plan(planned(), NINE) == "unchanged"
    assert ledger.plan(planned(planned_at=NINE + timedelta(hours=1)), NINE) == "changed"
    assert stands(ledger).state is PublicationState.SCHEDULED


def test_an_edit_keeps_the_old_handles_out_even_when_one_arrives_at_that_moment(ledger: Ledger) -> None:
    old = advance(ledger, PublicationState.SCHEDULED)
    ledger.keep_handle(old, "container", "c-1")
    ledger.publish_now(ID, NINE)
    with pytest.raises(Moved):
        ledger.keep_handle(old, "container", "c-2")
    assert stands(ledger).handles == {}


def test_of_two_that_store_a_handle_the_first_is_kept(ledger: Ledger) -> None:
    seen = advance(ledger, PublicationState.SCHEDULED)
    ledger.keep_handle(seen, "container.0", "first")
    with pytest.raises(Moved):
        ledger.keep_handle(seen, "container.0", "second")
    assert stands(ledger).handles == {"container.0": "first"}


def test_a_handle_is_replaced_by_whoever_has_seen_it(ledger: Ledger) -> None:
    ledger.keep_handle(advance(ledger, PublicationState.SCHEDULED), "container", "expired")
    ledger.keep_handle(stands(ledger), "container", "fresh")
    assert stands(ledger).handles == {"container": "fresh"}


def test_a_handle_cannot_change_once_the_call_may_be_made(ledger: Ledger) -> None:
    with pytest.raises(Moved):
        ledger.keep_handle(advance(ledger, PublicationState.SENDING), "container", "c-1")


def test_cancelling_twice_is_cancelling_once(ledger: Ledger) -> None:
    ledger.plan(planned(), EARLIER)
    first = ledger.cancel(ID, NINE)
    assert ledger.cancel(ID, NINE + timedelta(hours=1)) == first == stands(ledger)


def test_sending_now_keeps_the_allowance_for_lateness_and_the_plan(ledger: Ledger) -> None:
    ledger.plan(planned(late=timedelta(minutes=20)), EARLIER)
    sent = ledger.publish_now(ID, EARLIER)
    assert (sent.planned_at, sent.late_after) == (EARLIER, EARLIER + timedelta(minutes=20))
    assert sent.revision == 2
    assert ledger.plan(planned(late=timedelta(minutes=20)), EARLIER) == "unchanged"


def asked(ledger: Ledger) -> Publication:
    doubted = advance(ledger, PublicationState.UNCERTAIN)
    return ledger.move(doubted, states.ask_person(doubted, "lost", "look yourself", NINE))


def test_what_a_person_was_asked_about_is_not_sent_by_a_slip_but_by_settling_it(ledger: Ledger) -> None:
    before = asked(ledger)
    with pytest.raises(TooLate, match=f"portavoce post settle {ID}"):
        ledger.publish_now(ID, NINE)
    assert ledger.plan(planned(content=Content(text="another")), NINE) == "too_late"
    assert stands(ledger) == before


def test_a_person_who_saw_the_post_ends_it_with_its_address(ledger: Ledger) -> None:
    asked(ledger)
    ended = ledger.settle(ID, Sent(remote_id="77", url="https://network.test/77"), NINE)
    assert (ended.state, ended.remote_id, ended.url, ended.next_step) == (
        PublicationState.PUBLISHED,
        "77",
        "https://network.test/77",
        None,
    )
    with pytest.raises(NotAsked, match="is published"):
        ledger.settle(ID, None, NINE)


def test_a_person_who_did_not_see_the_post_sends_it_again_as_a_new_revision(ledger: Ledger) -> None:
    asked(ledger)
    again = ledger.settle(ID, None, NINE)
    assert (again.state, again.revision, again.attempts, again.dispatched_at) == (
        PublicationState.SCHEDULED,
        2,
        0,
        None,
    )


def test_a_person_who_was_asked_may_close_it(ledger: Ledger) -> None:
    asked(ledger)
    assert ledger.cancel(ID, NINE).next_step is None


THREAD = Content(text="One", thread=(Part(text="Two"), Part(text="Three")), first_comment="The menu is below")


def half_out(ledger: Ledger) -> Publication:
    """A thread of three with a first comment, two posts of which are out."""
    ledger.plan(planned(content=THREAD), EARLIER)
    one = stands(ledger)
    for number in range(2):
        one = ledger.move(one, states.claim_publication(one, NINE))
        one = ledger.move(one, states.record_part(one, Sent(remote_id=str(number)), NINE))
    return one


def test_a_part_that_is_out_is_written_down_and_the_next_one_waits(ledger: Ledger) -> None:
    one = half_out(ledger)
    assert (one.state, [part.remote_id for part in one.sent], one.remote_id) == (
        PublicationState.SCHEDULED,
        ["0", "1"],
        None,
    )
    assert (one.attempts, states.tries(one), one.first_started_at) == (2, 0, None)


def test_what_is_out_in_part_is_never_planned_afresh_and_sending_now_sends_the_rest(ledger: Ledger) -> None:
    half_out(ledger)
    assert ledger.plan(planned(content=Content(text="another")), NINE) == "too_late"
    rest = ledger.publish_now(ID, NINE)
    assert ([part.remote_id for part in rest.sent], rest.revision, states.tries(rest)) == (["0", "1"], 2, 0)
    ledger.cancel(ID, NINE)
    assert ledger.plan(planned(content=Content(text="another")), NINE) == "too_late"


def test_a_person_who_saw_a_part_lets_the_rest_go(ledger: Ledger) -> None:
    one = half_out(ledger)
    one = ledger.move(one, states.claim_publication(one, NINE))
    one = ledger.move(one, states.doubt_publication(one, "lost", NINE, NINE))
    ledger.move(one, states.ask_person(one, "lost", "look", NINE))
    settled = ledger.settle(ID, Sent(remote_id="2"), NINE)
    assert (settled.state, len(settled.sent), settled.dispatched_at) == (PublicationState.SCHEDULED, 3, None)


def test_a_change_by_hand_is_refused_when_somebody_else_was_first(ledger: Ledger) -> None:
    ledger.plan(planned(), EARLIER)
    ledger.publish_now(ID, EARLIER, if_revision=1)
    for change in (ledger.cancel, ledger.publish_now):
        with pytest.raises(RevisionMoved, match="revision 2"):
            change(ID, NINE, if_revision=1)


@pytest.mark.parametrize("publication_id", ["aurora.nothing.facebook", "aurora", "a.b.c.d"])
def test_an_id_that_is_nobodys_is_said_to_be_so(ledger: Ledger, publication_id: str) -> None:
    assert ledger.get(publication_id) is None
    with pytest.raises(NoPublication, match=publication_id):
        ledger.cancel(publication_id, NINE)


def test_a_step_from_an_older_reading_writes_nothing(ledger: Ledger) -> None:
    old = advance(ledger, PublicationState.SCHEDULED)
    sending = ledger.move(old, states.claim_publication(old, NINE))
    with pytest.raises(Moved):
        ledger.move(old, states.claim_publication(old, NINE))
    assert stands(ledger) == sending


@pytest.mark.parametrize(
    "state", [PublicationState.PUBLISHED, PublicationState.FAILED, PublicationState.MISSED, PublicationState.CANCELLED]
)
def test_what_has_ended_cannot_be_claimed(ledger: Ledger, state: PublicationState) -> None:
    ended = advance(ledger, state)
    with pytest.raises(IllegalMove, match=state):
        ledger.move(ended, states.claim_publication(ended, NINE))


def test_what_is_being_sent_is_claimed_again_only_with_one_more_part_out(ledger: Ledger) -> None:
    thread = planned(content=Content(text="One", thread=(Part(text="Two"), Part(text="Three"))))
    ledger.plan(thread, EARLIER)
    sending = ledger.move(stands(ledger), states.claim_publication(stands(ledger), NINE))
    out = states.record_part(sending, Sent(remote_id="1"), NINE)
    for unsaid in (sending, states.record_part(out, Sent(remote_id="2"), NINE)):
        with pytest.raises(IllegalMove, match="sending"):
            ledger.claim(sending, unsaid, NINE)
    ready, claimed = ledger.claim(sending, out, NINE)
    assert ready == out
    assert (claimed.state, len(claimed.sent), states.tries(claimed)) == (PublicationState.SENDING, 1, 1)


def test_a_listing_is_in_order_of_time_and_bounded(ledger: Ledger) -> None:
    hours = [0, 3, 1, 2]
    for hour in hours:
        ledger.plan(planned(f"channel-{hour}", planned_at=NINE + timedelta(hours=hour)), EARLIER)
    first = ledger.list_page("aurora", NINE, NINE + timedelta(hours=3), limit=2)
    rest = ledger.list_page("aurora", NINE, NINE + timedelta(hours=3), cursor=first.cursor, limit=2)
    assert [one.channel for one in [*first.publications, *rest.publications]] == ["channel-0", "channel-1", "channel-2"]
    assert ledger.list_page("nobody", NINE, NINE + timedelta(days=1)).publications == []


def test_a_post_has_one_publication_for_each_of_its_channels(ledger: Ledger) -> None:
    for channel in ("x", "facebook"):
        ledger.plan(planned(channel), EARLIER)
    assert [one.channel for one in ledger.of_post("aurora", "spring-launch")] == ["facebook", "x"]
