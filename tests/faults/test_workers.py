"""Many workers at the same moment, on conditional writes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Lock
from typing import Any

import pytest

from portavoce.publishing.model import OutgoingMessage, PublicationState
from portavoce.publishing.service.dispatch import message
from portavoce.table.table import Table
from tests.faults.world import NINE, World, planned, world

WORKERS = 8
ACTS = ("get_item", "put_item", "update_item")


class Atomic:
    """A DynamoDB client whose every call is one act, as in DynamoDB; moto checks the condition and then writes, and
    reads what is being written."""

    def __init__(self, client: Any) -> None:
        self._client, self._lock = client, Lock()

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        return partial(self._one_act, operation) if name in ACTS else operation

    def _one_act(self, operation: Any, **request: Any) -> Any:
        with self._lock:
            return operation(**request)


@pytest.fixture
def house(table: Table) -> World:
    return world(table=Table(Atomic(table.client), table.name))  # type: ignore[arg-type]


def release_together(house: World, asked: OutgoingMessage) -> None:
    barrier = Barrier(WORKERS, timeout=10)

    def work(_: int) -> None:
        barrier.wait()
        house.publishing.take(asked)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


@pytest.mark.takes_long("eight threads wait for one second")
def test_eight_simultaneous_releases_make_one_call(house: World) -> None:
    for number in range(1, 6):
        publication = planned(f"channel-{number}")
        house.plan(publication)
        house.clock.sleep_until(NINE)
        release_together(house, message(publication, "release"))
        assert len(house.network.calls) == number
        assert house.run(publication.publication_id).state is PublicationState.PUBLISHED


def test_eight_simultaneous_releases_after_a_freeze_make_no_call(house: World) -> None:
    publications = [planned(f"channel-{number}") for number in range(WORKERS)]
    for publication in publications:
        house.plan(publication)
    house.clock.sleep_until(NINE)
    house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, brand_id="aurora")
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda one: house.publishing.take(message(one, "release")), publications))
    assert house.network.calls == []
    assert {one.state for one in house.ledger.of_post("aurora", "spring-launch")} == {PublicationState.FROZEN}
