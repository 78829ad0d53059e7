"""A brand's cap on what X bills in a month, before each call: whatever dies, and however often a message comes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portavoce.planning.fee_cap import select_within_cap, sum_month_mills
from portavoce.platforms import discovery
from portavoce.publishing.delays import is_too_late
from portavoce.publishing.fee_hold import FeeHold, find_hold
from portavoce.publishing.model import Content, Publication, PublicationState
from portavoce.publishing.service.channel_door import ChannelDoor
from portavoce.publishing.service.ledger import OverFeeCap
from tests.faults.world import NINE, World, planned, world

X = discovery.manifest("x").fees
CENTS = 15
"""What ten posts cost, at 1.5 cents."""


def post(number: int, minutes: int = 0, **more: object) -> Publication:
    name = f"post-{number:02}"
    made = planned("x", planned_at=NINE + timedelta(minutes=minutes), content=Content(text=f"Caffè numero {number}"))
    changed = {"platform": "x", "post_id": name, "publication_id": f"aurora.{name}.x", "guard_days": 0}
    return made.model_copy(update=changed | more)


class Purse:
    """The brand's cap, in cents, and a house that keeps to it as the functions do."""

    def __init__(self, house: World, cap_minor: int | None, heard_minor: int = 0) -> None:
        self.house, self.cap_minor, self.heard_minor = house, cap_minor, heard_minor
        house.publishing = replace(house.publishing, connect=self._open)
        house.reconciler = replace(house.reconciler, select_within_caps=self._select)
        house.ledger = replace(house.ledger, find_fee_hold=self._find)

    def _open(self, publication: Publication) -> ChannelDoor:
        return ChannelDoor(self.house.network, lambda at: self._find(publication, at))

    def _find(self, publication: Publication, at: datetime) -> FeeHold | None:
        if self.cap_minor is None or X is None or publication.sent or "fee_cap" in publication.allows:
            return None
        others = self.house.ledger.between("aurora", NINE - timedelta(days=30), NINE + timedelta(days=30))
        would_cost = X.to_minor(sum_month_mills(publication, others, X, at)) + self.heard_minor
        return find_hold("x", X, would_cost, self.cap_minor, at)

    def _select(self, held: Sequence[Publication], now: datetime) -> Sequence[Publication]:
        if self.cap_minor is None or X is None:
            return held
        others = self.house.ledger.between("aurora", NINE - timedelta(days=30), NINE + timedelta(days=30))
        in_time = [one for one in held if not is_too_late(one, now)]
        late = [one for one in held if one not in in_time]
        lifted = [one for one in late if one.fee_hold and one.fee_hold.is_lifted(self.cap_minor, now)]
        return lifted + select_within_cap(in_time, others, X, (self.cap_minor, self.heard_minor), now)

    def run(self, posts: Sequence[Publication]) -> list[Publication]:
        """Plans them all, and gives them as they stand once nothing moves."""
        for one in posts:
            self.house.plan(one)
        return [self.house.run(one.publication_id) for one in posts]


def states(posts: Sequence[Publication]) -> list[PublicationState]:
    return [one.state for one in posts]


def test_of_more_posts_of_one_second_than_the_cap_allows_those_within_it_leave_and_the_others_are_told() -> None:
    house = world()
    found = Purse(house, CENTS).run([post(number) for number in range(13)])
    assert states(found) == [PublicationState.PUBLISHED] * 10 + [PublicationState.FROZEN] * 3
    assert len(house.network.posts) == 10
    told = {event.publication_id for event in house.asked}
    assert told == {one.publication_id for one in found[10:]}
    (cap,) = {event.fee_cap for event in house.asked}
    assert cap == "x#2026-11#15"
    assert "would have billed 0.17 USD for its API in 2026-11, and the brand allows 0.15" in (found[-1].cause or "")


def test_what_listening_has_cost_counts_as_well() -> None:
    found = Purse(world(), CENTS, heard_minor=14).run([post(0), post(1)])
    assert states(found) == [PublicationState.FROZEN, PublicationState.FROZEN]
    assert states(Purse(world(), CENTS, heard_minor=13).run([post(0)])) == [PublicationState.PUBLISHED]


def test_a_held_post_leaves_once_when_the_cap_is_raised_in_time_and_is_told_again_only_of_the_new_one() -> None:
    house = world()
    purse = Purse(house, 0)
    (held,) = purse.run([post(0)])
    assert (held.state, house.network.posts, len(house.asked)) == (PublicationState.FROZEN, [], 1)
    for cap_minor in (0, 1, 1, 2):
        purse.cap_minor = cap_minor
        house.reconciler.reconcile(house.clock.now)
        house.pass_until(house.clock.now + timedelta(minutes=3))
    end = house.ledger.get(held.publication_id)
    assert end
    assert (end.state, len(house.network.posts)) == (PublicationState.PUBLISHED, 1)
    assert [event.fee_cap for event in house.asked] == ["x#2026-11#0", "x#2026-11#1"]


