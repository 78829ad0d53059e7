"""What moto is hurried through comes as DynamoDB gives it."""

from typing import Any

from portavoce.table.table import Table

EVERY_TYPE: dict[str, Any] = {
    "text": {"S": "tazza ☕️"},
    "none": {"S": ""},
    "number": {"N": "12.50"},
    "bytes": {"B": b"\x00\xff"},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "list": {"L": [{"S": "a"}, {"L": []}, {"M": {"n": {"N": "0"}}}]},
    "map": {"M": {"S": {"S": "named like a type"}, "deep": {"M": {"list": {"L": [{"BOOL": False}]}}}}},
}


def key(partition: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": sort}}


def test_an_item_comes_back_as_it_was_put_whatever_it_holds(table: Table) -> None:
    item = key("a", "b") | EVERY_TYPE
    table.client.put_item(TableName=table.name, Item=item)
    assert table.client.get_item(TableName=table.name, Key=key("a", "b"))["Item"] == item
    assert table.client.scan(TableName=table.name)["Items"] == [item]


def test_a_query_gives_a_partition_by_the_bytes_of_its_keys_a_page_after_the_other(table: Table) -> None:
    in_order = ["10", "9", "A", "a", "a#", "à", "中", "🙂"]
    for sort in reversed(in_order):
        table.client.put_item(TableName=table.name, Item=key("b", sort))
        table.client.put_item(TableName=table.name, Item=key("a", sort))
    pages = table.client.get_paginator("query").paginate(
        TableName=table.name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "b"}},
        PaginationConfig={"PageSize": 3},
    )
    assert [item["sk"]["S"] for page in pages for item in page["Items"]] == in_order
