"""What DynamoDB would bill for the requests of one client.

Writes are the units that the answer reports. The emulator reports every read as the smallest one, whatever it found,
and a write that was refused as nothing; those two are computed here from the sizes of the items in the answer, by
DynamoDB's published rules (developer guide, "DynamoDB read and write operations" and "DynamoDB item sizes")."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_READ_BYTES, _WRITE_BYTES = 4096, 1024
_CONTAINER_BYTES, _ENTRY_BYTES = 3, 1


@dataclass
class Spent:
    """What some requests cost. A refused write is one that its condition kept from being done: billed all the same."""

    read_units: float = 0.0
    write_units: float = 0.0
    queries: int = 0
    gets: int = 0
    writes: int = 0
    refused: int = 0

    @property
    def requests(self) -> int:
        return self.queries + self.gets + self.writes


@dataclass
class Meter:
    """Counts what a client is billed while `counting`."""

    client: "DynamoDBClient"
    _now: list[Spent] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client.meta.events.register("before-parameter-build.dynamodb", self._asked)
        self.client.meta.events.register("after-call.dynamodb", self._answered)

    @contextmanager
    def counting(self) -> Iterator[Spent]:
        """What is spent inside."""
        self._now.append(spent := Spent())
        try:
            yield spent
        finally:
            self._now.pop()

    def _asked(self, params: Mapping[str, Any], context: dict[str, Any], **_: object) -> None:
        context["consistent"] = params.get("ConsistentRead", False)
        context["asked"] = sum(len(one["Keys"]) for one in params.get("RequestItems", {}).values() if "Keys" in one)

    def _answered(self, parsed: Mapping[str, Any], context: Mapping[str, Any], model: Any, **_: object) -> None:
        for spent in self._now:
            match model.name:
                case "Query":
                    spent.queries += 1
                    spent.read_units += read_units(parsed["Items"], consistent=context["consistent"])
                case "GetItem":
                    spent.gets += 1
                    found = [parsed["Item"]] if "Item" in parsed else []
                    spent.read_units += read_units(found, consistent=context["consistent"])
                case "BatchGetItem":
                    # Each item is rounded up by itself, and one that is not there counts as the smallest
                    # (developer guide, "Capacity unit consumption for reads").
                    spent.gets += 1
                    found = [one for items in parsed["Responses"].values() for one in items]
                    spent.read_units += sum(read_units([one], consistent=False) for one in found)
                    spent.read_units += 0.5 * (context["asked"] - len(found))
                case "PutItem" | "UpdateItem" | "DeleteItem":
                    spent.writes += 1
                    if parsed.get("Error", {}).get("Code") == "ConditionalCheckFailedException":
                        spent.refused += 1
                        spent.write_units += write_units(parsed.get("Item", {}))
                    else:
                        spent.write_units += parsed["ConsumedCapacity"]["CapacityUnits"]
                case "TransactWriteItems":
                    spent.writes += 1
                    spent.write_units += sum(one["CapacityUnits"] for one in parsed["ConsumedCapacity"])
                case other:
                    raise AssertionError(f"{other} is not counted")


def read_units(items: list[Mapping[str, Any]], *, consistent: bool) -> float:
    """One unit for each 4 KB begun of all that was read together, half of it where the read may lag behind."""
    blocks = max(1, -(-sum(map(item_bytes, items)) // _READ_BYTES))
    return blocks * (1.0 if consistent else 0.5)


def write_units(item: Mapping[str, Any]) -> float:
    """One unit for each KB begun."""
    return float(max(1, -(-item_bytes(item) // _WRITE_BYTES)))


def item_bytes(item: Mapping[str, Any]) -> int:
    """An item's size: names and values."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _raw_bytes(kind: str, inner: str | bytes) -> bytes:
    """What is stored of a text or of bytes, which travel as base64."""
    if isinstance(inner, bytes):
        return inner
    return inner.encode() if kind == "S" else b64decode(inner)


def _value_bytes(value: Mapping[str, Any]) -> int:
    ((kind, inner),) = value.items()
    match kind:
        case "S" | "B":
            return len(_raw_bytes(kind, inner))
        case "N":
            return _number_bytes(inner)
        case "SS":
            return sum(len(one.encode()) for one in inner)
        case "M":
            return _CONTAINER_BYTES + sum(_ENTRY_BYTES for _ in inner) + item_bytes(inner)
        case "L":
            return _CONTAINER_BYTES + sum(_ENTRY_BYTES + _value_bytes(one) for one in inner)
        case "BOOL" | "NULL":
            return 1
        case _:
            raise AssertionError(f"a value of type {kind} is not measured")


def _number_bytes(number: str) -> int:
    """A byte for each pair of digits, from the first that counts to the last; one for the number, one below zero."""
    whole, _, fraction = number.lstrip("-").partition(".")
    digits = "0" * (len(whole) % 2) + whole + fraction + "0" * (len(fraction) % 2)
    counting = re.sub("^(00)+|(00)+$", "", digits)
    return len(counting) // 2 + 1 + number.startswith("-")
