"""What was answered to a request that carried an Idempotency-Key, for a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from portavoce.table.item_value import read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Item, Key, Table
from portavoce.value import Value

KEPT = timedelta(hours=24)
# Longer than the API's function may run: after this a request without an answer died on its way.
CLAIM = timedelta(seconds=60)


class KeyReused(Exception):
    """The key was sent before with another request."""


class InProgress(Exception):
    """A request with this key is being worked on."""


class StoredAnswer(Value):
    """An answer as it was given. `body` is JSON text, or None."""

    status: int
    headers: dict[str, str]
    body: str | None


def claim(table: Table, caller: str, key: str, request_hash: str, now: datetime) -> StoredAnswer | None:
    """Takes the key for this request: None means go on, an answer means that it was done before.

    Raises KeyReused, InProgress."""
    at = int(now.timestamp())
    item = _key(caller, key)._asdict() | {
        "type": "idempotency",
        "request_hash": request_hash,
        "claimed_until": _text(now + CLAIM),
        EXPIRES: at + int(KEPT.total_seconds()),
    }
    # A row may outlive its TTL for days: past it, the key is free again.
    free = "attribute_not_exists(pk) OR expires_at < :at OR "
    died = "(attribute_not_exists(answer) AND claimed_until < :now AND request_hash = :hash)"
    values = {":at": at, ":now": _text(now), ":hash": request_hash}
    try:
        table.put(item, condition=free + died, values=values)
    except ConditionFailed as standing:
        return _standing_answer(standing.item or {}, request_hash)
    return None


def store(table: Table, caller: str, key: str, answer: StoredAnswer) -> None:
    """Keeps the answer, to be given again."""
    table.update(_key(caller, key), "SET answer = :answer", values={":answer": answer.model_dump(mode="json")})


def release(table: Table, caller: str, key: str) -> None:
    """Gives the key back: the request was refused and nothing was done."""
    table.delete(_key(caller, key), condition="attribute_not_exists(answer)")


def _standing_answer(item: Item, request_hash: str) -> StoredAnswer:
    if item.get("request_hash") != request_hash:
        raise KeyReused
    answer: Any = item.get("answer")
    if answer is None:
        raise InProgress
    return read_value(StoredAnswer, answer)


def _key(caller: str, key: str) -> Key:
    return Key(f"IDEMPOTENCY#{caller}#{key}", "REQUEST")


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
