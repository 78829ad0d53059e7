"""moto, answering the same in less time.

Of each attribute of an item it looks for ten types, each under a dozen spellings of its name; with each call it lists
the methods of its service anew; and with each query it sorts the whole table, asking of both sides of each comparison
what they are. Together that is a third of what a call takes in a small table, and nearly all in a large one."""

from functools import cache
from typing import Any

from moto.core import responses, utils
from moto.core.model import StructureShape
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models import dynamo_type, table

_write_any = BaseJSONSerializer._serialize_type_structure
_cast_any: Any = dynamo_type.DynamoType.cast_value


def _write(self: BaseJSONSerializer, serialized: Any, value: Any, shape: StructureShape, key: str) -> None:
    if shape.name != "AttributeValue" or not isinstance(value, dict):
        _write_any(self, serialized, value, shape, key)
        return
    serialized[key] = {}
    for kind, inner in value.items():
        self._serialize(serialized[key], inner, shape.members[kind], kind)


def _cast(self: dynamo_type.DynamoType) -> Any:
    return self.value if self.type == "S" else _cast_any.fget(self)


def _sort(self: table.Table) -> list[dynamo_type.Item]:
    """All items by their keys, which are two texts here."""
    found = [item for items in self.items.values() for item in items.values()]
    return sorted(found, key=lambda item: (item.hash_key.value, item.range_key.value))


def hurry() -> None:
    """From now on, whatever this process asks of moto is answered in that way."""
    responses.method_names_from_class = cache(utils.method_names_from_class)  # type: ignore[attr-defined]
    BaseJSONSerializer._serialize_type_structure = _write  # type: ignore[method-assign]
    dynamo_type.DynamoType.cast_value = property(_cast)  # type: ignore[assignment, method-assign]
    table.Table.all_items = _sort  # type: ignore[method-assign]
