"""What was answered to a request that carried an Idempotency-Key, for a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from portavoce.table.item_size import MOST_BYTES, count_bytes
from portavoce.table.item_value import read_value
from portavoce.table.layout import EXPIRES
from portavoce.table.table import ConditionFailed, Item, Key, Table
from portavoce.value import Value

KEPT = timedelta(hours=24)
# Longer than the API's function may run: after this a request without an answer died on its way.
CLAIM = timedelta(seconds=60)
_TOO_LONG = {"too_long": True}


class KeyReused(Exception):
    """The key was sent before with another request."""


class InProgress(Exception):
    """A request with this key is being worked on."""


class AnswerNotKept(Exception):
    """The request was done before, and its answer was too long to be kept."""


class StoredAnswer(Value):
    """An answer as it was given. `body` is JSON text, or None."""

    status: int
    headers: dict[str, str]
    body: str | None


def claim(
    table: Table, caller: str, key: str, request_hash: str, now: datetime, *, about: Item | None = None
) -> StoredAnswer | None:
    """Takes the key for this request: None means go on, an answer means that it was done before. By the keys `about`
    the answer is found when somebody is to be forgotten.

    Raises KeyReused, InProgress, AnswerNotKept."""
    at = int(now.timestamp())
    item = _key(caller, key)._asdict() | {
        "type": "idempotency",
        "request_hash": request_hash,
        "claimed_until": _text(now + CLAIM),
        EXPIRES: at + int(KEPT.total_seconds()),
        **(about or {}),
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
    """Keeps the answer, to be given again; of one that is too long, that it was given."""
    kept = answer.model_dump(mode="json") if count_bytes(answer) <= MOST_BYTES else _TOO_LONG
    table.update(_key(caller, key), "SET answer = :answer", values={":answer": kept})


def release(table: Table, caller: str, key: str) -> None:
    """Gives the key back: the request was refused and nothing was done."""
    table.delete(_key(caller, key), condition="attribute_not_exists(answer)")


def _standing_answer(item: Item, request_hash: str) -> StoredAnswer:
    if item.get("request_hash") != request_hash:
        raise KeyReused
    answer: Any = item.get("answer")
    if answer is None:
        raise InProgress
    if answer == _TOO_LONG:
        raise AnswerNotKept
    return read_value(StoredAnswer, answer)


def _key(caller: str, key: str) -> Key:
    return Key(f"IDEMPOTENCY#{caller}#{key}", "REQUEST")


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
