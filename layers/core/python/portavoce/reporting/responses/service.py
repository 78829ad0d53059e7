"""Seeing an alert and putting it off, from a mail's link, the command line or the console."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.reporting.model import Alert, Matter
from portavoce.reporting.records import Alerts, Backlog

SNOOZE_ENDED = "SnoozeEnded"
LONGEST_SNOOZE = timedelta(days=31)


class NoSuchAlert(Exception):
    """Nothing of the kind was raised."""


class NotHandled(Exception):
    """The alert is over by doing what it asks for, and by nothing else."""


class SnoozeTooLong(Exception):
    """Nobody may be kept from money for so long, or the end is past."""


@dataclass(frozen=True)
class AlertHandling:
    """What people do with alerts."""

    alerts: Alerts
    backlog: Backlog

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Notes that somebody has seen it: no mail about it leaves any more. Again, it stays whose it was first.

        Raises NoSuchAlert, NotHandled."""
        alert = self._find(alert_id)
        if alert.acknowledged_by is None:
            self.alerts.acknowledge(alert_id, by, now)
        return self._find(alert_id)

    def snooze(self, alert_id: str, until: datetime, by: str, now: datetime) -> Alert:
        """Puts off what is told of the alert's budget or ad account: the mails of that time leave at its end, this one
        again, unless they were acknowledged. A later one replaces an earlier one.

        Raises NoSuchAlert, NotHandled, SnoozeTooLong."""
        alert = self._find(alert_id)
        if not now < until <= now + LONGEST_SNOOZE:
            raise SnoozeTooLong(f"a snooze ends within {LONGEST_SNOOZE.days} days, and not in the past")
        # What wakes it comes first: a death in between wakes somebody for nothing, and nobody sleeps for ever.
        self.backlog.keep(
            Matter(
                matter_id=f"{SNOOZE_ENDED}#{alert_id}",
                kind=SNOOZE_ENDED,
                detail={"alert_id": alert_id},
                kept_at=until,
                due_at=until,
            )
        )
        self.alerts.snooze(alert, until, by)
        return self._find(alert_id)

    def _find(self, alert_id: str) -> Alert:
        alert = self.alerts.get(alert_id)
        if alert is None:
            raise NoSuchAlert(f"no alert {alert_id}")
        if not alert.can_be_handled:
            raise NotHandled(f"{alert_id} is over when what it asks for is done")
        return alert
