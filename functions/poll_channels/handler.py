"""Ask the platforms that call nobody back what was said, and queue what is new. Trigger: five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.polls import poller

ENOUGH_FOR_ONE_MS = 60_000
"""One channel takes twenty pages at most: with less time left, the rest waits for the next round."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round; what it does not reach is read by the next."""
    done = poller().poll(utc_now(), lambda: context.get_remaining_time_in_millis() > ENOUGH_FOR_ONE_MS)
    if done.told or done.failures or done.stopped_early:
        logger.info(
            "channels polled",
            channels=done.channels,
            told=done.told,
            failures=done.failures,
            stopped_early=done.stopped_early,
        )
