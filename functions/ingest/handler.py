"""Turn verified webhooks into interactions, triaged and stored once. Trigger: the inbound queue, ten at a time."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger, name_causes
from portavoce.runtime.queue_batch import Record, take_each
from portavoce.runtime.wiring.community import community, deliveries
from portavoce.runtime.wiring.revocations import take_revocations
from portavoce.webhooks.reception import read_message


def take_in(record: Record) -> None:
    """One message of the queue."""
    try:
        inbound = read_message(record["body"])
        revoked = take_revocations(inbound)
        stored = community().take_in_all(deliveries(inbound), utc_now())
    except Exception as error:  # named by its type only: its text may quote what somebody wrote
        logger.warning("message not taken in", message_id=record["messageId"], error=name_causes(error))
        raise
    logger.info("message taken in", platform=inbound.platform, interactions=len(stored), revoked=revoked)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """A batch; a message that fails is asked for again, alone."""
    return take_each(event, take_in)
