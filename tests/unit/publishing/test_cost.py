"""What a publication costs, counted in requests on the real client; moto does not compute the units."""

from datetime import timedelta
from typing import Any

from portavoce.publishing.model import PublicationState
from portavoce.table.table import Table
from tests.faults.world import NINE, planned, world

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")


def count_requests(table: Table) -> list[tuple[str, dict[str, Any]]]:
    """The list to which each request from now on is added."""
    seen: list[tuple[str, dict[str, Any]]] = []

    def note(params: dict[str, Any], model: Any, **_: object) -> None:
        seen.append((model.name, params))

    table.client.meta.events.register("before-parameter-build.dynamodb", note)
    return seen


def test_a_publication_takes_at_most_eight_writes_from_planned_to_published(table: Table) -> None:
    seen = count_requests(table)
    house = world("handle", table=table)
    publication = planned()
    house.plan(publication)
    house.dispatcher.dispatch_due(house.clock.now, house.clock.now)
    assert house.run(publication.publication_id).state is PublicationState.PUBLISHED
    assert len([name for name, _ in seen if name in WRITES]) <= 8


def test_a_minute_with_nothing_due_is_one_eventually_consistent_query_of_nothing(table: Table) -> None:
    house = world(table=table)
    house.plan(planned("next-week", planned_at=NINE + timedelta(days=7)))
    seen = count_requests(table)
    assert house.dispatcher.dispatch_due(NINE, NINE) == 0
    # DynamoDB bills half a unit for up to 4 KB read with eventual consistency.
    assert [(name, params["ConsistentRead"]) for name, params in seen] == [("Query", False)]


def test_a_round_with_nothing_overdue_asks_what_is_overdue_and_what_nobody_took_up(table: Table) -> None:
    house = world(table=table)
    seen = count_requests(table)
    assert house.reconciler.reconcile(NINE) == 0
    assert [name for name, _ in seen] == ["Query", "Query"]
