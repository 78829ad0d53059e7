"""A thread with a first comment: each part once and in order, whatever dies and whenever, whichever part it strikes."""

from functools import cache
from itertools import product
from typing import get_args

import pytest

from portavoce.publishing.freeze_scope import stopping_freeze
from portavoce.publishing.model import Content, Freeze, Part, PublicationState
from portavoce.publishing.resume_plan import How
from tests.faults.network import Fault, Kind
from tests.faults.world import NINE, THREAD, World, planned, world

KINDS: tuple[Kind, ...] = get_args(Kind)
FAULTS: tuple[Fault, ...] = get_args(Fault)
PARTS = [0, 1, 2]
TEXTS = ["One", "Two", "The menu is below"]


def lived(
    kind: Kind, fault: Fault, strikes_at: int, blows_at: int | None, loses: int | None = None
) -> tuple[World, PublicationState]:
    """A world after its one thread was settled."""
    house = world(kind, fault, blows_at=blows_at, loses=loses)
    house.network.strikes_at = strikes_at
    publication = planned(content=THREAD)
    house.plan(publication)
    return house, house.run(publication.publication_id).state


@cache
def runs(kind: Kind, fault: Fault, strikes_at: int) -> tuple[tuple[str, World, PublicationState], ...]:
    """One run in which nobody dies, then one for each point at which the process can, then one for each write
    of our own whose answer can be lost."""
    calm, state = lived(kind, fault, strikes_at, None)
    found = [(f"nobody died: {state}", calm, state)]
    for point, label in enumerate(calm.fuse.passed):
        house, state = lived(kind, fault, strikes_at, point)
        found.append((f"died {label} ({point} of {len(calm.fuse.passed)}): {state}", house, state))
    for write in range(calm.fuse.passed.count("before write")):
        house, state = lived(kind, fault, strikes_at, None, write)
        found.append((f"lost the answer of write {write}: {state}", house, state))
    return tuple(found)


@pytest.mark.enumerated(one_in=7)
@pytest.mark.parametrize(("kind", "fault", "strikes_at"), list(product(KINDS, FAULTS, [1, 2, 3])))
def test_a_lost_answer_of_our_own_write_changes_nothing_that_is_said(kind: Kind, fault: Fault, strikes_at: int) -> None:
    (_, calm, ended), *others = runs(kind, fault, strikes_at)
    for story, house, state in others:
        if story.startswith("lost"):
            assert (state, house.network.posts, house.asked) == (ended, calm.network.posts, calm.asked), story


@pytest.mark.enumerated(one_in=7)
@pytest.mark.parametrize(("kind", "fault", "strikes_at"), list(product(KINDS, FAULTS, [1, 2, 3])))
def test_no_part_is_sent_twice_or_out_of_order_and_no_end_is_silent(kind: Kind, fault: Fault, strikes_at: int) -> None:
    for story, house, state in runs(kind, fault, strikes_at):
        posts = house.network.posts
        assert [post.part for post in posts] == PARTS[: len(posts)], story
        assert [post.text for post in posts] == TEXTS[: len(posts)], story
        assert all(at >= NINE for at in house.network.calls), story
        if state is PublicationState.PUBLISHED:
            assert len(posts) == len(PARTS), story
        else:
            assert house.asked[-1].cause and house.asked[-1].next_step, story


@pytest.mark.whole
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_a_thread_that_can_be_looked_up_is_completed_without_a_person(kind: Kind) -> None:
    mendable = [fault for fault in FAULTS if fault != "refused"]
    states = [state for fault, at in product(mendable, [1, 2, 3]) for _, _, state in runs(kind, fault, at)]
    assert states.count(PublicationState.PUBLISHED) >= 0.95 * len(states)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_part_says_what_is_out_and_the_rest_is_sent_by_hand(kind: Kind) -> None:
    house, state = lived(kind, "refused", 2, None)
    assert (state, [post.part for post in house.network.posts]) == (PublicationState.FAILED, [0])
    assert "1 of its 3 parts are out" in house.asked[-1].cause
    publication_id = house.asked[-1].publication_id
    assert f"`portavoce post now {publication_id}`" in house.asked[-1].next_step
    house.ledger.publish_now(publication_id, house.clock.now)
    assert house.run(publication_id).state is PublicationState.PUBLISHED
    assert [post.part for post in house.network.posts] == PARTS


def test_a_freeze_in_the_middle_of_a_thread_holds_the_rest_and_lifting_it_sends_them() -> None:
    house = world("list", "throttled")
    house.network.strikes_at = 2
    publication = planned(content=THREAD)
    house.plan(publication)
    frozen: list[Freeze] = []

    def freeze(label: str) -> None:
        if label == "before release" and len(house.network.calls) == 1 and not frozen:
            frozen.append(house.freezes.freeze(reason="crisis", by="anna", now=house.clock.now, brand_id="aurora"))

    house.network.step = freeze
    assert house.run(publication.publication_id).state is PublicationState.FROZEN
    calls = list(house.network.calls)
    assert stopping_freeze(publication, house.freezes.active(), house.clock.now)
    house.freezes.resume(frozen[0].freeze_id, How(), by="anna", now=house.clock.now)
    assert house.run(publication.publication_id).state is PublicationState.PUBLISHED
    assert [post.part for post in house.network.posts] == PARTS
    assert len(calls) == 2


def test_a_freeze_while_a_part_is_being_said_holds_the_next_one_that_would_go_with_it() -> None:
    house = world("list")
    publication = planned(content=Content(text="One", thread=(Part(text="Two"),), first_comment="The menu is below"))
    house.plan(publication)

    def freeze(label: str) -> None:
        if label == "after release":
            house.network.step = lambda _: None
            house.freezes.freeze(reason="crisis", by="anna", now=house.clock.now, freeze_id="crisis")

    house.network.step = freeze
    assert house.run(publication.publication_id).state is PublicationState.FROZEN
    assert [post.text for post in house.network.posts] == ["One"]
    house.freezes.resume("crisis", How(), by="anna", now=house.clock.now)
    assert house.run(publication.publication_id).state is PublicationState.PUBLISHED
    assert [post.text for post in house.network.posts] == TEXTS
