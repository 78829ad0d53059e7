"""What there is to report, for the tests of reporting."""

from dataclasses import dataclass, field

from portavoce.brands.model import Brand
from portavoce.community.model import Lead
from portavoce.community.records import CommunityRecords
from portavoce.reporting.assignments.service import Assignments
from portavoce.reporting.digests.service import Digests
from portavoce.reporting.model import (
    Alert,
    AlertKind,
    Mail,
    Matter,
)
from portavoce.reporting.post_office.service import PostOffice
from portavoce.reporting.records import Alerts, Backlog, DeadAddresses, MailLedger, Shares
from portavoce.reporting.requests.service import ReviewRequests
from portavoce.reporting.service import Notifier
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW

MISSED = Alert(
    alert_id="PUBLICATION#aurora.spring-launch.facebook#missed#e1",
    brand_id="aurora",
    kind=AlertKind.PUBLICATION_MISSED,
    facts={"publication_id": "aurora.spring-launch.facebook", "channel": "facebook", "cause": "late", "next_step": ""},
    raised_at=NOW,
)


LEAD = Lead(
    lead_id="facebook-c1",
    brand_id="aurora",
    channel_id="aurora.facebook",
    platform="facebook",
    interaction_id="c1",
    author_id="u9",
    author_name="Ana",
    text="Quanto costa la miscela?",
    permalink="https://facebook.example/c1",
    created_at=NOW,
)


MATTER = Matter(matter_id="m", kind="Digest", detail={}, kept_at=NOW, due_at=NOW)


class Died(BaseException):
    """The process ended at this point."""


@dataclass
class Postbox:
    """A mail service in memory. `troubles` happen one by one, before the mail is taken unless it is a death."""

    sent: list[Mail] = field(default_factory=list)
    troubles: list[BaseException] = field(default_factory=list)

    def send(self, mail: Mail) -> str:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None and not isinstance(trouble, Died):
            raise trouble
        self.sent.append(mail)
        if trouble is not None:
            raise trouble
        return f"message-{len(self.sent)}"


def notifier(table: Table, postbox: Postbox, brand: Brand | None = AURORA) -> Notifier:
    return Notifier(
        alerts=Alerts(table),
        office=PostOffice(MailLedger(table), DeadAddresses(table), postbox.send),
        digests=Digests(Shares(table), Backlog(table)),
        brand=lambda brand_id: brand,
        lead=lambda brand_id, lead_id: LEAD if lead_id == LEAD.lead_id else None,
        stage="dev",
    )


def assignments(table: Table, postbox: Postbox, brand: Brand = AURORA) -> Assignments:
    return Assignments(
        office=PostOffice(MailLedger(table), DeadAddresses(table), postbox.send),
        digests=Digests(Shares(table), Backlog(table)),
        brand=lambda brand_id: brand,
        find=lambda platform, interaction_id: (
            found.row if (found := CommunityRecords(table).get(platform, interaction_id)) else None
        ),
        stage="dev",
    )


def requests(table: Table, postbox: Postbox, brand: Brand = AURORA) -> ReviewRequests:
    office = PostOffice(MailLedger(table), DeadAddresses(table), postbox.send)
    return ReviewRequests(office, lambda brand_id: brand, "dev")


def needs_person(notifier: Notifier, event_id: str = "e1", state: str = "missed", freeze_id: str | None = None) -> bool:
    return notifier.publication_needs_person(
        publication_id="aurora.spring-launch.facebook",
        brand_id="aurora",
        channel="facebook",
        state=state,
        cause="It was late.",
        next_step="Publish it now.",
        event_id=event_id,
        at=NOW,
        freeze_id=freeze_id,
    )
