"""Tell before an answer is late and when it is; close what waited for who has spoken again. Trigger: five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.inbox_watch import inbox_watch


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round over every brand; what it does not reach, the next round does."""
    if told := inbox_watch().watch(utc_now()):
        logger.info("answers are late, or nearly", interactions=told)
