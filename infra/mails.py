"""How mails are sent, so that what becomes of them is heard."""

from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.stage import Stage


def make_mail_set(scope: Construct, stage: Stage) -> str:
    """The name under which mails are sent, so that what becomes of them is told on the default bus."""
    made = ses.ConfigurationSet(
        scope,
        "Mails",
        configuration_set_name=stage.prefix,
        suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    )
    made.add_event_destination(
        "DefaultBus",
        destination=ses.EventDestination.event_bus(events.EventBus.from_event_bus_name(scope, "Default", "default")),
        events=[ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT],
    )
    return stage.prefix
