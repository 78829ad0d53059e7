"""Telling by its shape what a letter is. Pure.

Sources: Amazon SQS, "Message system attributes" (DeadLetterQueueSourceArn, SentTimestamp); AWS Lambda, "Capturing
records of Lambda asynchronous invocations" and "Retain discarded records for a DynamoDB event source"; Amazon
EventBridge, "Using dead-letter queues to process undelivered events" (RULE_ARN, TARGET_ARN, ERROR_CODE)."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from portavoce.letters.model import ItemChange, Letter, LetterGroup, LetterKind, QueuedLetter, StreamPart

_RECEIVED, _UNREADABLE = "received too often", "could not be read"


def read_letter(found: QueuedLetter) -> Letter:
    """What a letter of the queue is; one of no shape that is known is `unknown`."""
    first_at = datetime.fromtimestamp(int(found.attributes.get("SentTimestamp", "0")) / 1000, UTC)
    body = _read_object(found.body)
    source = found.attributes.get("DeadLetterQueueSourceArn", "")
    if "TARGET_ARN" in found.labels:
        target, reason = _last_name(found.labels["TARGET_ARN"]), found.labels.get("ERROR_CODE", "not handed over")
        return Letter(kind=LetterKind.RULE, origin=target, reason=reason, first_at=first_at, payload=found.body)
    if isinstance(body.get("requestContext"), Mapping):
        return _read_envelope(body, body["requestContext"], first_at)
    if isinstance(body.get("change"), Mapping):
        return _read_change(body, body["change"], first_at)
    if queue := _last_name(source) or _guess_queue(body):
        return Letter(kind=LetterKind.QUEUE, origin=queue, reason=_RECEIVED, first_at=first_at, payload=found.body)
    return Letter(kind=LetterKind.UNKNOWN, origin="", reason="of no known shape", first_at=first_at)


def group_letters(letters: Iterable[Letter]) -> list[LetterGroup]:
    """How many there are of each kind, origin and reason; the longest parked first."""
    groups: dict[tuple[LetterKind, str, str], LetterGroup] = {}
    for one in letters:
        key = (one.kind, one.origin, one.reason)
        known = groups.get(key)
        groups[key] = LetterGroup(
            kind=one.kind,
            origin=one.origin,
            reason=one.reason,
            count=1 + (known.count if known else 0),
            first_at=min(one.first_at, known.first_at) if known else one.first_at,
        )
    return sorted(groups.values(), key=lambda one: (one.first_at, one.kind, one.origin))


def _read_envelope(body: Mapping[str, Any], context: Mapping[str, Any], first_at: datetime) -> Letter:
    """What Lambda's own envelope holds: an event with which a function failed, or a part of the stream."""
    origin, reason = _function(str(context.get("functionArn", ""))), str(context.get("condition", "given up"))
    if error := (body.get("responsePayload") or {}).get("errorType"):
        reason = f"{reason}: {error}"
    if isinstance(part := body.get("DDBStreamBatchInfo"), Mapping):
        found = StreamPart(
            stream_arn=str(part["streamArn"]),
            shard_id=str(part["shardId"]),
            first=str(part["startSequenceNumber"]),
            last=str(part["endSequenceNumber"]),
            size=int(part.get("batchSize", 1)),
        )
        return Letter(kind=LetterKind.STREAM, origin=origin, reason=reason, first_at=first_at, part=found)
    payload = json.dumps(body.get("requestPayload"), ensure_ascii=False)
    return Letter(kind=LetterKind.CALL, origin=origin, reason=reason, first_at=first_at, payload=payload)


def _read_change(body: Mapping[str, Any], said: Mapping[str, Any], first_at: datetime) -> Letter:
    """What the relay itself parks."""
    keys = said["keys"]
    change = ItemChange(
        event_id=said["event_id"], pk=keys["pk"], sk=keys["sk"], at=float(said["at"]), is_new=said["is_new"]
    )
    origin = str(body.get("function", ""))
    return Letter(kind=LetterKind.CHANGE, origin=origin, reason=_UNREADABLE, first_at=first_at, change=change)


def _read_object(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _guess_queue(body: Mapping[str, Any]) -> str:
    """The queue of a message that does not name it, such as one that was moved by hand: by what the message says."""
    if {"publication_id", "revision", "step"} <= body.keys() or {"act", "interaction_id"} <= body.keys():
        return "outgoing"
    return "inbound" if "platform" in body else ""


def _function(arn: str) -> str:
    """A function's name; behind it may stand a version."""
    return arn.partition(":function:")[2].partition(":")[0]


def _last_name(arn: str) -> str:
    return _function(arn) or arn.rpartition(":")[2]
