"""Fifty publications in flight and a freeze in the middle of them; then the way back, whatever dies on it."""

from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest

from portavoce.publishing.model import Publication, PublicationState
from portavoce.publishing.resume_plan import LEAD, How, ResumeFate
from tests.faults.network import Fault
from tests.faults.world import NINE, World, die, planned, world

CHANNELS = ("facebook", "x", "instagram", "bluesky", "mastodon")
COUNT = 50
SPREAD = How(mode="spread", minutes=180, gap_minutes=15)
TICK = timedelta(milliseconds=1)


def fifty() -> list[Publication]:
    """Ten posts for each of five channels, all at nine."""
    found = []
    for number in range(COUNT):
        post_id, channel = f"post-{number:02}", CHANNELS[number % len(CHANNELS)]
        changed = {"post_id": post_id, "publication_id": f"aurora.{post_id}.{channel}"}
        found.append(planned(channel).model_copy(update=changed))
    return found


class Flight(NamedTuple):
    """A house in which publishing was frozen, and what stood when the freeze was written."""

    house: World
    frozen_at: datetime
    sending: frozenset[str]

    @property
    def standing(self) -> list[Publication]:
        """All of them, as they stand by now."""
        found = [self.house.ledger.get(one.publication_id) for one in fifty()]
        return [one for one in found if one]

    def settle(self) -> None:
        """Lets time pass until none of them moves any more."""
        for one in fifty():
            if not self.house.settled(one.publication_id):
                self.house.run(one.publication_id, until=timedelta(hours=8))


def frozen_in_flight(point: int | None, fault: Fault = "fine") -> Flight:
    """The fifty go out, and the freeze is written at one of the points that they pass: instants are all different."""
    house = world("list", fault, copies=1, blows_at=point)
    seen = list[Flight]()

    def freeze() -> None:
        house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, freeze_id="f1")
        standing = [house.ledger.get(one.publication_id) for one in fifty()]
        sending = frozenset(one.publication_id for one in standing if one and one.state is PublicationState.SENDING)
        seen.append(Flight(house, house.clock.now, sending))

    step = house.fuse.step

    def ticking(label: str) -> None:
        house.clock.now += TICK
        step(label)

    house.network.step = ticking
    house.fuse.act = freeze
    for one in fifty():
        house.plan(one)
    flight = Flight(house, house.clock.now, frozenset())
    flight.settle()
    return seen[0] if seen else flight


@cache
def points() -> range:
    """Points from the first release on: those before it are the dispatch's."""
    return range(10, len(frozen_in_flight(None).house.fuse.passed), 11)


@pytest.mark.parametrize("fault", ["fine", "answer lost"])
def test_of_fifty_in_flight_none_starts_after_the_freeze_and_what_was_sending_is_settled(fault: Fault) -> None:
    stopped, caught = set[int](), 0
    for point in points():
        flight = frozen_in_flight(point, fault)
        states = {one.publication_id: one.state for one in flight.standing}
        assert set(states.values()) <= {PublicationState.PUBLISHED, PublicationState.FROZEN}, point
        started = [one for one in flight.standing if one.started_at and one.state is PublicationState.PUBLISHED]
        assert all(one.started_at and one.started_at <= flight.frozen_at for one in started), point
        late_calls = [at for at in flight.house.network.calls if at > flight.frozen_at]
        assert len(late_calls) <= len(flight.sending), "only those that had started by then may still be called"
        posted = [post.publication_id for post in flight.house.network.posts]
        assert sorted(posted) == sorted(name for name, state in states.items() if state is PublicationState.PUBLISHED)
        stopped.add(list(states.values()).count(PublicationState.FROZEN))
        caught += len(flight.sending)
    assert len(stopped) > 10, "the freeze should come at many a moment of the flight"
    assert caught, "and now and then while one is being sent"


