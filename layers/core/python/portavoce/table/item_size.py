"""How large an item may grow: DynamoDB refuses one of more than 400 KB (developer guide, "Quotas", "Item size")."""

import json
from typing import Any

from pydantic import BaseModel

MOST_BYTES = 350_000
"""What a document may have, so that its keys and what is noted beside it find room too."""


MOST_STEPS, MOST_STEPS_BYTES = 100, 3_500_000
"""What one transaction may hold: 100 items, and 4 MB with their conditions (developer guide, "Quotas")."""


def count_bytes(document: BaseModel | dict[str, Any] | list[Any] | str) -> int:
    """The bytes that it takes as JSON, which are never fewer than those that DynamoDB counts."""
    plain = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    return len(json.dumps(plain, ensure_ascii=False).encode())
