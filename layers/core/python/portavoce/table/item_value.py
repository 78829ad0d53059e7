"""From an item of the table to the value that it holds."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def read_value[V: BaseModel](kind: type[V], item: Mapping[str, Any], **replaced: Any) -> V:
    """The value in an item that holds other attributes beside it, such as its keys. What the item lacks has its
    default; `replaced` are fields that the item writes in another way. Raises pydantic's ValidationError."""
    return kind.model_validate({name: item[name] for name in kind.model_fields if name in item} | replaced)
