"""The table in memory answers as DynamoDB does."""

from typing import Any

import pytest

from portavoce.publishing.resume_plan import How
from portavoce.table.layout import WRITE_ID
from portavoce.table.table import Table
from tests.faults.memory import MemoryTable
from tests.faults.network import Fault
from tests.faults.world import NINE, World, planned, world


def everything(table: Table) -> dict[tuple[str, str], Any]:
    """All items, also those that have expired, without what chance has named."""
    table.clock = None
    if isinstance(table, MemoryTable):
        items = list(table.items.values())
    else:
        partitions = ["POST#aurora#spring-launch", "FREEZES", "THROTTLE#aurora.facebook"]
        items = [item for one in partitions for item in table.query_all("pk = :pk", {":pk": one})]
    return {(item["pk"], item["sk"]): {**item, WRITE_ID: None} for item in items}


def live(house: World) -> dict[tuple[str, str], Any]:
    publication = planned()
    house.plan(publication)
    house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
    freeze = house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, channel="x", freeze_id="f1")
    house.freezes.freeze(reason="crisis", by="ada", now=house.clock.now, freeze_id="f2")
    house.run(publication.publication_id)
    house.clock.sleep_until(NINE.replace(minute=4))
    house.freezes.resume("f2", How(), by="ada", now=house.clock.now)
    house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
    house.run(publication.publication_id)
    house.freezes.resume(freeze.freeze_id, How(), by="ada", now=house.clock.now)
    return everything(house.table)


@pytest.mark.parametrize("fault", ["answer lost", "throttled", "refused"])
def test_a_life_in_memory_leaves_what_a_life_in_dynamodb_leaves(table: Table, fault: Fault) -> None:
    assert live(world("handle", fault)) == live(world("handle", fault, table=table))
