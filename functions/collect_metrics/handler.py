"""Take the snapshots that are due of posts and channels. Trigger: every 15 minutes."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.measuring import collector

ENOUGH_TO_FINISH_MS = 45_000
"""One read of a platform may take this long: with less time left, the rest waits for the next tick."""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One tick; what it does not reach stays due."""
    done = collector().collect(utc_now(), lambda: context.get_remaining_time_in_millis() > ENOUGH_TO_FINISH_MS)
    for failure in done.failures:
        logger.warning("not read, tried again later", what=failure)
    logger.info(
        "metrics collected",
        posts=done.posts,
        channel_days=done.channel_days,
        goals=done.goals,
        failed=len(done.failures),
        stopped_early=done.stopped_early,
    )
