"""Renew tokens before they end, probe each account once a day, warn before a connection ends, and, once an hour, keep
what listening costs below its cap. Trigger: 15 minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.connections import keeper
from portavoce.runtime.wiring.listening import listening_keeper

EVERY_MINUTES = 15
"""The first tick of each hour looks at the cost of listening."""
ENOUGH_TO_FINISH_MS = 90_000
"""One account takes a renewal and a few reads: with less time left, the rest waits for the next tick."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round; what it does not reach is due at the next."""
    done = keeper().keep(lambda: context.get_remaining_time_in_millis() > ENOUGH_TO_FINISH_MS)
    if done.looked_at or done.busy:
        logger.info(
            "connections looked after",
            accounts=done.looked_at,
            busy=done.busy,
            states=done.states,
            stopped_early=done.stopped_early,
        )
    if (now := utc_now()).minute < EVERY_MINUTES:
        listening_keeper().keep(now)
