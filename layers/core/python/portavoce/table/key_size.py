"""Which keys an item can have at all. Pure.

DynamoDB refuses a request that names a longer one, and an emulator does not: what an address or a form names may be of
any length, so it is asked here before."""

import re
from collections.abc import Mapping
from typing import Any

MOST_PARTITION_BYTES, MOST_SORT_BYTES = 2048, 1024
"""docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html, "Partition keys and sort keys"."""
_PARTITION = re.compile(r"\w+ = (:\w+)")


def may_be_key(pk: str, sk: str) -> bool:
    """Whether an item can stand under this key."""
    return 0 < _count_bytes(pk) <= MOST_PARTITION_BYTES and 0 < _count_bytes(sk) <= MOST_SORT_BYTES


def may_find(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether a key condition, its partition named first, can find anything."""
    named = _PARTITION.match(condition)
    most = {named[1]: MOST_PARTITION_BYTES} if named else {}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    return all(_count_bytes(value) <= most.get(name, MOST_SORT_BYTES) for name, value in texts.items())


def _count_bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
