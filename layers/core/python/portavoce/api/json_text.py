"""JSON as the API writes it: Unicode as it is, and no spaces that say nothing."""

import json
from typing import Any


def write_json(value: Any) -> str:
    """The JSON text of plain values."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
