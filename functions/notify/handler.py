"""Write an e-mail to the person who is needed. Trigger: AlertRaised, LeadCreated, PublicationNeedsPerson on the bus."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.reporting import handle_event


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One event. A mail that cannot be sent now is raised, so that Lambda tries again and then parks it."""
    outcome = handle_event(event["detail-type"], event["detail"], utc_now())
    logger.info("told", event_id=event["detail"]["id"], detail_type=event["detail-type"], outcome=outcome)
