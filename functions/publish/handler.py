"""Take a step of a publication on its platform, release those of one second, or see to what a person has asked for.

Trigger: the outgoing queue."""

import json
from importlib import import_module
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.publishing.model import OutgoingMessage
from portavoce.runtime.logs import logger
from portavoce.runtime.queue_batch import Record, take_each
from portavoce.runtime.wiring.publishing import burst


def take(record: Record) -> None:
    """One message of the queue."""
    try:
        body = json.loads(record["body"])
        if "act" in body:
            # Their room is imported when one comes: most processes see none.
            import_module("portavoce.runtime.wiring.acts").finish_act(body)
            return
        taken = burst().take(OutgoingMessage.model_validate(body, extra="ignore"))
    except Exception as error:  # named by its type only: its text may quote a platform's answer
        logger.warning("step not taken", message_id=record["messageId"], error=type(error).__name__)
        raise
    for step in taken:
        asked = step.asked
        if step.error:
            logger.warning("step not taken", publication_id=asked.publication_id, error=type(step.error).__name__)
        else:
            logger.info("step taken", publication_id=asked.publication_id, revision=asked.revision, step=asked.step)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """A batch; a message that fails is asked for again, alone."""
    return take_each(event, take)
