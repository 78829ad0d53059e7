"""What comes in: the body of a request, refused before any route sees it when it cannot be read."""

import base64
import binascii
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Never

from portavoce.api.json_text import write_json
from portavoce.api.problems import Problem

BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
JSON_TYPE = "application/json"
LONGEST_PATH_BYTES = 800
"""Ids of a path become parts of keys, and DynamoDB takes sort keys of up to 1024 bytes (Amazon DynamoDB, Quotas)."""


def with_readable_body(event: Mapping[str, Any]) -> dict[str, Any]:
    """The event with its body as text. Raises Problem: 415 when it says it is no JSON, 400 when it is no UTF-8,
    414 when the path is longer than any of ours."""
    if len(event["rawPath"].encode()) > LONGEST_PATH_BYTES:
        detail = f"The path is longer than {LONGEST_PATH_BYTES} bytes: no id of ours is."
        raise Problem(HTTPStatus.URI_TOO_LONG, "path-too-long", detail)
    body = event.get("body")
    if not body or event["requestContext"]["http"]["method"] not in BODY_METHODS:
        return {**event, "body": None, "isBase64Encoded": False}
    _check_type(event)
    if not event.get("isBase64Encoded"):
        return dict(event)
    try:
        text = base64.b64decode(body, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise _unreadable("The body is not UTF-8 text: send JSON in UTF-8.") from None
    return {**event, "body": text, "isBase64Encoded": False}


def read_json(text: str) -> dict[str, Any]:
    """The body's JSON object. Raises Problem (400)."""
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
        write_json(found).encode()
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"The body is not JSON: {error.msg} at {place}.") from None
    except UnicodeEncodeError:
        raise _unreadable("The body has half a character in it, a lone surrogate: send whole ones.") from None
    except (ValueError, RecursionError):
        raise _unreadable("The body is JSON with a number or a depth that is beyond reading.") from None
    if not isinstance(found, dict):
        raise _unreadable("The body must be one JSON object.")
    return found


def _check_type(event: Mapping[str, Any]) -> None:
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    kind = headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if kind != JSON_TYPE:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            f"The body says it is {kind or 'of no type'}: send {JSON_TYPE}.",
        )


def _unreadable(detail: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, "unreadable", detail)


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")
