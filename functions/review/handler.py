"""Show a post, an alert or a brake's proposal to whoever holds its link, and take the decision. Triggers: GET and POST
/review/{token}, /alerts/{token} and /brake/{token}, GET /review/{token}/pictures/{channel}."""

import base64
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.alert_links import answer_alert_link
from portavoce.runtime.wiring.brake_door import answer_brake_link
from portavoce.runtime.wiring.review import answer_review_link, review_door

ANSWERS = {"alerts": answer_alert_link, "brake": answer_brake_link, "review": answer_review_link}
"""By the part of the address before the token."""

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
    token, form = event["pathParameters"]["token"], None
    if channel := event["pathParameters"].get("channel"):
        address = review_door().picture(token, channel, utc_now())
        return {"statusCode": 302 if address else 404, "headers": HEADERS | ({"location": address} if address else {})}
    if event["requestContext"]["http"]["method"] == "POST":
        body = event.get("body") or ""
        form = base64.b64decode(body).decode("utf-8", "replace") if event.get("isBase64Encoded") else body
    # The first of them: what a stranger puts into the place of a token may hold slashes.
    answer = ANSWERS[next(part for part in event["rawPath"].split("/") if part in ANSWERS)]
    status, html, policy = answer(token, form, utc_now())
    return {"statusCode": status, "headers": HEADERS | {"content-security-policy": policy}, "body": html}
