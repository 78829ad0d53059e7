"""What was raised, without the words of its mails: their templates are for whoever writes them."""

from functools import cache

from portavoce.reporting.records import Alerts, Backlog, DeadAddresses
from portavoce.reporting.responses.service import AlertHandling
from portavoce.runtime import aws


@cache
def alerts() -> Alerts:
    """What was raised in this stage."""
    return Alerts(aws.table())


@cache
def dead_addresses() -> DeadAddresses:
    """The addresses that this stage's mails do not reach."""
    return DeadAddresses(aws.table())


@cache
def alert_handling() -> AlertHandling:
    """What people do with this stage's alerts."""
    return AlertHandling(alerts(), Backlog(aws.table()))
