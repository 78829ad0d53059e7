"""Hearing of mails that did not arrive: the address rests, and somebody else is told."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portavoce.brands.model import Brand
from portavoce.reporting.bounces.mail_events import Bounce
from portavoce.reporting.model import Alert, AlertKind, DeadAddress
from portavoce.reporting.records import Alerts, DeadAddresses

REST = timedelta(days=30)
"""How long nothing is sent to an address after a permanent bounce or a complaint. Amazon SES itself keeps it on the
account's suppression list until it is taken off there."""


@dataclass(frozen=True)
class Bounces:
    """Takes in bounces and complaints. `brands` gives every brand; `count_failure` counts a mail that was lost."""

    dead_addresses: DeadAddresses
    alerts: Alerts
    brands: Callable[[], Iterable[Brand]]
    count_failure: Callable[[], None]

    def hear(self, bounce: Bounce, now: datetime) -> int:
        """Lets the address rest if it is permanent, and raises one alert a day for each brand that names it. Gives the
        number of those that are new."""
        if bounce.permanent:
            self.dead_addresses.add(
                DeadAddress(address=bounce.address, reason=bounce.reason, since=now, until=now + REST)
            )
        self.count_failure()
        return sum(
            self.alerts.raise_alert(_alert(brand.id, bounce, now))
            for brand in self.brands()
            if bounce.address in brand.people.everybody
        )


def _alert(brand_id: str, bounce: Bounce, now: datetime) -> Alert:
    mark = hashlib.sha256(bounce.address.encode()).hexdigest()[:16]
    return Alert(
        alert_id=f"ADDRESS#{brand_id}#{mark}#{now.astimezone(UTC):%Y-%m-%d}",
        brand_id=brand_id,
        kind=AlertKind.ADDRESS_BOUNCED,
        facts={"address": bounce.address, "cause": bounce.reason},
        raised_at=now,
    )
