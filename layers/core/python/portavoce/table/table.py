"""The door to the table: plain Python items in and out, conditions as one exception, billed units counted."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from portavoce.table import layout

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]


class Key(NamedTuple):
    """An item's key."""

    pk: str
    sk: str


class ConditionFailed(Exception):
    """The write's condition did not hold; nothing was written. `item` is what stands there, where it was asked for."""

    def __init__(self, item: Item | None = None) -> None:
        super().__init__("the condition did not hold")
        self.item = item


class TransactionRefused(Exception):
    """A transaction was not written. `conditions` has one entry per step: its item or {} where the condition failed,
    None where it held."""

    def __init__(self, conditions: Sequence[Item | None]) -> None:
        super().__init__("a condition of the transaction did not hold")
        self.conditions = conditions


class TransactionConflict(Exception):
    """Another writer touched the same items at the same moment; nothing was written, trying again is right."""


class BadCursor(ValueError):
    """The page cursor was not made by this listing."""


@dataclass(frozen=True)
class Page:
    """One page of a query. `cursor` is None on the last page, else what asks for the next."""

    items: list[Item]
    cursor: str | None


@dataclass
class Consumed:
    """Billed units so far, as DynamoDB reports them."""

    read_units: float = 0.0
    write_units: float = 0.0
    requests: int = 0


