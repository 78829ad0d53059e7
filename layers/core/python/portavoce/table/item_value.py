"""From an item of the table to the value that it holds.

What is deployed may be older than what wrote an item: while an upgrade is under way, and after one was taken back. So a
field that this version does not know is passed over at every depth; an item that it cannot read for another reason,
such as a state that it has never heard of, is left out of a list and keeps no neighbour back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from pydantic import BaseModel, ValidationError


class UnreadableItem(ValueError):
    """This version cannot read the item: a newer one may have written it. The message names fields, no values."""


def read_value[V: BaseModel](kind: type[V], item: Mapping[str, Any], **replaced: Any) -> V:
    """The value in an item that holds other attributes beside it, such as its keys. What the item lacks has its
    default; `replaced` are fields that the item writes in another way. Raises UnreadableItem."""
    fields = {name: item[name] for name in kind.model_fields if name in item} | replaced
    try:
        return kind.model_validate(fields, extra="ignore")
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors(include_input=False))
        raise UnreadableItem(f"{kind.__name__}: {places}") from None


def read_values[V: BaseModel](kind: type[V], items: Iterable[Mapping[str, Any]]) -> Iterator[V]:
    """The values in the items that this version can read."""
    for item in items:
        with suppress(UnreadableItem):
            yield read_value(kind, item)
