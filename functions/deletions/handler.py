"""Take a platform's request to delete a login, and tell its person. Trigger: /webhooks/{platform}/deletion."""

from typing import Any

from portavoce.runtime.clock import utc_now
from portavoce.runtime.wiring.deletions import deletions
from portavoce.webhooks.reception import Request


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001
    """One request, answered at once. API Gateway, HTTP API, payload format 2.0."""
    where, method = event["pathParameters"], event["requestContext"]["http"]["method"]
    if method == "GET":
        reply = deletions().tell_state(where["platform"], where["code"])
    else:
        body, is_base64 = event.get("body") or "", bool(event.get("isBase64Encoded"))
        reply = deletions().answer(Request(method, where["platform"], {}, {}, body, is_base64), utc_now())
    return {"statusCode": reply.status, "headers": {"content-type": reply.content_type}, "body": reply.body}
