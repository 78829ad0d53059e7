"""Hold each series against its rule, so that its posts stand for 90 days ahead. Trigger: once a day."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.series import series_service


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One day. What cannot be extended is raised; the next day tries again."""
    if count := series_service().extend(utc_now()):
        logger.info("series extended", publications=count)
