"""The door to the table: plain Python items in and out, conditions as one exception, billed units counted."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import ClientError

from portavoce.table.attributes import dump_item, load_item
from portavoce.table.cursor import BadCursor, make_cursor, read_cursor
from portavoce.table.key_size import may_be_key, may_find
from portavoce.table.layout import EXPIRES, WRITE_ID
from portavoce.table.steps import make_expressions

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
    """One DynamoDB table. Expressions are DynamoDB's own; `names` maps #placeholders, `values` maps :placeholders.

    An answer can be lost, and then the client sends the same write once more, which may meet a condition that the write
    itself has broken. So each conditional write leaves an id in the item, and knows itself by it.
    DynamoDB drops what has expired within days, not at once: by the `clock`, no reading shows it any more."""

    client: "DynamoDBClient"
    name: str
    consumed: Consumed = field(default_factory=Consumed)
    clock: Callable[[], datetime] | None = None

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        """The item or None."""
        if not may_be_key(*key):
            return None
        answer = self.client.get_item(
            TableName=self.name, Key=dump_item(key._asdict()), ConsistentRead=consistent, ReturnConsumedCapacity="TOTAL"
        )
        self._count(answer, reads=True)
        item = load_item(answer.get("Item", {}))
        return item if item and self._lasts(item) else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """The items that there are under these keys, in any order; a hundred with one request. May lag by a moment."""
        found: list[Item] = []
        left = [key for key in dict.fromkeys(keys) if may_be_key(*key)]
        while left:
            asked, left = left[:_MOST_KEYS], left[_MOST_KEYS:]
            wanted = {"Keys": [dump_item(key._asdict()) for key in asked]}
            answer = self.client.batch_get_item(
                RequestItems={self.name: wanted},  # type: ignore[dict-item]
                ReturnConsumedCapacity="TOTAL",
            )
            for consumed in answer.get("ConsumedCapacity", []):
                self._count({"ConsumedCapacity": consumed}, reads=True)
            found += filter(self._lasts, map(load_item, answer["Responses"].get(self.name, [])))
            # An answer holds 16 MB at most, and names what it has left out.
            again = answer["UnprocessedKeys"].get(self.name, {"Keys": []})["Keys"]
            left += [Key(**load_item(key)) for key in again]
        return found

    def put(self, item: Item, *, condition: str | None = None, values: Item | None = None) -> None:
        """Writes the whole item. Raises ConditionFailed."""
        if condition is None:
            self.write("put_item", {"Item": item})
            return
        write_id = _make_write_id()
        self._write_once(
            "put_item", {"Item": item | {WRITE_ID: write_id}} | make_expressions(condition, None, values), write_id
        )

    def delete(self, key: Key, *, condition: str | None = None, values: Item | None = None) -> None:
        """Removes the item if it is there. Raises ConditionFailed when another one stands there."""
        try:
            self.write("delete_item", {"Key": key._asdict()} | make_expressions(condition, None, values))
        except ConditionFailed as failed:
            if failed.item:
                raise

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
        request: Item = {"Key": key._asdict(), "ReturnValues": "ALL_NEW"}
        if condition is None:
            return self.write(
                "update_item", request | make_expressions(None, names, values) | {"UpdateExpression": expression}
            )
        write_id = _make_write_id()
        request |= make_expressions(
            condition, {**(names or {}), "#write_id": WRITE_ID}, {**(values or {}), ":write_id": write_id}
        )
        return self._write_once("update_item", request | {"UpdateExpression": _name_write(expression)}, write_id)

    def transact(self, steps: Sequence[Mapping[str, Any]]) -> None:
        """All of `steps` (made by `steps.py`) or none. Raises TransactionRefused, TransactionConflict.

        The client gives it a token, by which DynamoDB knows it when it is sent again for want of an answer."""
        named = [{verb: _dump_request(step) | {"TableName": self.name} for verb, step in one.items()} for one in steps]
        try:
            answer = self.client.transact_write_items(TransactItems=named, ReturnConsumedCapacity="TOTAL")  # type: ignore[arg-type]
        except self.client.exceptions.TransactionCanceledException as error:
            reasons = error.response.get("CancellationReasons", [])
            if not {reason.get("Code", "None") for reason in reasons} <= _PASSING:
                raise
            raise _refusal(reasons) from None
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
        if not may_find(condition, values):
            return Page([], None)
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": dump_item(values),
            "ScanIndexForward": not newest_first,
            "ConsistentRead": consistent,
            "ReturnConsumedCapacity": "TOTAL",
        }
        optional = {
            "IndexName": index,
            "Limit": limit,
            "ExclusiveStartKey": read_cursor(cursor, index) if cursor else None,
        }
        request |= {name: value for name, value in optional.items() if value is not None}
        answer = self._ask_for_page(request)
        self._count(answer, reads=True)
        last = answer.get("LastEvaluatedKey")
        found = filter(self._lasts, map(load_item, answer["Items"]))
        return Page(list(found), make_cursor(last) if last else None)

    def _ask_for_page(self, request: dict[str, Any]) -> Any:
        try:
            return self.client.query(**request)
        except ClientError as error:  # a cursor that looks like ours may name a key of another listing
            if "ExclusiveStartKey" in request and error.response["Error"]["Code"] == "ValidationException":
                raise BadCursor("the cursor is not one of this list: ask for the first page") from None
            raise

    def query_all(self, condition: str, values: Item, **options: Any) -> Iterator[Item]:
        """Every item of a key condition, page after page."""
        cursor: str | None = None
        while True:
            page = self.query(condition, values, cursor=cursor, **options)
            yield from page.items
            if page.cursor is None:
                return
            cursor = page.cursor

    def write(self, operation: str, request: Item) -> Item:
        """One call of the client, in plain values; the attributes in its answer. Raises ConditionFailed."""
        shared: Item = {
            "TableName": self.name,
            "ReturnConsumedCapacity": "TOTAL",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        try:
            answer = self._outlast_transactions(operation, shared | _dump_request(request))
        except self.client.exceptions.ConditionalCheckFailedException as error:
            raise ConditionFailed(load_item(_item_of(error)) or None) from None
        self._count(answer, reads=False)
        return load_item(answer.get("Attributes", {}))

    def _outlast_transactions(self, operation: str, request: Item) -> Any:
        """A transaction on the same item ends within milliseconds; until then DynamoDB refuses other writes of it, and
        botocore does not try those again."""
        for _ in range(_TRIES_BESIDE_A_TRANSACTION - 1):
            with suppress(self.client.exceptions.TransactionConflictException):
                return getattr(self.client, operation)(**request)
        return getattr(self.client, operation)(**request)

    def _write_once(self, operation: str, request: Item, write_id: str) -> Item:
        try:
            return self.write(operation, request)
        except ConditionFailed as failed:
            if failed.item is None or failed.item.get(WRITE_ID) != write_id:
                raise
            return failed.item

    def _lasts(self, item: Item) -> bool:
        return self.clock is None or EXPIRES not in item or bool(item[EXPIRES] > self.clock().timestamp())

    def _count(self, answer: Any, *, reads: bool) -> None:
        units = float(answer.get("ConsumedCapacity", {}).get("CapacityUnits", 0.0))
        self.consumed.requests += 1
        if reads:
            self.consumed.read_units += units
        else:
            self.consumed.write_units += units


def load_image(image: Mapping[str, Any] | None) -> Item | None:
    """An item from a stream record's image (binary values arrive as base64 text)."""
    return load_item(dict(image)) if image else None


