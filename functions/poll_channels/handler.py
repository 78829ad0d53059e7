"""Ask the platforms that call nobody back what was said, read again what others told, and queue what is new. Trigger:
five minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.polls import poller, rereader

ENOUGH_FOR_ONE_MS = 60_000
"""One channel takes twenty pages at most, or sixty calls: with less time left, the rest waits for the next round."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One round of each; what they do not reach is read by the next."""

    def keep_going() -> bool:
        return context.get_remaining_time_in_millis() > ENOUGH_FOR_ONE_MS

    for what, done in (
        ("channels polled", poller().poll(utc_now(), keep_going)),
        ("channels read again", rereader().reread(utc_now(), keep_going)),
    ):
        if done.told or done.failures or done.stopped_early:
            logger.info(
                what,
                channels=done.channels,
                told=done.told,
                failures=done.failures,
                stopped_early=done.stopped_early,
            )
