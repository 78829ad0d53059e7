"""What no key can be is not there, and DynamoDB is not asked: it would refuse, where an emulator finds nothing."""

import boto3
import pytest
from botocore.stub import Stubber

from portavoce.table.cursor import BadCursor, make_cursor
from portavoce.table.key_size import may_be_key, may_find
from portavoce.table.table import Key, Table


def test_a_key_may_have_2048_bytes_and_its_sort_part_1024() -> None:
    assert may_be_key("p" * 2048, "s" * 1024)
    assert not may_be_key("p" * 2049, "s")
    assert not may_be_key("p", "s" * 1025)
    assert not may_be_key("è" * 1025, "s")
    assert not may_be_key("p", "")


def test_a_condition_over_a_longer_key_finds_nothing() -> None:
    ranged = "pk = :pk AND sk BETWEEN :first AND :last"
    assert may_find(ranged, {":pk": "p" * 2048, ":first": "a", ":last": "z" * 1024})
    assert not may_find(ranged, {":pk": "p" * 2049, ":first": "a", ":last": "z"})
    assert not may_find(ranged, {":pk": "p", ":first": "a", ":last": "z" * 1025})


def test_dynamodb_is_not_asked_for_what_cannot_be() -> None:
    client = boto3.client("dynamodb", region_name="eu-south-1")
    table = Table(client, "portavoce")
    with Stubber(client):  # answers nothing: a call would fail
        assert table.get(Key("p" * 3000, "META")) is None
        assert table.get_many([Key("p", "s" * 2000)]) == []
        assert table.query("pk = :pk", {":pk": "p" * 3000}).items == []


def test_a_cursor_that_names_another_lists_key_is_bad_and_not_an_error_of_ours() -> None:
    client = boto3.client("dynamodb", region_name="eu-south-1")
    cursor = make_cursor({"pk": {"S": "AUDIT#borealis"}, "sk": {"S": "AT#2026"}})
    with Stubber(client) as stubber:
        # "The provided starting key is outside query boundaries based on provided conditions"
        stubber.add_client_error("query", "ValidationException", http_status_code=400)
        with pytest.raises(BadCursor):
            Table(client, "portavoce").query("pk = :pk", {":pk": "AUDIT#aurora"}, cursor=cursor)
