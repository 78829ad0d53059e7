"""Hold each series against its rule and each post against the clocks of its zone, and delete the salts of the days that
are over. Trigger: once a day."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.visit_salt import delete_old_salts
from portavoce.runtime.wiring.planning import follow_clocks
from portavoce.runtime.wiring.series import series_service


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One day. What cannot be extended is raised; the next day tries again."""
    now = utc_now()
    delete_old_salts(now)
    # The clocks first: one series that breaks keeps no post at a wrong hour.
    if moved := follow_clocks(now):
        logger.info("posts moved with their clocks", publications=moved)
    if count := series_service().extend(now):
        logger.info("series extended", publications=count)
