"""Show a post or an alert to whoever holds its link, and take the decision. Triggers: GET and POST
/review/{token} and /alerts/{token}, GET /review/{token}/pictures/{channel}."""

import base64
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.alert_links import alert_door
from portavoce.runtime.wiring.review import review_door

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """One request. HTTP API, payload format 2.0. Looking decides nothing: only a POST of the page's form does."""
    token = event["pathParameters"]["token"]
    if channel := event["pathParameters"].get("channel"):
        address = review_door().picture(token, channel, utc_now())
        return {"statusCode": 302 if address else 404, "headers": HEADERS | ({"location": address} if address else {})}
    door = alert_door() if "/alerts/" in event["rawPath"] else review_door()
    if event["requestContext"]["http"]["method"] == "POST":
        body = event.get("body") or ""
        form = base64.b64decode(body).decode("utf-8", "replace") if event.get("isBase64Encoded") else body
        answer = door.take(token, form, utc_now())
    else:
        answer = door.look(token, utc_now())
    logger.info("link in a mail", outcome=answer.outcome, post=answer.post)
    headers = HEADERS | {"content-security-policy": answer.page.policy}
    return {"statusCode": answer.status, "headers": headers, "body": answer.page.html}
