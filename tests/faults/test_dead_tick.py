"""The minute's tick stops, whatever stopped it: what was due leaves while it is worth it, or a person hears of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from portavoce.publishing.model import PublicationState
from portavoce.publishing.service.dispatch import Dispatcher
from tests.faults.world import NINE, World, planned, world


class Stopped(Dispatcher):
    """A dispatcher that is called and does nothing, as one that is not called."""

    def dispatch_due(self, minute: datetime, now: datetime) -> int:
        return 0

    def dispatch_all(self, publication_ids: Iterable[str], now: datetime) -> int:
        return 0


def without_tick() -> World:
    house = world()
    house.dispatcher = Stopped(house.ledger, house.send, lambda _: False)
    house.plan(planned())
    return house


def test_what_nobody_dispatched_is_said_once_by_the_next_round_but_one_while_it_is_worth_it() -> None:
    house = without_tick()
    ended = house.run(planned().publication_id)
    assert ended.state is PublicationState.PUBLISHED
    assert ended.started_at
    assert NINE <= ended.started_at <= NINE + timedelta(minutes=7)
    assert len(house.network.posts) == 1


@pytest.mark.parametrize("minutes", [40, 600])
def test_what_nobody_dispatched_in_time_is_missed_and_a_person_is_told_once(minutes: int) -> None:
    house = without_tick()
    house.clock.sleep_until(NINE + timedelta(minutes=minutes))
    ended = house.run(planned().publication_id)
    assert ended.state is PublicationState.MISSED
    assert ended.next_step
    assert "nothing took it up" in (ended.cause or "")
    assert len(house.asked) == 1
    assert not house.network.posts
