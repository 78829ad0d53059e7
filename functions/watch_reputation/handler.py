"""Look whether more is said against a brand than usual; tell it, or stop its publishing. Trigger: five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.crisis import reputation_watch


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round over every brand; what it does not reach, the next round does."""
    if standing := reputation_watch().watch(utc_now()):
        logger.info("reputations are watched, or in a crisis", brands=standing)
