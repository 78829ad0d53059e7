"""Settle publications that should have moved and have not. Trigger: every five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.ledger import reconciler


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round. What cannot be settled is raised; the next round finds it again."""
    if count := reconciler().reconcile(utc_now()):
        logger.info("overdue", publications=count)
