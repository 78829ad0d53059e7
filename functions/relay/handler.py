"""Turn changes of the table into events on the bus, and add the counters. Trigger: the table's stream."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.outbox import relay


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """A batch of changes, in order; from the first that fails on, they are asked for again. What no room can read is
    parked."""
    relayed = relay().relay(event["Records"])
    if relayed.again or relayed.parked:
        logger.warning("changes not relayed", again=len(relayed.again), parked=relayed.parked)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in relayed.again]}
