"""`Idempotency-Key` on POST: the same request twice is done once and answered alike.

After the IETF draft draft-ietf-httpapi-idempotency-key-header-07: 422 for a key with another request, 409 while the
first is under way."""

import hashlib
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware

from portavoce.api import idempotency_records
from portavoce.api.about import keys_about
from portavoce.api.caller import caller_of
from portavoce.api.json_text import write_json
from portavoce.api.problems import FieldError, Problem, invalid
from portavoce.runtime import aws, clock

HEADER = "idempotency-key"
ALLOWED = re.compile(r"[\x21-\x7e]{1,200}")


def once(app: APIGatewayHttpResolver, next_middleware: NextMiddleware) -> "Response[Any]":
    """The middleware. A refused request gives its key back; an accident keeps it until its claim runs out."""
    event = app.current_event
    key = event.headers.get(HEADER)
    if event.http_method != "POST" or key is None:
        return next_middleware(app)
    if not ALLOWED.fullmatch(key):
        message = "Use 1 to 200 printable ASCII characters without spaces, such as a UUID."
        raise invalid("The Idempotency-Key is not usable.", [FieldError(field="Idempotency-Key", message=message)])
    caller, table = caller_of(event), aws.table()
    now, asked = clock.utc_now(), _hash(event.raw_event)
    about = keys_about(app.context["_route_args"], now)
    stored = _claim(lambda: idempotency_records.claim(table, caller, key, asked, now, about=about), key)
    if stored:
        return Response(stored.status, body=stored.body, headers=stored.headers)
    try:
        response = next_middleware(app)
    except Problem:
        idempotency_records.release(table, caller, key)
        raise
    idempotency_records.store(table, caller, key, _answer(response))
    return response


def _claim(
    claim: Callable[[], idempotency_records.StoredAnswer | None], key: str
) -> idempotency_records.StoredAnswer | None:
    try:
        return claim()
    except idempotency_records.KeyReused:
        message = "This key was sent before with another request: use a new key for a new request."
        raise invalid("The Idempotency-Key was used.", [FieldError(field="Idempotency-Key", message=message)]) from None
    except idempotency_records.AnswerNotKept:
        raise Problem(
            HTTPStatus.CONFLICT,
            "done-before",
            f"The request with Idempotency-Key {key} was done before; its answer was too long to be kept. Read what "
            "stands now instead.",
        ) from None
    except idempotency_records.InProgress:
        raise Problem(
            HTTPStatus.CONFLICT,
            "in-progress",
            f"The request with Idempotency-Key {key} is being worked on: ask again in a moment.",
        ) from None


def _answer(response: "Response[Any]") -> idempotency_records.StoredAnswer:
    headers = {name: value for name, value in response.headers.items() if isinstance(value, str)}
    body = response.body
    text = body if body is None or isinstance(body, str) else write_json(body)
    return idempotency_records.StoredAnswer(status=response.status_code, headers=headers, body=text)


def _hash(event: dict[str, Any]) -> str:
    parts = [event["rawPath"], event.get("rawQueryString", ""), event.get("body") or ""]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
