"""Whether a letter speaks of somebody or something, told by the ids in it whatever its shape. Pure."""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

_PARTS = re.compile(r"[/#\s]")


def mentions(text: str, ids: Collection[str]) -> bool:
    """Whether one of `ids` stands in the text: as a value of its JSON, at any depth, or as a part of one; anywhere in
    what is no JSON."""
    found = _parse(text)
    if found is None:
        return any(one in text for one in ids)
    return any(_names(value, ids) for value in _read_values(found))


def _names(value: str, ids: Collection[str]) -> bool:
    folded = value.lower()
    return value in ids or folded in ids or any(part in ids for part in _PARTS.split(value))


def _read_values(found: Any) -> Iterator[str]:
    match found:
        case dict():
            for one in found.values():
                yield from _read_values(one)
        case list():
            for one in found:
                yield from _read_values(one)
        case str():
            inner = _parse(found)
            yield from _read_values(inner) if inner is not None else iter([found])
        case bool() | None:
            return
        case _:
            yield str(found)


def _parse(text: str) -> Any:
    """The object or list that the text is, else None."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
