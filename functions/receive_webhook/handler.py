"""Verify a platform's webhook over its raw bytes and queue it. Trigger: GET and POST /webhooks/{platform}."""

from typing import Any

from portavoce.runtime.clock import utc_now
from portavoce.runtime.wiring.webhooks import reception
from portavoce.webhooks.reception import Request


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """One request, answered at once. API Gateway, HTTP API, payload format 2.0."""
    request = Request(
        method=event["requestContext"]["http"]["method"],
        platform=event["pathParameters"]["platform"],
        query=event.get("queryStringParameters") or {},
        headers={name.lower(): value for name, value in event.get("headers", {}).items()},
        body=event.get("body") or "",
        is_base64=bool(event.get("isBase64Encoded")),
    )
    reply = reception().answer(request, utc_now())
    return {"statusCode": reply.status, "headers": {"content-type": reply.content_type}, "body": reply.body}
