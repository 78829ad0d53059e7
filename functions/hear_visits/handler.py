"""Serve the script of visits, and hear what pages tell. Triggers: GET /t/{name} and POST /t."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.visit_door import answer_page, answer_script


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """One request. HTTP API, payload format 2.0. Nothing of who asks is logged."""
    if event["requestContext"]["http"]["method"] == "GET":
        text, headers = answer_script(event["pathParameters"]["name"])
        return {"statusCode": 200, "headers": dict(headers), "body": text}
    answer = answer_page(event, utc_now())
    return {"statusCode": int(answer.status), "headers": dict(answer.headers), "body": ""}