_PASSING = {"None", "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
"""Why a transaction is not written that can be decided or tried again; for other reasons it never will be
(docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html)."""
_TRIES_BESIDE_A_TRANSACTION = 5
_MOST_KEYS = 100  # docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html


def _dump_request(request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with its items as DynamoDB writes them."""
    items = ("Item", "Key", "ExpressionAttributeValues")
    return {name: dump_item(value) if name in items else value for name, value in request.items()}


def _make_write_id() -> str:
    """Forty-eight bits: enough to tell apart two who write the same item at the same moment."""
    return secrets.token_urlsafe(6)


def _name_write(expression: str) -> str:
    """The update expression, with the write's id beside what it sets."""
    own = "SET #write_id = :write_id"
    return f"{own}, {expression.removeprefix('SET ')}" if expression.startswith("SET ") else f"{own} {expression}"


def _item_of(error: ClientError) -> Mapping[str, Any]:
    found: Mapping[str, Any] = error.response.get("Item", {})  # type: ignore[assignment]
    return found


def _refusal(reasons: Sequence[Mapping[str, Any]]) -> TransactionRefused | TransactionConflict:
    codes = {reason.get("Code") for reason in reasons}
    if "ConditionalCheckFailed" not in codes:
        return TransactionConflict("another writer was there at the same moment")
    return TransactionRefused(
        [load_item(one.get("Item", {})) if one.get("Code") == "ConditionalCheckFailed" else None for one in reasons]
    )
