"""Show a post, or a brake's proposal, to whoever holds its link, and take the decision. Triggers: GET and POST
/review/{token} and /brake/{token}, GET /review/{token}/pictures/{channel}."""

import base64
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.brake_desk import brake_door
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
    form = _read_form(event) if event["requestContext"]["http"]["method"] == "POST" else None
    if event["routeKey"].endswith(" /brake/{token}"):
        door = brake_door()
        proposal = door.look(token, utc_now()) if form is None else door.take(token, form, utc_now())
        logger.info("brake link", outcome=proposal.outcome, budget=proposal.budget)
        return _show(proposal.status, proposal.page.html, proposal.page.policy)
    answer = review_door().look(token, utc_now()) if form is None else review_door().take(token, form, utc_now())
    logger.info("review link", outcome=answer.outcome, post=answer.post)
    return _show(answer.status, answer.page.html, answer.page.policy)


def _read_form(event: dict[str, Any]) -> str:
    body = event.get("body") or ""
    return base64.b64decode(body).decode("utf-8", "replace") if event.get("isBase64Encoded") else body


def _show(status: int, html: str, policy: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": HEADERS | {"content-security-policy": policy}, "body": html}
