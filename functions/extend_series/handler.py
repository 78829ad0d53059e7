"""Hold each series against its rule, and each post against the clocks of its zone; delete the salts of the days that
are over, and read the visits that other sources count. Trigger: once a day."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.each_alone import EachAlone
from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.visit_salt import delete_old_salts
from portavoce.runtime.wiring.planning import follow_clocks
from portavoce.runtime.wiring.series import series_service
from portavoce.runtime.wiring.visit_imports import visit_importer


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One day. What cannot be extended or read is raised; the next day tries again."""
    now, each = utc_now(), EachAlone()
    delete_old_salts(now)
    # The clocks first: one series that breaks keeps no post at a wrong hour.
    if moved := follow_clocks(now):
        logger.info("posts moved with their clocks", publications=moved)
    with each:
        if count := series_service().extend(now):
            logger.info("series extended", publications=count)
    with each:
        if count := visit_importer().read(now):
            logger.info("visits of other sources read", items=count)
    each.raise_errors("parts of the day's round failed")
