"""Count an event of a visit, once. Trigger: called by hear_visits, which does not wait."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.visits import visit_counter
from portavoce.visits.hit import read_hit


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One event. What fails is tried again by Lambda, then parked."""
    counted = visit_counter().count(read_hit(event), utc_now())
    logger.info("visit", counted=counted)
