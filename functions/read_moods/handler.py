"""Read moods by Amazon Comprehend for the brands that pay for it. Trigger: a quarter of an hour."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.moods import mood_reading


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round over every brand; what it does not reach, the next round does."""
    if read := mood_reading().read(utc_now()):
        logger.info("moods read by Amazon Comprehend", interactions=read)
