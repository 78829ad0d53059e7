"""Take one step of one publication on its platform. Trigger: the outgoing queue, one message at a time."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.publishing.model import OutgoingMessage
from portavoce.runtime.logs import logger
from portavoce.runtime.queue_batch import Record, take_each
from portavoce.runtime.wiring.publishing import publishing_service


def take(record: Record) -> None:
    """One message of the queue."""
    try:
        asked = OutgoingMessage.model_validate_json(record["body"], extra="ignore")
        publishing_service().take(asked)
    except Exception as error:  # named by its type only: its text may quote a platform's answer
        logger.warning("step not taken", message_id=record["messageId"], error=type(error).__name__)
        raise
    logger.info("step taken", publication_id=asked.publication_id, revision=asked.revision, step=asked.step)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """A batch; a message that fails is asked for again, alone."""
    return take_each(event, take)
