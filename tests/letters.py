"""A letter of each kind, in the shape in which AWS parks it (sources: portavoce/letters/postmark.py)."""

import json
from collections.abc import Mapping
from typing import Any

SOMEBODY = "Ada Rossi scrive: chiamami"
"""What a stranger wrote: it may be inside a letter, and nowhere outside."""


def arn(prefix: str, function: str) -> str:
    return f"arn:aws:lambda:eu-south-1:123456789012:function:{prefix}-{function}:$LATEST"


def _envelope(prefix: str, function: str, condition: str) -> dict[str, Any]:
    return {
        "version": "1.0",
        "timestamp": "2026-11-23T10:41:00.000Z",
        "requestContext": {
            "requestId": "e4b46cbf-b738-xmpl-8880-a18cdf61200e",
            "functionArn": arn(prefix, function),
            "condition": condition,
            "approximateInvokeCount": 3,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
    }


def queue_letter(**said: object) -> dict[str, Any]:
    """A message that its queue's function failed with five times."""
    return {"MessageBody": json.dumps(said)}


def call_letter(prefix: str, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """An event that its function failed with three times."""
    failed = {"errorMessage": SOMEBODY, "errorType": "ValidationError"}
    envelope = _envelope(prefix, function, "RetriesExhausted")
    return {"MessageBody": json.dumps(envelope | {"requestPayload": event, "responsePayload": failed})}


def rule_letter(prefix: str, function: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """An event that its rule could not hand over."""
    labels = {
        "RULE_ARN": f"arn:aws:events:eu-south-1:123456789012:rule/{prefix}/{prefix}-{function}",
        "TARGET_ARN": arn(prefix, function).removesuffix(":$LATEST"),
        "ERROR_CODE": "THROTTLING",
        "ERROR_MESSAGE": "Rate exceeded",
        "RETRY_ATTEMPTS": "20",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
    }
    named = {name: {"DataType": "String", "StringValue": value} for name, value in labels.items()}
    return {"MessageBody": json.dumps(event), "MessageAttributes": named}


def stream_letter(prefix: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """Changes that the relay could not take, by their place in the stream."""
    envelope = _envelope(prefix, "relay", "RetryAttemptsExhausted")
    arrived = {"approximateArrivalOfFirstRecord": "2026-11-23T10:40:00Z"}
    return {"MessageBody": json.dumps(envelope | {"DDBStreamBatchInfo": {**arrived, **part}})}


def change_letter(prefix: str, pk: str, sk: str) -> dict[str, Any]:
    """A change that no room could read, as the relay parks it."""
    change = {"event_id": "e9", "keys": {"pk": pk, "sk": sk}, "at": 1795430400.0, "is_new": True}
    return {"MessageBody": json.dumps({"function": f"{prefix}-relay", "change": change})}
