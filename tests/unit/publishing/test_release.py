"""The steps of a publication, as the platform and the queue see them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.outcomes import NotReady, PrepareOutcome, Ready, ReleaseOutcome
from portavoce.publishing.model import Content, OutgoingMessage, Publication, PublicationState
from portavoce.publishing.service.channel_door import ChannelDoor, NotConnected
from portavoce.publishing.service.dispatch import message
from tests.faults.memory import MemoryTable
from tests.faults.network import THROTTLED_SECONDS, Network
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, NINE, World, planned, world

PUBLICATION = planned()


@dataclass
class CuriousNetwork(Network):
    """Keeps what it was given."""

    given: list[OutgoingPost] = field(default_factory=list)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        self.given.append(post)
        return super().release(post)


def sent(house: World) -> list[tuple[OutgoingMessage, int]]:
    """The list to which each message from now on is added, instead of travelling."""
    messages: list[tuple[OutgoingMessage, int]] = []

    def note(asked: OutgoingMessage, delay_seconds: int) -> None:
        messages.append((asked, delay_seconds))

    house.publishing = replace(house.publishing, send=note)
    house.dispatcher = replace(house.dispatcher, send=note)
    house.reconciler = replace(house.reconciler, send=note)
    return messages


def test_a_post_leaves_on_its_second() -> None:
    house = world()
    house.plan(PUBLICATION)
    assert house.run(PUBLICATION.publication_id).started_at == NINE
    assert house.network.calls == [NINE]


@dataclass
class RacedNetwork(Network):
    """Each of ten photos is uploaded by another delivery while ours is still at it."""

    first: Callable[[str], None] = lambda _: None

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        for name in (f"photo_{number}" for number in range(10)):
            if name not in post.handles:
                self.first(name)
                keep(name, "ours")
        return Ready()


def test_a_release_that_loses_every_race_for_ten_photos_still_leaves_on_its_second() -> None:
    network = RacedNetwork("list", VirtualClock(NINE))
    house = World(network)
    house.plan(PUBLICATION)

    def store(name: str) -> None:
        standing = house.ledger.get(PUBLICATION.publication_id)
        assert standing is not None
        house.ledger.keep_handle(standing, name, "theirs")

    network.first = store
    house.publishing.take(message(PUBLICATION, "release"))
    standing = house.ledger.get(PUBLICATION.publication_id)
    assert standing is not None
    assert (standing.state, network.calls, set(standing.handles.values())) == (
        PublicationState.PUBLISHED,
        [NINE],
        {"theirs"},
    )


def test_a_look_up_that_is_delivered_twice_is_made_once() -> None:
    house = world("list", "look-up lags")
    house.plan(PUBLICATION)
    house.clock.now = NINE
    messages = sent(house)
    house.publishing.take(message(PUBLICATION, "release"))
    house.clock.now = NINE + timedelta(seconds=5)
    for _ in range(3):
        house.publishing.take(message(PUBLICATION, "look_up"))
    assert house.network.looks == 1
    assert [one.step for one, _ in messages] == ["look_up", "look_up"]


def dispatched(house: World, *minutes_before: int) -> list[int]:
    """What each tick sends that comes so many minutes before nine."""
    ticks = [NINE - timedelta(minutes=minutes) for minutes in minutes_before]
    return [house.dispatcher.dispatch_due(tick, tick) for tick in ticks]


def test_only_media_are_prepared_ahead() -> None:
    for content, steps in (
        (Content(text="words"), ["release"]),
        (Content(text="a picture", media=(IMAGE,)), ["prepare", "release"]),
    ):
        house = world()
        messages = sent(house)
        house.plan(planned(content=content))
        assert dispatched(house, 9) == [1]
        assert [(one.step, delay_seconds) for one, delay_seconds in messages] == [
            (step, 537 if step == "release" else 0) for step in steps
        ]


def test_what_leaves_at_once_is_prepared_by_its_release_alone() -> None:
    house = world()
    messages = sent(house)
    house.clock.now = NINE
    house.plan(planned(content=Content(text="ten pictures", media=(IMAGE,))))
    assert dispatched(house, 0) == [1]
    assert [(one.step, delay_seconds) for one, delay_seconds in messages] == [("release", 0)]


def test_of_all_ticks_the_one_of_its_minute_sends_a_publication() -> None:
    house = world()
    messages = sent(house)
    house.ledger.plan(PUBLICATION, NINE - timedelta(hours=1))
    assert dispatched(house, 11, 10, 9, 8, 7, 1, 0) == [0, 0, 1, 0, 0, 0, 0]
    assert [delay_seconds for one, delay_seconds in messages if one.step == "release"] == [537]


def test_a_tick_that_is_late_sends_what_is_its_own() -> None:
    house = world()
    house.plan(PUBLICATION)
    assert house.dispatcher.dispatch_due(NINE - timedelta(minutes=9), NINE - timedelta(minutes=6)) == 1


def test_what_is_planned_after_its_minute_is_sent_once_by_the_next_tick() -> None:
    house = world()
    house.clock.now = NINE - timedelta(minutes=5)
    house.plan(PUBLICATION)
    assert dispatched(house, 4, 3, 2, 0) == [1, 0, 0, 0]
    assert house.dispatcher.dispatch_all([PUBLICATION.publication_id], NINE) == 0


def test_what_the_tick_of_its_minute_never_sent_is_sent_once_when_nobody_has_taken_it_up() -> None:
    house = world()
    house.ledger.plan(PUBLICATION, NINE - timedelta(hours=1))
    assert dispatched(house, 10, 8, 0, -1, -2) == [0, 0, 0, 1, 0]


def test_a_release_that_comes_too_early_goes_back_to_the_queue() -> None:
    house = world()
    messages = sent(house)
    house.plan(PUBLICATION)
    house.clock.now = NINE - timedelta(seconds=60)
    house.publishing.take(message(PUBLICATION, "release"))
    assert messages == [(message(PUBLICATION, "release").model_copy(update={"links": 1}), 57)]
    assert house.network.calls == []


def test_a_message_for_an_older_revision_does_nothing() -> None:
    house = world()
    house.plan(PUBLICATION)
    house.ledger.publish_now(PUBLICATION.publication_id, NINE)
    house.clock.now = NINE
    house.publishing.take(message(PUBLICATION, "release"))
    assert house.network.calls == []


def test_a_row_that_cannot_be_read_holds_up_none_of_its_neighbours() -> None:
    house = world()
    for channel in ("a", "poisoned", "z"):
        house.plan(planned(channel))
    assert isinstance(house.table, MemoryTable)
    poisoned = next(item for key, item in house.table.items.items() if key.sk.endswith("poisoned"))
    del poisoned["content"]
    messages = sent(house)
    with pytest.raises(ExceptionGroup, match="1 publications could not be dispatched, 2 were"):
        dispatched(house, 9)
    assert {one.publication_id for one, _ in messages} == {"aurora.spring-launch.a", "aurora.spring-launch.z"}


def test_what_nobody_took_up_is_released_again_and_missed_after_its_limit() -> None:
    house = world()
    messages = sent(house)
    house.plan(PUBLICATION)
    house.dispatcher.dispatch_due(NINE - timedelta(minutes=1), NINE - timedelta(minutes=1))
    messages.clear()
    house.reconciler.reconcile(NINE + timedelta(seconds=60))
    assert messages == []
    house.reconciler.reconcile(NINE + timedelta(minutes=5))
    house.reconciler.reconcile(NINE + timedelta(minutes=5))
    assert [one.step for one, _ in messages] == ["release"]
    house.reconciler.reconcile(PUBLICATION.late_after + timedelta(minutes=1))
    assert [event.state for event in house.asked] == [PublicationState.MISSED]


def test_a_throttled_channel_is_left_alone_until_the_platform_allows_it_and_delays_only_itself() -> None:
    house = world("list", "throttled")
    others = [planned("facebook"), planned("x")]
    for one in others:
        house.plan(one)
    for one in others:
        assert house.run(one.publication_id).state is PublicationState.PUBLISHED
    times = {post.publication_id: post.at for post in house.network.posts}
    assert times["aurora.spring-launch.facebook"] >= NINE + timedelta(seconds=THROTTLED_SECONDS)
    assert times["aurora.spring-launch.x"] < NINE + timedelta(seconds=5)


def test_the_next_post_of_a_throttled_channel_waits_with_it() -> None:
    house = world("list", "throttled")
    posts = [
        planned(),
        planned().model_copy(update={"publication_id": "aurora.tasting.facebook", "post_id": "tasting"}),
    ]
    for one in posts:
        house.plan(one)
    for one in posts:
        assert house.run(one.publication_id).state is PublicationState.PUBLISHED
    later = [at for at in house.network.calls if at > NINE + timedelta(seconds=10)]
    assert len(house.network.calls) == 3
    assert min(later) >= NINE + timedelta(seconds=THROTTLED_SECONDS)


def test_a_channel_without_a_token_fails_early_and_says_how_to_mend_it() -> None:
    house = world()

    def nobody(_: Publication) -> ChannelDoor:
        raise NotConnected("channels/aurora.facebook has no secret")

    house.publishing = replace(house.publishing, connect=nobody)
    house.plan(PUBLICATION)
    end = house.run(PUBLICATION.publication_id)
    assert end.ended_at is not None
    assert end.ended_at < NINE
    assert "Reconnect aurora.facebook" in (end.next_step or "")


def test_the_platform_is_given_all_that_the_post_holds() -> None:
    house = world()
    network = CuriousNetwork("list", house.clock)
    house.publishing = replace(house.publishing, connect=lambda _: ChannelDoor(network))
    house.plan(planned(content=Content(text="Buongiorno", link="https://aurora.example/", media=(IMAGE,))))
    house.run(PUBLICATION.publication_id)
    (post,) = network.given
    assert (post.text, post.link, post.publication_id) == (
        "Buongiorno",
        "https://aurora.example/",
        PUBLICATION.publication_id,
    )
    assert [(image.url, image.size_bytes) for image in post.images] == [("https://media.test/media/beans.jpg", 120_000)]


@dataclass
class SlowNetwork(Network):
    """Is still working on the media, however often it is asked."""

    asked: list[OutgoingPost] = field(default_factory=list)

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        self.asked.append(post)
        keep("container", "17")
        return NotReady(retry_after_seconds=20)


def _being_prepared() -> tuple[World, SlowNetwork]:
    network = SlowNetwork("list", VirtualClock(NINE - timedelta(minutes=9)))
    house = World(network)
    house.plan(PUBLICATION)
    return house, network


@pytest.mark.parametrize(
    "deliveries",
    [(0, 0, 1, 2), (0, 1, 1, 2, 2), (0, 0, 0, 1, 1, 1, 2, 2, 2), (0, 1, 0, 2, 1, 0, 2), (0, 1, 2, 0, 1, 2)],
)
def test_a_preparation_that_is_delivered_again_or_late_leads_to_one_next_one(deliveries: tuple[int, ...]) -> None:
    house, network = _being_prepared()
    onward = sent(house)
    for links in deliveries:
        house.publishing.take(message(PUBLICATION, "prepare").model_copy(update={"links": links}))
    assert [(one.step, one.links) for one, _ in onward] == [("prepare", 1), ("prepare", 2), ("prepare", 3)]
    assert len(network.asked) == len(set(deliveries))


def test_a_new_plan_is_prepared_from_its_beginning_and_no_platform_is_told_the_count() -> None:
    house, network = _being_prepared()
    onward = sent(house)
    house.publishing.take(message(PUBLICATION, "prepare").model_copy(update={"links": 3}))
    later = house.ledger.publish_now(PUBLICATION.publication_id, NINE)
    house.publishing.take(message(later, "prepare"))
    assert [one.links for one, _ in onward] == [4, 1]
    assert all(set(post.handles) <= {"container"} for post in network.asked)
