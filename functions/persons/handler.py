"""Hand out what is held of a person, and forget them. Triggers: /api/v1/brands/…/persons, signed."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.api.app import answer
from portavoce.runtime.logs import logger


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """One signed request, answered."""
    return answer(event, context)