@dataclass
class Table:
    """One DynamoDB table. Expressions are DynamoDB's own; `names` maps #placeholders, `values` maps :placeholders."""

    client: "DynamoDBClient"
    name: str
    consumed: Consumed = field(default_factory=Consumed)

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        """The item or None."""
        answer = self.client.get_item(
            TableName=self.name, Key=_dump(key._asdict()), ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL"
        )
        self._count(answer, reads=True)
        return _load(answer["Item"]) if "Item" in answer else None

    def put(self, item: Item, *, condition: str | None = None, values: Item | None = None) -> None:
        """Writes the whole item. Raises ConditionFailed."""
        self._write("put_item", _expressions(condition, None, values) | {"Item": _dump(item)})

    def delete(self, key: Key, *, condition: str | None = None, values: Item | None = None) -> None:
        """Removes the item if it is there. Raises ConditionFailed."""
        self._write("delete_item", _expressions(condition, None, values) | {"Key": _dump(key._asdict())})

    def update(
        self,
        key: Key,
        expression: str,
        *,
        condition: str | None = None,
        names: Mapping[str, str] | None = None,
        values: Item | None = None,
    ) -> Item:
        """Changes the item and returns it as it stands after. Raises ConditionFailed with the item found there."""
        request = _expressions(condition, names, values) | {
            "Key": _dump(key._asdict()),
            "UpdateExpression": expression,
            "ReturnValues": "ALL_NEW",
        }
        return _load(self._write("update_item", request).get("Attributes", {}))

    def transact(self, steps: Sequence[Mapping[str, Any]]) -> None:
        """All of `steps` (made by `transact_*` below) or none. Raises TransactionRefused, TransactionConflict."""
        named = [{verb: dict(step) | {"TableName": self.name} for verb, step in one.items()} for one in steps]
        try:
            answer = self.client.transact_write_items(TransactItems=named, ReturnConsumedCapacity="TOTAL")  # type: ignore[arg-type]
        except self.client.exceptions.TransactionCanceledException as error:
            raise _refusal(error.response.get("CancellationReasons", [])) from None
        for consumed in answer.get("ConsumedCapacity", []):
            self._count({"ConsumedCapacity": consumed}, reads=False)

    def query(
        self,
        condition: str,
        values: Item,
        *,
        index: str | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        cursor: str | None = None,
        consistent: bool = False,
    ) -> Page:
        """One page of a key condition. Raises BadCursor."""
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": _dump(values),
            "ScanIndexForward": not newest_first,
            "ConsistentRead": consistent,
            "ReturnConsumedCapacity": "TOTAL",
        }
        optional = {
            "IndexName": index,
            "Limit": limit,
            "ExclusiveStartKey": _read_cursor(cursor, index) if cursor else None,
        }
        request |= {name: value for name, value in optional.items() if value is not None}
        answer = self.client.query(**request)
        self._count(answer, reads=True)
        last = answer.get("LastEvaluatedKey")
        return Page([_load(item) for item in answer["Items"]], _make_cursor(last) if last else None)

    def query_all(self, condition: str, values: Item, **options: Any) -> Iterator[Item]:
        """Every item of a key condition, page after page."""
        cursor: str | None = None
        while True:
            page = self.query(condition, values, cursor=cursor, **options)
            yield from page.items
            if page.cursor is None:
                return
            cursor = page.cursor

    def _write(self, operation: str, request: dict[str, Any]) -> Any:
        shared = {
            "TableName": self.name,
            "ReturnConsumedCapacity": "TOTAL",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        try:
            answer = getattr(self.client, operation)(**shared, **request)
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise ConditionFailed(_load(_item_of(error)) or None) from None
        self._count(answer, reads=False)
        return answer

    def _count(self, answer: Any, *, reads: bool) -> None:
        units = float(answer.get("ConsumedCapacity", {}).get("CapacityUnits", 0.0))
        self.consumed.requests += 1
        if reads:
            self.consumed.read_units += units
        else:
            self.consumed.write_units += units


def transact_put(item: Item, *, condition: str | None = None, values: Item | None = None) -> dict[str, Any]:
    """One step of a transaction: write the whole item."""
    return {"Put": _expressions(condition, None, values) | {"Item": _dump(item)} | _ALL_OLD}


def transact_update(
    key: Key,
    expression: str,
    *,
    condition: str | None = None,
    names: Mapping[str, str] | None = None,
    values: Item | None = None,
) -> dict[str, Any]:
    """One step of a transaction: change the item."""
    return {
        "Update": _expressions(condition, names, values)
        | {"Key": _dump(key._asdict()), "UpdateExpression": expression}
        | _ALL_OLD
    }


def transact_delete(key: Key, *, condition: str | None = None, values: Item | None = None) -> dict[str, Any]:
    """One step of a transaction: remove the item if it is there."""
    return {"Delete": _expressions(condition, None, values) | {"Key": _dump(key._asdict())} | _ALL_OLD}


def load_image(image: Mapping[str, Any] | None) -> Item | None:
    """An item from a stream record's image (binary values arrive as base64 text)."""
    return _load(dict(image)) if image else None


_ALL_OLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
_serializer, _deserializer = TypeSerializer(), TypeDeserializer()


def _dump(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _serializer.serialize(value) for name, value in item.items()}


def _load(item: Mapping[str, Any]) -> Item:
    return {name: _plain(_deserializer.deserialize(value)) for name, value in item.items()}


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else value
        case Binary():
            return bytes(value.value)  # type: ignore[attr-defined]
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case _:
            return value


def _expressions(condition: str | None, names: Mapping[str, str] | None, values: Item | None) -> dict[str, Any]:
    found = {
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": _dump(values) if values else None,
    }
    return {name: value for name, value in found.items() if value}


def _item_of(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("Item", {})  # type: ignore[assignment]
    return found


def _refusal(reasons: Sequence[Mapping[str, Any]]) -> TransactionRefused | TransactionConflict:
    codes = {reason.get("Code") for reason in reasons}
    if "ConditionalCheckFailed" not in codes:
        return TransactionConflict("another writer was there at the same moment")
    return TransactionRefused(
        [_load(one.get("Item", {})) if one.get("Code") == "ConditionalCheckFailed" else None for one in reasons]
    )


def _make_cursor(key: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, sort_keys=True).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, index: str | None) -> dict[str, Any]:
    """The key after which a page begins: strings under the names of the table's keys and the index's."""
    names = {layout.PARTITION, layout.SORT}
    names |= {key for name, *pair in (layout.DUE_INDEX, layout.LISTING_INDEX) if name == index for key in pair}
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, dict) or key.keys() != names or not all(map(_is_text, key.values())):
        raise BadCursor("the cursor is not one of ours: ask for the first page")
    return key


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"S"} and isinstance(value["S"], str)
