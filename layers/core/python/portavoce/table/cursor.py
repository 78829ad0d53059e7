"""Where the next page of a list begins, as text that a client may carry. Pure."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from portavoce.table import layout


class BadCursor(ValueError):
    """The page cursor was not made by this listing."""


def make_cursor(key: Mapping[str, Any]) -> str:
    """The cursor of the page that begins after this key."""
    return base64.urlsafe_b64encode(json.dumps(key, sort_keys=True).encode()).decode().rstrip("=")


def read_cursor(cursor: str, index: str | None) -> dict[str, Any]:
    """The key after which a page begins: strings under the table's and the index's key names. Raises BadCursor."""
    names = {layout.PARTITION, layout.SORT}
    names |= {key for name, *pair in layout.INDEXES if name == index for key in pair}
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    if not isinstance(key, dict) or key.keys() != names or not all(map(_is_text, key.values())):
        raise BadCursor("the cursor is not one of ours: ask for the first page")
    return key


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"S"} and isinstance(value["S"], str)
