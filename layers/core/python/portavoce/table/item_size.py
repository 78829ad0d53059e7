"""How large an item may grow: DynamoDB refuses one of more than 400 KB (developer guide, "Quotas", "Item size")."""

import json
from typing import Any

from pydantic import BaseModel

MOST_BYTES = 350_000
"""What a document may have, so that its keys and what is noted beside it find room too."""


def count_bytes(document: BaseModel | dict[str, Any] | list[Any] | str) -> int:
    """The bytes that it takes as JSON, which are never fewer than those that DynamoDB counts."""
    plain = document.model_dump(mode="json") if isinstance(document, BaseModel) else document
    return len(json.dumps(plain, ensure_ascii=False).encode())
