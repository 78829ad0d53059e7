"""Do on the platform what triage decided about an interaction. Trigger: InteractionTriaged on the bus."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.community.events import InteractionTriaged
from portavoce.outbox.model import unwrap
from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.acts import act_or_tell


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One event. What cannot be done now is raised, so that Lambda tries again and then parks it."""
    triaged, envelope = unwrap(InteractionTriaged, event["detail"])
    ended = act_or_tell(triaged, utc_now())
    logger.info(
        "acted",
        event_id=envelope.id,
        channel_id=triaged.channel_id,
        outcome={record.action: record.progress for record in ended},
    )