def resumed_in_order(flight: Flight, how: How) -> dict[str, list[datetime]]:
    """When the posts of each channel left after the freeze, in their order."""
    left: dict[str, list[datetime]] = {channel: [] for channel in CHANNELS}
    posts = [post for post in flight.house.network.posts if post.at > flight.frozen_at]
    for one in sorted(posts, key=lambda post: post.at):
        left[one.publication_id.split(".")[2]].append(one.at)
    return left


def test_a_spread_after_a_freeze_keeps_the_gap_that_was_stated() -> None:
    flight = frozen_in_flight(points()[1])
    house, waiting = flight.house, [one for one in flight.standing if one.state is PublicationState.FROZEN]
    house.clock.sleep_until(NINE + timedelta(hours=2))
    began = house.clock.now
    house.freezes.resume("f1", SPREAD, by="ada", now=began)
    flight.settle()
    assert {one.state for one in flight.standing} == {PublicationState.PUBLISHED}
    left = resumed_in_order(flight, SPREAD)
    assert sum(map(len, left.values())) == len(waiting) > 40
    for times in left.values():
        assert all(then - before >= SPREAD.gap - timedelta(seconds=1) for before, then in pairwise(times))
        assert began + LEAD <= times[0] and times[-1] < began + LEAD + SPREAD.time + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("how", "fates"),
    [
        (How(), {"moves", "missed"}),
        (How(mode="shift", minutes=120), {"moves"}),
        (SPREAD, {"moves"}),
        (How(mode="drop"), {"dropped"}),
    ],
)
def test_a_resume_that_dies_anywhere_lets_nothing_leave_and_ends_the_same_when_it_is_repeated(
    how: How, fates: set[ResumeFate]
) -> None:
    flight = frozen_in_flight(points()[1])
    whole = flight.house.freezes.plan_resume("f1", how, resumed_at(flight))
    assert {one.fate for one in whole.steps} == fates
    ended = {one.publication_id: one.new_time for one in whole.steps}
    for point in range(0, 2 * len(whole.steps), 7):
        again = frozen_in_flight(points()[1])
        house, now = again.house, resumed_at(again)
        calls = len(house.network.calls)
        assert not survives(house, point, how, now)
        assert [one.freeze_id for one in house.freezes.active()] == ["f1"]
        house.freezes.resume("f1", how, by="ada", now=now)
        assert len(house.network.calls) == calls
        assert house.freezes.active() == []
        for one in again.standing:
            if one.publication_id in ended:
                wanted = ended[one.publication_id]
                assert (
                    (one.state is PublicationState.SCHEDULED, one.planned_at) == (True, wanted)
                    if wanted
                    else one.ended_at
                )


def survives(house: World, point: int, how: How, now: datetime) -> bool:
    """Whether a resume ends although the process is killed at that point."""
    house.fuse.blows_at, house.fuse.act = point, die
    house.fuse.passed.clear()
    return house.attempt(lambda: house.freezes.resume("f1", how, by="ada", now=now))


def resumed_at(flight: Flight) -> datetime:
    """Twenty minutes after nine: the ones are in time still, the others will not be when their turn comes."""
    flight.house.clock.sleep_until(NINE + timedelta(minutes=20))
    return NINE + timedelta(minutes=20)


def test_a_freeze_that_runs_out_lets_nothing_leave_in_a_burst() -> None:
    house = world("list", copies=1)
    for one in fifty():
        house.plan(one)
    house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, until=NINE + timedelta(minutes=4))
    flight = Flight(house, NINE, frozenset())
    flight.settle()
    house.clock.sleep_until(NINE + timedelta(minutes=5))
    house.attempt(lambda: house.reconciler.reconcile(house.clock.now))
    flight.settle()
    states = [one.state for one in flight.standing]
    assert set(states) == {PublicationState.PUBLISHED, PublicationState.MISSED}
    for times in resumed_in_order(flight, How()).values():
        assert len(times) == 3
        assert all(then - before >= How().gap for before, then in pairwise(times))
    assert house.freezes.active() == []
