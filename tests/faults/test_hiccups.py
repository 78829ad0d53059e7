"""One error of AWS that passes, at any point of a publication's way: the post leaves in its second all the same.

Not as a death is: the process lives on, says that it has failed, and its message rests until its visibility ends."""

from datetime import timedelta
from typing import get_args

import pytest

from portavoce.publishing.model import PublicationState
from tests.faults.network import ClientDefect, Kind
from tests.faults.world import NINE, THREAD, World, planned, world

KINDS: tuple[Kind, ...] = get_args(Kind)
PUNCTUAL = timedelta(seconds=2)
CALLS_OF_AWS = ("before write", "before send")


def lived(kind: Kind, breaks_at: int | None) -> World:
    house = world(kind, blows_at=breaks_at, copies=1)

    def hiccup() -> None:
        raise ClientDefect

    house.fuse.act = hiccup
    house.plan(planned(content=THREAD))
    ended = house.run("aurora.spring-launch.facebook")
    # Where nothing can be looked up, an outcome that could not be written down is a question to a person.
    assert ended.state is PublicationState.PUBLISHED or (kind == "none" and house.asked)
    return house


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_of_aws_that_fails_once_costs_a_post_no_second(kind: Kind) -> None:
    calm = lived(kind, None)
    for point, label in enumerate(calm.fuse.passed):
        if label in CALLS_OF_AWS:
            house = lived(kind, point)
            left = house.network.posts[0].at
            assert left - NINE <= PUNCTUAL, f"{label} ({point})"
