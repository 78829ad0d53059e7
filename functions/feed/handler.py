"""Serve a brand's calendar to whoever holds its secret address. Trigger: GET /calendar/{brand}/{name}."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.feed_door import feed_door


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """One request. HTTP API, payload format 2.0. The address is a secret: nothing of it is logged."""
    where = event["pathParameters"]
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    answer = feed_door().look(where["brand"], where["name"], headers.get("if-none-match", ""), utc_now())
    logger.info("calendar feed", status=int(answer.status))
    return {"statusCode": int(answer.status), "headers": dict(answer.headers), "body": answer.body}
