"""Write an e-mail to the person who is needed. Triggers: our events, SES's of lost mails, each minute."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.reporting import handle_event, retry_waiting

ENOUGH_TO_FINISH_MS = 40_000
"""One try at a mail service that hangs: with less time left, the rest waits for the next tick."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """One event, or one tick. A mail that cannot be sent now is kept, and told when the mail service takes it."""
    if event["detail-type"] == "Scheduled Event":
        if outcomes := retry_waiting(utc_now(), lambda: context.get_remaining_time_in_millis() > ENOUGH_TO_FINISH_MS):
            logger.info("told later", outcomes=outcomes)
        return
    outcome = handle_event(event["detail-type"], event["detail"], utc_now())
    logger.info("told", event_id=event["detail"].get("id"), detail_type=event["detail-type"], outcome=outcome)
