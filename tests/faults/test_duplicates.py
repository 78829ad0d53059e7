"""The same words twice on one channel are a slip, unless a person says otherwise."""

from datetime import timedelta

import pytest

from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.publishing.service.ledger import SaidAlready
from tests.faults.world import NINE, World, planned, world

SAID = Content(text="Fresh beans  THIS morning")


def guarded(post_id: str, content: Content = SAID, **changes: object) -> Publication:
    """A post on the same channel, an hour after nine, that must not repeat what was said within 30 days."""
    update = {
        "publication_id": f"aurora.{post_id}.facebook",
        "post_id": post_id,
        "guard_days": 30,
        "planned_at": NINE + timedelta(hours=1),
        "late_after": NINE + timedelta(hours=2),
    }
    return planned(content=content).model_copy(update=update | changes)


def both(second: Publication, first: Publication | None = None) -> tuple[World, Publication]:
    """A house that has said the first, and the second as it ended."""
    house = world("list")
    first = first or guarded("first", Content(text="fresh beans this morning"), planned_at=NINE)
    house.plan(first)
    house.run(first.publication_id)
    house.plan(second)
    return house, house.run(second.publication_id)


def test_the_same_content_again_is_refused_and_the_person_is_told_how_to_send_it_all_the_same() -> None:
    house, ended = both(guarded("second"))
    assert (ended.state, len(house.network.posts)) == (PublicationState.FAILED, 1)
    assert "aurora.first.facebook" in house.asked[-1].cause
    assert house.asked[-1].said_by == "aurora.first.facebook"
    assert "--allow duplicate" in house.asked[-1].next_step
    with pytest.raises(SaidAlready, match=r"as aurora\.first\.facebook.* --allow duplicate"):
        house.ledger.publish_now(ended.publication_id, house.clock.now)
    house.ledger.publish_now(ended.publication_id, house.clock.now, allow=["duplicate"])
    sent = house.run(ended.publication_id)
    assert (sent.state, sent.said_by) == (PublicationState.PUBLISHED, None)


@pytest.mark.parametrize(
    "second",
    [
        guarded("second", Content(text="Fresh beans this evening")),
        guarded("second", channel="instagram", publication_id="aurora.second.instagram"),
        guarded("second", allows=("duplicate",)),
        guarded("second", series="mondays"),
        guarded("second", guard_days=0),
    ],
    ids=["other words", "other channel", "allowed", "a series", "no guard"],
)
def test_what_is_no_slip_goes_out(second: Publication) -> None:
    house, ended = both(second)
    assert (ended.state, len(house.network.posts)) == (PublicationState.PUBLISHED, 2)


def test_after_the_window_the_same_may_be_said_again() -> None:
    first = guarded("first", planned_at=NINE, guard_days=1)
    later = NINE + timedelta(days=1, seconds=1)
    house = world("list")
    house.plan(first)
    house.run(first.publication_id)
    house.plan(guarded("second", planned_at=later, late_after=later + timedelta(hours=1)))
    assert house.run("aurora.second.facebook", until=timedelta(days=2)).state is PublicationState.PUBLISHED


def test_what_was_never_said_does_not_stand_in_the_way() -> None:
    house = world("list", "refused")
    house.plan(guarded("first", planned_at=NINE))
    assert house.run("aurora.first.facebook").state is PublicationState.FAILED
    house.plan(guarded("second"))
    assert house.run("aurora.second.facebook").state is PublicationState.PUBLISHED


def test_the_same_publication_is_no_duplicate_of_itself_when_it_is_tried_again() -> None:
    house = world("list", "throttled")
    house.plan(guarded("first", planned_at=NINE))
    assert house.run("aurora.first.facebook").state is PublicationState.PUBLISHED
