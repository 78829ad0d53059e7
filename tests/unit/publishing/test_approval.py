"""What somebody has to approve leaves approved, as it was approved, or not at all; and then a person hears of it."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from portavoce.publishing.events import ChangesRequested, PublicationsDueSoon, PublicationsInReview
from portavoce.publishing.model import Approval, Content, Publication, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.resume_plan import How
from portavoce.publishing.service.ledger import IllegalMove, Moved, NotApproved
from portavoce.publishing.service.reviews import NotInReview, Reviews
from tests.faults.world import IMAGE, NINE, World, planned, world

ASKED = Approval(needed_from="client")
PUBLICATION = planned().model_copy(update={"approval": ASKED})
EDITED = planned(content=Content(text="Fresh beans this evening", media=(IMAGE,))).model_copy(
    update={"approval": ASKED}
)
ID = PUBLICATION.publication_id


def stands(house: World) -> Publication:
    found = house.ledger.get(ID)
    assert found is not None
    return found


def approve(house: World, read: Publication | None = None) -> Publication:
    publication = read or stands(house)
    return Reviews(house.ledger).decide(publication, "approved", by="client link", comment=None, now=house.clock.now)


def ask_changes(house: World, comment: str = "Fewer emoji, please") -> Publication:
    reviews = Reviews(house.ledger)
    return reviews.decide(stands(house), "changes_requested", by="ada", comment=comment, now=house.clock.now)


def reviewed() -> World:
    house = world()
    house.plan(PUBLICATION)
    return house


def test_what_needs_an_approval_waits_in_review_and_somebody_is_asked() -> None:
    house = reviewed()
    assert (stands(house).state, stands(house).revision) == (PublicationState.IN_REVIEW, 1)
    assert house.events == [PublicationsInReview(publication_ids=(ID,))]


def test_unapproved_at_its_time_it_is_missed_within_five_minutes_and_a_person_is_told() -> None:
    house = reviewed()
    ended = house.run(ID)
    assert (ended.state, house.network.calls) == (PublicationState.MISSED, [])
    assert ended.ended_at is not None
    assert NINE <= ended.ended_at <= NINE + timedelta(minutes=5)
    (told,) = house.asked
    assert told.unapproved
    assert told.cause == f"{ID} was not approved by the client before its time."
    assert "new time" in told.next_step


def test_approved_it_leaves_on_its_second_even_when_that_is_a_minute_away() -> None:
    house = reviewed()
    house.clock.sleep_until(NINE - timedelta(minutes=1))
    given = approve(house)
    assert (given.state, given.approval) == (
        PublicationState.SCHEDULED,
        Approval(needed_from="client", decision="approved", by="client link", decided_at=house.clock.now),
    )
    assert PublicationsDueSoon(publication_ids=(ID,)) in house.events
    assert house.run(ID).started_at == NINE
    assert house.network.calls == [NINE]


def test_what_asked_for_changes_stays_in_review_with_the_comment_and_is_missed_at_its_time() -> None:
    house = reviewed()
    given = ask_changes(house).approval
    assert given is not None
    assert (stands(house).state, given.comment) == (PublicationState.IN_REVIEW, "Fewer emoji, please")
    assert house.events[-1] == ChangesRequested(publication_ids=(ID,))
    assert house.run(ID).state is PublicationState.MISSED
    assert "asked for changes" in house.asked[0].cause
    assert house.network.calls == []


def test_an_edit_voids_the_approval_and_asks_again() -> None:
    house = reviewed()
    approve(house)
    house.ledger.plan(EDITED, house.clock.now)
    assert (stands(house).state, stands(house).revision, stands(house).approval) == (
        PublicationState.IN_REVIEW,
        2,
        ASKED,
    )
    assert house.events[-1] == PublicationsInReview(publication_ids=(ID,))
    assert house.run(ID).state is PublicationState.MISSED
    assert house.network.calls == []


def test_a_new_time_voids_the_approval_too() -> None:
    house = reviewed()
    approve(house)
    later = planned(planned_at=NINE + timedelta(hours=1)).model_copy(update={"approval": ASKED})
    assert house.ledger.plan(later, house.clock.now) == "changed"
    assert stands(house).state is PublicationState.IN_REVIEW


def test_an_edit_after_changes_were_asked_for_is_a_new_question() -> None:
    house = reviewed()
    ask_changes(house)
    house.ledger.plan(EDITED, house.clock.now)
    assert stands(house).approval == ASKED
    assert house.events[-1] == PublicationsInReview(publication_ids=(ID,))


def test_a_decision_about_an_older_revision_is_not_written() -> None:
    house = reviewed()
    read = stands(house)
    house.ledger.plan(EDITED, house.clock.now)
    with pytest.raises(Moved):
        approve(house, read)
    assert stands(house).approval == ASKED


def test_of_two_decisions_at_once_one_counts() -> None:
    house = reviewed()
    read = stands(house)
    ask_changes(house)
    with pytest.raises(Moved):
        approve(house, read)
    assert approve(house).state is PublicationState.SCHEDULED, "who asked for changes may think again"
    with pytest.raises(NotInReview):
        approve(house)


def test_a_decision_at_or_after_its_time_comes_too_late() -> None:
    house = reviewed()
    house.clock.now = NINE
    with pytest.raises(NotInReview):
        approve(house)


@pytest.mark.parametrize(
    ("given", "why"),
    [(None, "is not approved: .*review list"), ("approved", "may leave later, not earlier: give it an earlier time")],
    ids=["unapproved", "approved for later"],
)
def test_publishing_now_goes_round_no_approval(given: str | None, why: str) -> None:
    house = reviewed()
    if given:
        approve(house)
    before = stands(house)
    with pytest.raises(NotApproved, match=why):
        house.ledger.publish_now(ID, house.clock.now)
    assert stands(house) == before


def test_what_was_approved_and_refused_by_the_platform_may_be_sent_again_later() -> None:
    house = world("list", "refused")
    house.plan(PUBLICATION)
    approve(house)
    assert house.run(ID).state is PublicationState.FAILED
    house.network.fault = "fine"
    again = house.ledger.publish_now(ID, house.clock.now)
    assert (again.state, again.may_leave) == (PublicationState.SCHEDULED, True)
    assert house.run(ID).state is PublicationState.PUBLISHED


def test_a_resume_keeps_an_approval_for_later_and_gives_none_to_what_has_none() -> None:
    for decide, ended in ((True, PublicationState.PUBLISHED), (False, PublicationState.MISSED)):
        house = reviewed()
        if decide:
            approve(house)
        freeze = house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now)
        house.clock.now = NINE - timedelta(minutes=1)
        house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
        house.clock.now = NINE + timedelta(seconds=30)
        house.freezes.resume(freeze.freeze_id, How(mode="shift", minutes=10), by="ada", now=house.clock.now)
        assert house.run(ID).state is ended
        assert len(house.network.calls) == decide


def test_a_new_rule_of_the_brand_holds_for_what_has_not_left() -> None:
    house = world()
    house.plan(planned())
    assert house.ledger.plan(PUBLICATION, house.clock.now) == "changed"
    assert stands(house).state is PublicationState.IN_REVIEW
    house = world()
    house.plan(planned())
    house.run(ID)
    assert house.ledger.plan(PUBLICATION, house.clock.now) == "unchanged", "what has left is not asked about"


def smuggled(house: World) -> Publication:
    """Scheduled without its approval, as none of our code writes it."""
    publication = PUBLICATION.model_copy(update={"state": PublicationState.SCHEDULED})
    PublicationRecords(house.table).add(publication)
    return publication


def test_the_publisher_itself_holds_back_what_is_not_approved() -> None:
    house = world()
    smuggled(house)
    assert house.run(ID).state is PublicationState.MISSED
    assert house.network.calls == []
    assert house.asked[0].unapproved


def test_the_ledger_lets_nothing_unapproved_be_sent() -> None:
    house = world()
    publication = smuggled(house)
    with pytest.raises(IllegalMove):
        house.ledger.move(publication, publication.model_copy(update={"state": PublicationState.SENDING}))


def test_an_edit_at_any_point_after_the_approval_leaves_nothing_that_nobody_approved() -> None:
    calm = reviewed()
    approve(calm)
    calm.run(ID)
    ends = set()
    for point in range(len(calm.fuse.passed)):
        house = reviewed()
        house.fuse.act = partial(house.ledger.plan, EDITED, NINE - timedelta(minutes=1))
        approve(house)
        house.fuse.passed.clear()
        house.fuse.blows_at = point
        ends.add(house.run(ID).state)
        assert {post.text for post in house.network.posts} <= {PUBLICATION.content.text}, point
    assert ends == {PublicationState.MISSED, PublicationState.PUBLISHED}


def test_a_publication_in_review_comes_up_at_its_time_and_not_before() -> None:
    house = reviewed()

    def watched(at: datetime) -> list[str]:
        return list(house.ledger.watched_ids(at))

    assert (watched(NINE), watched(NINE + timedelta(seconds=1))) == ([], [ID])
    assert list(house.ledger.waiting_ids(NINE + timedelta(hours=1))) == []
