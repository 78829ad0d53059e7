"""Publications of one second in one message: each leaves on its second, whatever its neighbours do."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Event

import pytest

from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import NotReady, ReleaseOutcome, Throttled
from portavoce.publishing.model import OutgoingMessage, Publication, PublicationState
from portavoce.publishing.service import burst as burst_module
from portavoce.publishing.service.burst import Burst
from tests.faults.network import ClientDefect, Network
from tests.faults.time import VirtualClock
from tests.faults.world import NINE, InTurn, World, planned

LIMIT_SECONDS = 10


@dataclass
class OddNetwork(Network):
    """A network on which some publications, by their id, are answered in a way of their own."""

    odd: dict[str, Callable[[], ReleaseOutcome]] = field(default_factory=dict)

    def release(self, post: OutgoingPost) -> ReleaseOutcome:
        if act := self.odd.get(post.publication_id):
            return act()
        return super().release(post)


def members(count: int) -> list[Publication]:
    return [planned(f"channel-{number:02}") for number in range(count)]


def house_of(publications: list[Publication]) -> tuple[World, OddNetwork]:
    network = OddNetwork("list", VirtualClock(NINE - timedelta(minutes=4)))
    house = World(network, copies=1)
    for one in publications:
        house.plan(one)
    return house, network


def dispatch(house: World) -> list[tuple[OutgoingMessage, int]]:
    """What the tick four minutes before puts on the queue."""
    messages: list[tuple[OutgoingMessage, int]] = []
    house.dispatcher = replace(house.dispatcher, send=lambda one, seconds: messages.append((one, seconds)))
    house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
    return [(one, seconds) for one, seconds in messages if one.step == "release"]


def sent_by(house: World) -> list[tuple[OutgoingMessage, int]]:
    """What is put on the queue from now on."""
    messages: list[tuple[OutgoingMessage, int]] = []
    house.publishing = replace(house.publishing, send=lambda one, seconds: messages.append((one, seconds)))
    return messages


def states_of(house: World, publications: list[Publication]) -> dict[str, PublicationState]:
    standing = [house.ledger.get(one.publication_id) for one in publications]
    return {one.publication_id: one.state for one in standing if one}


def test_publications_of_one_second_go_forty_to_a_message_and_arrive_ten_seconds_ahead() -> None:
    publications = members(95)
    house, _ = house_of(publications)
    messages = dispatch(house)
    assert [(1 + len(one.companions), seconds) for one, seconds in messages] == [(40, 230), (40, 230), (15, 230)]
    asked = [one for message, _ in messages for one in message.split()]
    assert sorted(one.publication_id for one in asked) == [one.publication_id for one in publications]
    assert {(one.step, one.companions) for one in asked} == {("release", ())}


def test_a_message_holds_as_few_channels_as_can_be() -> None:
    posts = [f"post-{number:02}" for number in range(20)]
    publications = [
        planned(channel).model_copy(update={"publication_id": f"aurora.{post}.{channel}", "post_id": post})
        for post in posts
        for channel in ("a", "b", "c", "d")
    ]
    house, _ = house_of(publications)
    channels = [{one.publication_id.rpartition(".")[2] for one in message.split()} for message, _ in dispatch(house)]
    assert channels == [{"a", "b"}, {"c", "d"}]


def test_another_second_is_another_message() -> None:
    publications = [planned("a"), planned("b", planned_at=NINE + timedelta(seconds=1)), planned("c")]
    house, _ = house_of(publications)
    named = [[one.publication_id for one in message.split()] for message, _ in dispatch(house)]
    assert named == [["aurora.spring-launch.a", "aurora.spring-launch.c"], ["aurora.spring-launch.b"]]


def test_forty_of_one_message_leave_once_each_and_none_before_its_second() -> None:
    publications = members(40)
    house, network = house_of(publications)
    ((message, _),) = dispatch(house)
    house.clock.now = NINE - timedelta(seconds=10)
    for _ in range(2):
        Burst(house.publishing).take(message)
    assert set(states_of(house, publications).values()) == {PublicationState.PUBLISHED}
    assert sorted(post.publication_id for post in network.posts) == [one.publication_id for one in publications]
    assert set(network.calls) == {NINE}


def fail() -> ReleaseOutcome:
    raise ClientDefect


@pytest.mark.parametrize(
    ("act", "state", "asked", "seconds"),
    [
        (lambda: Throttled(retry_after_seconds=40, reason="busy"), PublicationState.SCHEDULED, "release", 40),
        (lambda: NotReady(retry_after_seconds=5), PublicationState.SCHEDULED, "release", 5),
        (fail, PublicationState.UNCERTAIN, "look_up", 5),
    ],
    ids=["throttled", "not ready", "client broken"],
)
def test_a_member_that_needs_time_has_a_message_of_its_own_and_the_others_are_out(
    act: Callable[[], ReleaseOutcome], state: PublicationState, asked: str, seconds: int
) -> None:
    publications = members(4)
    house, network = house_of(publications)
    ((message, _),) = dispatch(house)
    odd = publications[1].publication_id
    network.odd[odd] = act
    house.clock.now = NINE
    sent = sent_by(house)
    taken = Burst(house.publishing, lambda _: InTurn()).take(message)
    states = states_of(house, publications)
    assert states.pop(odd) is state
    assert set(states.values()) == {PublicationState.PUBLISHED}
    own = [(one.step, seconds) for one, seconds in sent if one.publication_id == odd and not one.companions]
    assert own[0] == (asked, seconds)
    assert {one.publication_id for one, _ in sent} == {odd}
    assert [one.asked.publication_id for one in taken if one.error] == ([odd] if act is fail else [])


def test_a_member_that_could_not_be_asked_for_again_brings_the_message_back_when_the_others_are_out() -> None:
    publications = members(3)
    house, network = house_of(publications)
    ((message, _),) = dispatch(house)
    network.odd[publications[0].publication_id] = fail
    house.clock.now = NINE

    def refuse(_: OutgoingMessage, __: int) -> None:
        raise ClientDefect

    house.publishing = replace(house.publishing, send=refuse)
    with pytest.raises(ExceptionGroup, match="1 of 3 releases of one second could not be asked for again"):
        Burst(house.publishing).take(message)
    assert list(states_of(house, publications).values())[1:] == [PublicationState.PUBLISHED] * 2


def test_a_platform_that_hangs_holds_its_own_publication_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(burst_module, "HOLD", timedelta(seconds=0.2))
    publications = members(5)
    house, network = house_of(publications)
    ((message, _),) = dispatch(house)
    let_go, odd = Event(), publications[2].publication_id

    def hang() -> ReleaseOutcome:
        let_go.wait(LIMIT_SECONDS)
        return NotReady(retry_after_seconds=1)

    network.odd[odd] = hang
    house.clock.now = NINE
    sent = sent_by(house)
    with ThreadPoolExecutor(1) as beside:
        taking = beside.submit(Burst(house.publishing).take, message)
        began = time.monotonic()
        while not sent:
            assert time.monotonic() - began < LIMIT_SECONDS
            time.sleep(0.01)
        states = states_of(house, publications)
        is_over = taking.done()
        let_go.set()
    assert states.pop(odd) is PublicationState.SENDING
    assert set(states.values()) == {PublicationState.PUBLISHED}
    assert [(one.publication_id, one.step, one.tries) for one, _ in sent[:1]] == [(odd, "release", 1)]
    assert not is_over, "what hangs must end with its process: thawed minutes later it could send after a look-up"