def test_when_room_comes_free_in_the_cap_the_earliest_of_those_held_leave_in_the_next_round_and_once() -> None:
    house = world()
    purse = Purse(house, 3)
    # The earliest two take the room, and turn out one after the other not to be there.
    posts = [post(number, minutes=5 - number // 2, late_after=NINE + timedelta(hours=2)) for number in range(6)]
    found = {one.post_id: one for one in purse.run(posts)}
    held = sorted(name for name, one in found.items() if one.state is PublicationState.FROZEN)
    assert held == ["post-00", "post-01", "post-02", "post-03"]
    for name in ("aurora.post-04.x", "aurora.post-05.x"):
        out = house.ledger.get(name)
        assert out
        failed = out.model_copy(update={"state": PublicationState.FAILED, "sent": ()})
        house.ledger.records.change(out, failed)
        house.reconciler.reconcile(house.clock.now)
        house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
        house.pass_until(house.clock.now + timedelta(minutes=2))
    left = [one.publication_id for one in house.network.posts]
    assert left[2:] == ["aurora.post-02.x", "aurora.post-03.x"]
    assert {event.fee_cap for event in house.asked} == {"x#2026-11#3"}
    assert len(house.asked) == len(held), "nobody is told twice of one cap"


def test_post_now_sees_a_raised_cap_and_room_that_came_free_at_once() -> None:
    house = world()
    purse = Purse(house, 1)
    (held,) = purse.run([post(0)])
    with pytest.raises(OverFeeCap):
        house.ledger.publish_now(held.publication_id, house.clock.now)
    purse.cap_minor = 2
    house.ledger.publish_now(held.publication_id, house.clock.now)
    assert house.run(held.publication_id).state is PublicationState.PUBLISHED
    assert len(house.network.posts) == 1


def test_past_its_late_limit_it_is_missed_and_a_person_decides() -> None:
    house = world()
    purse = Purse(house, 0)
    (held,) = purse.run([post(0)])
    house.clock.sleep_until(NINE + timedelta(hours=2))
    house.reconciler.reconcile(house.clock.now)
    assert states([house.ledger.get(held.publication_id) or held]) == [PublicationState.FROZEN]
    purse.cap_minor = None
    house.reconciler.reconcile(house.clock.now)
    end = house.ledger.get(held.publication_id)
    assert end
    assert (end.state, end.fee_hold, house.network.posts) == (PublicationState.MISSED, None, [])
    assert "portavoce post now" in (end.next_step or "")


def test_a_person_sends_one_all_the_same() -> None:
    house = world()
    purse = Purse(house, 0)
    (held,) = purse.run([post(0)])
    with pytest.raises(OverFeeCap, match="--allow fee_cap"):
        house.ledger.publish_now(held.publication_id, house.clock.now)
    house.ledger.publish_now(held.publication_id, house.clock.now, allow=["fee_cap"])
    assert house.run(held.publication_id).state is PublicationState.PUBLISHED
    assert len(house.network.posts) == 1


def test_a_held_post_that_was_cancelled_is_held_by_nothing_when_somebody_sends_it_after_all() -> None:
    house = world()
    purse = Purse(house, 0)
    (held,) = purse.run([post(0)])
    assert house.ledger.cancel(held.publication_id, house.clock.now).fee_hold is None
    purse.cap_minor = CENTS
    house.ledger.publish_now(held.publication_id, house.clock.now)
    assert house.run(held.publication_id).state is PublicationState.PUBLISHED


def test_without_a_cap_nothing_is_held() -> None:
    assert states(Purse(world(), None).run([post(number) for number in range(3)])) == [PublicationState.PUBLISHED] * 3


def points() -> int:
    house = world(copies=2)
    Purse(house, 1).run([post(0)])
    return len(house.fuse.passed)


@pytest.mark.parametrize("point", range(points()))
def test_whatever_dies_nothing_leaves_beyond_the_cap_and_a_person_is_told_once(point: int) -> None:
    house = world(copies=2, blows_at=point)
    (held,) = Purse(house, 1).run([post(0)])
    assert (held.state, house.network.posts) == (PublicationState.FROZEN, [])
    assert {event.fee_cap for event in house.asked} == {"x#2026-11#1"}
    assert len(house.asked) == 1


@pytest.mark.parametrize("point", range(0, points(), 2))
def test_whatever_dies_on_the_way_back_it_leaves_once(point: int) -> None:
    house = world(copies=2)
    purse = Purse(house, 1)
    (held,) = purse.run([post(0)])
    purse.cap_minor = 2
    house.fuse.passed.clear()
    house.fuse.blows_at = point
    for _ in range(6):
        house.attempt(lambda: house.reconciler.reconcile(house.clock.now))
        house.run(held.publication_id, until=timedelta(minutes=3))
    end = house.ledger.get(held.publication_id)
    assert end
    assert (end.state, len(house.network.posts)) == (PublicationState.PUBLISHED, 1)
