"""How many messages lead to one another by way of `publish`: Lambda drops the sixteenth, `World.send` refuses it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.outcomes import (
    LookupOutcome,
    NotReady,
    PrepareOutcome,
    Ready,
    ReleaseOutcome,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.publishing import states
from portavoce.publishing.delays import MOST_LINKS
from portavoce.publishing.model import Content, Media, Part, PublicationState
from tests.faults.network import Network
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, LAMBDA_DROPS, NINE, World, planned

VIDEO = Media(
    key="media/roast.mp4", mime_type="video/mp4", size_bytes=400_000_000, width=1080, height=1920, duration_ms=60_000
)
MOST_PARTS = 25
"""Of a thread, on the platforms that take the longest (manifests of Bluesky and Mastodon)."""


@dataclass
class SlowNetwork(Network):
    """A network that lets one wait: until it has made a video ready, or takes a call, or shows what it has."""

    ready_at: datetime = NINE
    takes_at: datetime = NINE
    shows_at: datetime = NINE
    waits: list[datetime] = field(default_factory=list)

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        if self.clock.now >= self.ready_at:
            return Ready()
        self.waits.append(self.clock.now)
        return NotReady(retry_after_seconds=10)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        if self.clock.now < self.takes_at:
            self.waits.append(self.clock.now)
            return Throttled(retry_after_seconds=5, reason="busy")
        outcome = super().release(post)
        return outcome if self.clock.now >= self.shows_at else Unknown(reason="the connection dropped")

    def look_up(self, post: OutgoingPost, attempted_at: datetime) -> LookupOutcome:
        if self.clock.now < self.shows_at:
            self.waits.append(self.clock.now)
            return Unclear(reason="the list answers 500")
        return super().look_up(post, attempted_at)


def lived(content: Content, *, copies: int = 1, **waits: datetime) -> tuple[World, SlowNetwork]:
    """A world, after its publication has ended, that was planned ten minutes ahead."""
    network = SlowNetwork("list", VirtualClock(NINE - timedelta(minutes=11)))
    for name, moment in waits.items():
        setattr(network, name, moment)
    house = World(network, copies=copies)
    one = planned(content=content, late=timedelta(hours=2))
    house.plan(one)
    assert house.run(one.publication_id).state is PublicationState.PUBLISHED
    assert house.longest_chain <= MOST_LINKS + 1 < LAMBDA_DROPS
    return house, network


def gaps(moments: list[datetime]) -> Iterator[timedelta]:
    return (later - sooner for sooner, later in pairwise(moments))


def test_a_video_that_takes_its_platform_forty_minutes_grows_no_chain_past_its_bound() -> None:
    ready_at = NINE + timedelta(minutes=30)
    house, network = lived(Content(text="One", media=(VIDEO,)), ready_at=ready_at)
    assert house.longest_chain > MOST_LINKS, "the bound was met"
    assert network.posts[0].at - ready_at <= timedelta(minutes=1)
    after = [at for at in network.waits if at >= NINE]
    assert max(gaps(after)) <= timedelta(minutes=1)


def test_a_video_is_looked_at_until_its_second_and_leaves_on_it() -> None:
    _, network = lived(Content(text="One", media=(VIDEO,)), ready_at=NINE - timedelta(minutes=1))
    assert network.posts[0].at == NINE
    assert max(gaps(network.waits)) <= timedelta(minutes=2)


@pytest.mark.parametrize("copies", [1, 2])
def test_the_longest_thread_grows_no_chain_past_its_bound_and_goes_on_within_the_minute(copies: int) -> None:
    thread = tuple(Part(text=f"Part {number}", media=(IMAGE,)) for number in range(2, MOST_PARTS + 1))
    house, network = lived(Content(text="One", thread=thread, first_comment="The menu"), copies=copies)
    assert house.longest_chain > MOST_LINKS
    assert len(network.posts) == MOST_PARTS + 1
    assert max(gaps([post.at for post in network.posts])) <= timedelta(minutes=1)


def test_a_platform_that_is_busy_for_half_an_hour_grows_no_chain_past_its_bound() -> None:
    takes_at = NINE + timedelta(minutes=30)
    house, network = lived(Content(text="One"), takes_at=takes_at)
    assert house.longest_chain > MOST_LINKS
    assert network.posts[0].at - takes_at <= timedelta(minutes=1)


def test_a_look_up_that_fails_for_most_of_an_hour_grows_no_chain_past_its_bound() -> None:
    _, network = lived(Content(text="One"), shows_at=NINE + timedelta(minutes=55))
    assert len(network.waits) > 1
    assert len(network.posts) == 1


def test_what_is_handed_back_to_the_ticks_is_overlooked_only_when_no_tick_takes_it_up() -> None:
    house = World(Network("list", VirtualClock(NINE - timedelta(minutes=4))), copies=1)
    house.plan(planned(late=timedelta(hours=2)))
    house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
    house.clock.now = NINE + timedelta(minutes=10)
    standing = house.ledger.get(planned().publication_id)
    assert standing is not None
    house.ledger.move(standing, states.hand_to_tick(standing, house.clock.now))
    overlooked: list[datetime] = []
    reconciler = replace(house.reconciler, count_overlooked=lambda: overlooked.append(house.clock.now))
    for seconds in (10, 100):
        house.clock.now = NINE + timedelta(minutes=10, seconds=seconds)
        reconciler.reconcile(house.clock.now)
    assert overlooked == [house.clock.now]
