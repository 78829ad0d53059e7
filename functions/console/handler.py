"""Serve the console to people's browsers. Trigger: the HTTP API's routes under /console."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.console.app import answer
from portavoce.runtime.logs import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """One request of a browser, answered."""
    return answer(event)
