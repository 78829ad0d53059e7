"""Count a click on a link of ours, once. Trigger: called by follow_link, which does not wait."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.links.link import read_click
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.links import click_counter


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One click. What fails is tried again by Lambda, then parked."""
    follower = click_counter().count(read_click(event))
    logger.info("click", follower=follower or "counted before")
