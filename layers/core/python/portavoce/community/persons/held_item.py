"""What an export shows of an item: everything but what only the table needs. Pure."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from portavoce.community import items
from portavoce.community.persons.model import HeldItem
from portavoce.table import layout
from portavoce.table.item_value import UnreadableItem

_ONLY_FOR_THE_TABLE = {"type", "version", layout.EXPIRES, layout.WRITE_ID, layout.SORT}
_ONLY_FOR_THE_TABLE |= {key for _, *keys in layout.INDEXES for key in keys} - {layout.PERSON_INDEX[1]}


def read_held(item: Mapping[str, Any]) -> HeldItem:
    """The item as a person reads it: its own fields, its key and whose it is; an interaction whole."""
    ends = item.get(layout.EXPIRES)
    shown = {name: value for name, value in item.items() if name not in _ONLY_FOR_THE_TABLE}
    if item["type"] == items.INTERACTION:
        with suppress(UnreadableItem):
            shown = items.read_interaction(dict(item)).model_dump(mode="json", exclude_defaults=True)
    return HeldItem(
        kind=str(item["type"]),
        kept_until=datetime.fromtimestamp(int(ends), UTC) if ends else None,
        content={name: _plain(value) for name, value in shown.items()},
    )


def _plain(value: Any) -> Any:
    match value:
        case set():
            return sorted(value)
        case Decimal():
            return str(value)
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case _:
            return value
