"""Something else happens at every single point of a publication's way: a freeze, an edit, a second worker."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import get_args

import pytest

from portavoce.publishing.model import Content, Outgoing, State
from portavoce.publishing.resume_plan import LEAD, How
from portavoce.publishing.service.ledger import TooLate
from tests.faults.network import Kind
from tests.faults.world import IMAGE, NINE, World, planned, world

KINDS: tuple[Kind, ...] = get_args(Kind)
PUBLICATION = planned()
NEW_TEXT = "Fresh beans this evening"


def every_point(kind: Kind, act: Callable[[World], object]) -> Iterator[tuple[str, World, State]]:
    """A whole life for each point, with `act` done there by another process."""
    calm = world(kind)
    calm.plan(PUBLICATION)
    calm.run(PUBLICATION.publication_id)
    for point, label in enumerate(calm.fuse.passed):
        house = world(kind, blows_at=point)
        house.fuse.act = partial(act, house)
        house.plan(PUBLICATION)
        state = house.run(PUBLICATION.publication_id).state
        yield f"{label} ({point}): {state}", house, state


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_starts_after_a_freeze_is_written(kind: Kind) -> None:
    stood: list[State] = []

    def freeze(house: World) -> None:
        house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now)
        publication = house.ledger.get(PUBLICATION.publication_id)
        assert publication is not None
        stood.append(publication.state)

    for story, house, state in every_point(kind, freeze):
        if stood[-1] is State.SCHEDULED:
            assert (house.network.calls, state) == ([], State.FROZEN), story
        elif house.network.calls == []:
            assert state is State.FROZEN, story
        else:
            assert len(house.network.posts) == 1, story
            assert state is State.PUBLISHED, story
    assert {State.SCHEDULED, State.SENDING, State.PUBLISHED} <= set(stood)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("step", ["prepare", "release", "look_up"])
def test_a_second_worker_at_any_point_changes_nothing(kind: Kind, step: str) -> None:
    message = Outgoing.model_validate(
        {"publication_id": PUBLICATION.publication_id, "revision": 1, "step": step, "planned_at": NINE}
    )
    for story, house, state in every_point(kind, lambda house: house.publishing.take(message)):
        assert len(house.network.posts) == 1, story
        assert state is State.PUBLISHED, story


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_at_any_point_is_either_refused_or_is_what_everybody_sees(kind: Kind) -> None:
    answers: list[str] = []

    def edit(house: World) -> None:
        edited = planned(content=Content(text=NEW_TEXT, media=(IMAGE,)))
        answers.append(house.ledger.plan(edited, house.clock.now))

    for story, house, state in every_point(kind, edit):
        assert state is State.PUBLISHED, story
        seen = [post.text for post in house.network.posts]
        assert seen == [NEW_TEXT if answers[-1] == "changed" else PUBLICATION.content.text], story
    assert set(answers) == {"changed", "too_late"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_cancelled_publication_never_appears(kind: Kind) -> None:
    taken_back: list[bool] = []

    def cancel(house: World) -> None:
        try:
            house.ledger.cancel(PUBLICATION.publication_id, house.clock.now)
        except TooLate:
            taken_back.append(False)
        else:
            taken_back.append(True)

    for story, house, state in every_point(kind, cancel):
        expected = (0, State.CANCELLED) if taken_back[-1] else (1, State.PUBLISHED)
        assert (len(house.network.posts), state) == expected, story
    assert set(taken_back) == {True, False}


@pytest.mark.parametrize("kind", KINDS)
def test_sending_now_at_any_point_still_makes_one_post(kind: Kind) -> None:
    def send_now(house: World) -> None:
        try:
            house.ledger.publish_now(PUBLICATION.publication_id, house.clock.now)
        except TooLate:
            return

    for story, house, state in every_point(kind, send_now):
        assert (len(house.network.posts), state) == (1, State.PUBLISHED), story


def test_a_freeze_that_is_lifted_in_time_lets_the_post_go_at_once() -> None:
    house = world()
    house.plan(PUBLICATION)
    freeze = house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, brand_id="aurora")
    assert house.run(PUBLICATION.publication_id).state is State.FROZEN
    house.clock.sleep_until(NINE.replace(minute=10, second=7))
    house.freezes.resume(freeze.freeze_id, How(), by="ada", now=house.clock.now)
    assert house.run(PUBLICATION.publication_id).state is State.PUBLISHED
    assert [post.at for post in house.network.posts] == [NINE.replace(minute=10, second=7) + LEAD]


def test_a_freeze_that_runs_out_by_itself_lets_the_post_go_by_itself() -> None:
    house = world()
    house.plan(PUBLICATION)
    house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, until=NINE.replace(minute=7))
    house.run(PUBLICATION.publication_id)
    house.clock.sleep_until(NINE.replace(minute=9, second=50))
    house.attempt(lambda: house.reconciler.reconcile(house.clock.now))
    assert house.run(PUBLICATION.publication_id).state is State.PUBLISHED


def test_a_freeze_that_outlasts_the_late_limit_ends_as_missed_and_the_person_is_told_of_both() -> None:
    house = world()
    house.plan(PUBLICATION)
    freeze = house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now)
    house.run(PUBLICATION.publication_id)
    house.clock.sleep_until(NINE.replace(hour=11))
    house.attempt(lambda: house.reconciler.reconcile(house.clock.now))
    frozen = house.ledger.get(PUBLICATION.publication_id)
    assert frozen and frozen.state is State.FROZEN, "a resume can still give it another time"
    house.freezes.resume(freeze.freeze_id, How(), by="ada", now=house.clock.now)
    assert house.run(PUBLICATION.publication_id).state is State.MISSED
    assert [event.state for event in house.asked] == [State.FROZEN, State.MISSED]
    assert house.network.calls == []
