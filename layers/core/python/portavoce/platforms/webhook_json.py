"""Reading webhook bodies: JSON that others wrote, of which nothing can be taken for granted."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from portavoce.platforms.contract import UnreadableDelivery

# Seconds since 1970 have ten digits until 2286; Meta counts messages in milliseconds and the rest in seconds.
_MILLISECONDS_FROM = 100_000_000_000
_MOST_DIGITS = 100
"""More than any number of a platform's has; Python refuses to read one of 4,301 digits, and all that is beside it."""


def parse_json(body: bytes) -> Any:
    """The body as JSON. Raises UnreadableDelivery."""
    try:
        return json.loads(body, parse_int=_read_integer)
    except (ValueError, RecursionError):
        raise UnreadableDelivery("The delivery is not JSON") from None


def _read_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """The JSON objects of a list, or the one given; whatever else there is, is passed over."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one


def read_polled(body: bytes) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """What polls have found, one by one, each with our account that was asked about. Raises UnreadableDelivery."""
    for delivery in objects(parse_json(body)):
        account_id = text(delivery.get("account_id"))
        for one in objects(delivery.get("found")):
            yield account_id, one


def text(value: object) -> str | None:
    """A string, or a number as one: ids are strings to us and may exceed 2^53. None for all else and for ""."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    # Half of a surrogate pair is valid JSON and no text: it becomes a question mark.
    return str(value).encode("utf-8", "replace").decode() or None


def moment(value: object) -> datetime | None:
    """An instant given in Unix seconds, Unix milliseconds or ISO 8601; None for what is no instant."""
    try:
        if isinstance(value, str) and not value.isdecimal():
            found = datetime.fromisoformat(value)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        seconds = int(value) if isinstance(value, str | int) else None
        if seconds is None:
            return None
        if seconds >= _MILLISECONDS_FROM:
            return datetime.fromtimestamp(seconds // 1000, UTC).replace(microsecond=seconds % 1000 * 1000)
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
