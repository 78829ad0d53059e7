"""Read what the campaigns cost, warn before a budget is lost, and brake. Triggers: every hour; BrakeOrdered."""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.advertising import spend_collector
from portavoce.runtime.wiring.brakes import handle_order

ENOUGH_TO_FINISH_MS = 90_000
"""One ad account takes three reads or more: with less time left, the rest waits for the next tick."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """One tick, or one order of a person's. What a tick does not reach is read at the next; an order that cannot be
    ended now is raised, so that Lambda tries again, and the next tick takes it up."""

    def has_time() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_TO_FINISH_MS

    if event["detail-type"] == "BrakeOrdered":
        logger.info("brake order done", **handle_order(event["detail"], utc_now(), has_time))
        return
    done = asdict(spend_collector().collect(utc_now(), has_time))
    failures = done.pop("failures")
    for failure in failures:
        logger.warning("ad account not read, tried again later", what=failure)
    logger.info("spend collected", **done, failed=len(failures))
