"""Read what the campaigns cost, and warn before a budget is lost. Trigger: every hour."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.advertising import spend_collector

ENOUGH_TO_FINISH_MS = 90_000
"""One ad account takes three reads or more: with less time left, the rest waits for the next tick."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One tick; what it does not reach is read at the next."""
    done = spend_collector().collect(utc_now(), lambda: context.get_remaining_time_in_millis() > ENOUGH_TO_FINISH_MS)
    for failure in done.failures:
        logger.warning("ad account not read, tried again later", what=failure)
    logger.info(
        "spend collected",
        accounts=done.accounts,
        changed_days=done.changed_days,
        alerts=done.alerts,
        failed=len(done.failures),
        stopped_early=done.stopped_early,
    )
