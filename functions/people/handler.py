"""Invite people to the console, and change what they may do. Triggers: /api/v1/people, signed."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.api.app import answer
from portavoce.runtime.logs import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One signed request, answered."""
    return answer(event, context)
