"""Whatever dies and whenever: never two posts, never a silent end. Enumerated, not random."""

from functools import cache
from itertools import product
from typing import get_args

import pytest

from portavoce.publishing.model import PublicationState
from tests.faults.network import Fault, Kind
from tests.faults.world import NINE, World, planned, world

KINDS: tuple[Kind, ...] = get_args(Kind)
FAULTS: tuple[Fault, ...] = get_args(Fault)


def lived(kind: Kind, fault: Fault, blows_at: int | None, loses: int | None = None) -> tuple[World, PublicationState]:
    """A world after its one publication was settled."""
    house = world(kind, fault, blows_at=blows_at, loses=loses)
    publication = planned()
    house.plan(publication)
    return house, house.run(publication.publication_id).state


@cache
def runs(kind: Kind, fault: Fault) -> tuple[tuple[str, World, PublicationState], ...]:
    """One run in which nobody dies, then one for each point at which the process can: before and after each write,
    message and call, so also before the claim, after it, after the call and before its record. Then one for each write
    of our own whose answer can be lost."""
    calm, state = lived(kind, fault, None)
    found = [(f"nobody died: {state}", calm, state)]
    for point, label in enumerate(calm.fuse.passed):
        house, state = lived(kind, fault, point)
        assert len(house.fuse.passed) > point, "the fuse never blew"
        found.append((f"died {label} ({point} of {len(calm.fuse.passed)}): {state}", house, state))
    for write in range(calm.fuse.passed.count("before write")):
        house, state = lived(kind, fault, None, write)
        found.append((f"lost the answer of write {write}: {state}", house, state))
    return tuple(found)


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize(("kind", "fault"), list(product(KINDS, FAULTS)))
def test_there_are_never_two_posts_and_never_a_silent_end(kind: Kind, fault: Fault) -> None:
    for story, house, state in runs(kind, fault):
        posts = len(house.network.posts)
        assert posts <= 1, story
        assert all(at >= NINE for at in house.network.calls), story
        if state is PublicationState.PUBLISHED:
            assert posts == 1, story
        else:
            assert house.asked, story
            assert house.asked[-1].cause and house.asked[-1].next_step, story
        if posts and kind != "none":
            assert state is PublicationState.PUBLISHED, story


@pytest.mark.whole
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "none"])
def test_what_can_be_looked_up_settles_without_a_person(kind: Kind) -> None:
    mendable = [fault for fault in FAULTS if fault != "refused"]
    states = [state for fault in mendable for _, _, state in runs(kind, fault)]
    assert states.count(PublicationState.PUBLISHED) >= 0.95 * len(states)
