"""Settle publications that should have moved and have not; end hidings whose time is over. Trigger: five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.each_alone import EachAlone
from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.acts_ledger import hidings
from portavoce.runtime.wiring.ledger import reconciler


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round. What cannot be settled is raised; the next round finds it again."""
    now, each = utc_now(), EachAlone()
    with each:
        if count := reconciler().reconcile(now):
            logger.info("overdue", publications=count)
    with each:
        if count := hidings().end_over(now):
            logger.info("hidings over", comments=count)
    each.raise_errors("parts of the round failed")
