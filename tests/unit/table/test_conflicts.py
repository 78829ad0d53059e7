"""A write of an item that a transaction is just writing."""

import boto3
import pytest
from botocore.stub import Stubber

from portavoce.table.table import Key, Table

REFUSED = ("update_item", "TransactionConflictException", "Transaction is ongoing for the item")
"""DynamoDB, API reference, UpdateItem: errors, TransactionConflictException (400)."""


def table_that_answers(refusals: int) -> tuple[Table, Stubber]:
    client = boto3.client("dynamodb", region_name="eu-south-1")
    stub = Stubber(client)
    for _ in range(refusals):
        stub.add_client_error(*REFUSED, http_status_code=400)
    stub.add_response("update_item", {"Attributes": {"pk": {"S": "A"}}})
    stub.activate()
    return Table(client, "t"), stub


def test_a_write_outlasts_a_transaction_on_its_item() -> None:
    table, stub = table_that_answers(3)
    assert table.update(Key("A", "B"), "SET a = :a", values={":a": 1}) == {"pk": "A"}
    stub.assert_no_pending_responses()


def test_a_conflict_that_does_not_end_is_an_error() -> None:
    table, stub = table_that_answers(9)
    with pytest.raises(table.client.exceptions.TransactionConflictException):
        table.update(Key("A", "B"), "SET a = :a", values={":a": 1})
    with pytest.raises(AssertionError):
        stub.assert_no_pending_responses()
