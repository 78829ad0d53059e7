"""Put what is due within ten minutes on the outgoing queue. Triggers: each minute; PublicationDueSoon."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.outbox.model import unwrap
from portavoce.publishing.events import PublicationDueSoon
from portavoce.runtime.clock import utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.publishing import dispatcher


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One tick or one event. What cannot be dispatched is raised; the next tick finds it again."""
    if event["detail-type"] == PublicationDueSoon.__name__:
        due, envelope = unwrap(PublicationDueSoon, event["detail"])
        dispatched = dispatcher().dispatch(due.publication_id, utc_now())
        logger.info("due soon", event_id=envelope.id, publication_id=due.publication_id, dispatched=dispatched)
    elif count := dispatcher().dispatch_due(utc_now()):
        logger.info("dispatched", publications=count)
