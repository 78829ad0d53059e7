"""The meter measures as the emulator does where both can tell."""

from decimal import Decimal

import pytest

from portavoce.table.table import ConditionFailed, Key, Table
from tests.bench.meter import Meter, item_bytes, read_units


@pytest.mark.parametrize(("letters", "units"), [(1, 1), (2, 2)])
def test_an_item_is_as_large_as_the_emulator_bills_it(table: Table, meter: Meter, letters: int, units: int) -> None:
    item = {
        "pk": "p",
        "sk": "s",
        "n": -120,
        "d": Decimal("1200.5"),
        "m": {"a": [True, None, "b"]},
        "ids": {"x", "yz"},
        "text": "",
    }
    table.put(item)
    stored = table.client.get_item(TableName=table.name, Key={"pk": {"S": "p"}, "sk": {"S": "s"}})["Item"]
    room = 1024 - item_bytes(stored)
    with meter.counting() as spent:
        table.put(item | {"text": "x" * (room - 1 + letters)})
    assert spent.write_units == units


def test_a_read_is_billed_by_what_it_finds_which_the_emulator_does_not_do(table: Table, meter: Meter) -> None:
    for number in range(3):
        table.put({"pk": "p", "sk": str(number), "text": "x" * 4_000})
    with meter.counting() as spent:
        table.query("pk = :pk", {":pk": "p"})
    assert spent.read_units == 1.5
    assert read_units([], consistent=True) == 1


def test_each_item_of_a_batch_is_billed_by_itself_whether_it_is_there_or_not(table: Table, meter: Meter) -> None:
    for number in range(3):
        table.put({"pk": "p", "sk": str(number), "text": "x" * 5_000})
    with meter.counting() as spent:
        table.get_many([Key("p", str(number)) for number in range(5)])
    assert (spent.read_units, spent.requests) == (3 * 1 + 2 * 0.5, 1)


def test_a_refused_write_is_billed_although_it_changes_nothing(table: Table, meter: Meter) -> None:
    table.put({"pk": "p", "sk": "s", "text": "x" * 2_000})
    with meter.counting() as spent, pytest.raises(ConditionFailed):
        table.put({"pk": "p", "sk": "s"}, condition="attribute_not_exists(pk)")
    assert (spent.write_units, spent.writes, spent.refused) == (2, 1, 1)
