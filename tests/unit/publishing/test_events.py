"""What is told to the rest of the product, and how often."""

from datetime import timedelta
from typing import Any

from portavoce.outbox.model import Event
from portavoce.platforms.contract import Sent
from portavoce.publishing import states
from portavoce.publishing.events import PublicationNeedsPerson, PublicationPublished, PublicationsDueSoon, changes
from portavoce.publishing.model import Freeze, Publication, PublicationState
from portavoce.publishing.resume_plan import miss_by_freeze
from tests.faults.world import NINE, planned

SOON = planned()
SENDING = states.claim_publication(states.dispatch_publication(SOON, NINE), NINE)
FREEZE = Freeze(freeze_id="f1", reason="crisis", by="ada", since=NINE)


def image(publication: Publication | None) -> dict[str, Any] | None:
    keys = {"pk": "POST#aurora#spring-launch", "sk": "PUBLICATION#facebook", "type": "publication"}
    return keys | publication.model_dump(mode="json", exclude_none=True) if publication else None


def told(old: Publication | None, new: Publication | None, minutes_before: float = 1.9) -> list[Event]:
    return changes(image(old), image(new), NINE - timedelta(minutes=minutes_before))


def test_what_is_planned_for_the_next_two_minutes_is_announced_once() -> None:
    assert told(None, SOON) == [PublicationsDueSoon(publication_ids=(SOON.publication_id,))]
    assert told(SOON, states.dispatch_publication(SOON, NINE)) == []


def test_what_is_planned_for_later_is_left_to_the_tick() -> None:
    assert told(None, SOON, minutes_before=2.1) == []


def test_a_new_revision_and_a_lifted_freeze_are_announced_again() -> None:
    dispatched = states.dispatch_publication(SOON, NINE)
    assert len(told(dispatched, states.reschedule_publication(SOON, NINE, NINE))) == 1
    assert (
        len(told(states.freeze_publication(dispatched, FREEZE, NINE), states.thaw_publication(dispatched, NINE))) == 1
    )


def test_a_post_on_its_platform_is_told_once_with_its_delay() -> None:
    published = states.record_part(
        SENDING, Sent(remote_id="77", url="https://network.test/77"), NINE + timedelta(seconds=1)
    )
    (event,) = told(SENDING, published)
    assert isinstance(event, PublicationPublished)
    assert (event.remote_id, event.started_at - event.planned_at) == ("77", timedelta())
    assert told(published, published.model_copy(update={"updated_at": NINE})) == []


def test_a_person_hears_of_a_failure_with_its_cause_and_the_next_step() -> None:
    (event,) = told(SENDING, states.fail_publication(SENDING, "the link is blocked", "change the link", NINE))
    assert event == PublicationNeedsPerson(
        publication_id=SOON.publication_id,
        brand_id="aurora",
        channel="facebook",
        state=PublicationState.FAILED,
        cause="the link is blocked",
        next_step="change the link",
    )


def test_an_outcome_that_can_be_looked_up_is_nobodys_business_yet() -> None:
    uncertain = states.doubt_publication(SENDING, "lost", NINE, NINE)
    assert told(SENDING, uncertain) == []
    assert len(told(uncertain, states.ask_person(uncertain, "lost", "look yourself", NINE))) == 1


def test_what_a_freeze_held_back_and_then_made_miss_its_time_is_told_with_the_freeze() -> None:
    frozen = states.freeze_publication(SOON, FREEZE, NINE)
    missed = miss_by_freeze(frozen, NINE + timedelta(hours=1))
    found = [*told(SOON, frozen), *told(frozen, missed)]
    assert [(one.state, one.freeze_id) for one in found if isinstance(one, PublicationNeedsPerson)] == [
        (PublicationState.FROZEN, FREEZE.freeze_id),
        (PublicationState.MISSED, FREEZE.freeze_id),
    ]


def test_a_removed_item_tells_nothing() -> None:
    assert told(SOON, None) == []
