"""Put what is due within ten minutes on the outgoing queue. Triggers: each minute; PublicationsDueSoon."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from portavoce.outbox.model import unwrap
from portavoce.publishing.events import PublicationsDueSoon
from portavoce.runtime.clock import read_minute, utc_now
from portavoce.runtime.logs import logger
from portavoce.runtime.wiring.ledger import dispatcher


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """One tick or one event. What cannot be dispatched is raised; the next tick finds it again."""
    if event["detail-type"] == PublicationsDueSoon.__name__:
        due, envelope = unwrap(PublicationsDueSoon, event["detail"])
        count = dispatcher().dispatch_all(due.publication_ids, utc_now())
        logger.info("due soon", event_id=envelope.id, publication_ids=due.publication_ids, dispatched=count)
    elif count := dispatcher().dispatch_due(read_minute(event), utc_now()):
        logger.info("dispatched", publications=count)
