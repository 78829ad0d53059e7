"""Telling people: a fact becomes an alert, an alert or a lead becomes one mail.

The row comes first and the mail second: a failed mail neither unmakes nor repeats an alert."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.brands.model import Brand
from portavoce.community.model import Lead
from portavoce.reporting.compose import CHANGES, LEAD, REVIEW, Composed, Speaker, compose
from portavoce.reporting.model import (
    Alert,
    AlertKind,
    ChangesWanted,
    Mail,
    MailDelivery,
    MailPostponed,
    MailRefused,
    ReviewAsked,
    SubjectMissing,
)
from portavoce.reporting.records import Alerts, MailLedger


class NoSuchKind(Exception):
    """A publication is said to need a person in a state for which there are no words."""


@dataclass(frozen=True)
class Notifier:
    """Who writes to people. `send` takes a mail and gives the mail service's message id.

    `send` raises MailPostponed, MailRefused; `brand` and `lead` give None for what is not there. The commands in its
    mails are for `stage`."""

    alerts: Alerts
    mails: MailLedger
    brand: Callable[[str], Brand | None]
    lead: Callable[[str, str], Lead | None]
    send: Callable[[Mail], str]
    stage: str | None = None

    def publication_needs_person(
        self,
        *,
        publication_id: str,
        brand_id: str,
        channel: str,
        state: str,
        cause: str,
        next_step: str,
        event_id: str,
        at: datetime,
        freeze_id: str | None = None,
        unapproved: bool = False,
    ) -> bool:
        """Raises the alert of one event; its mail follows when the table's stream tells of the row.

        `event_id` is the same however often the event comes, so a repeat raises nothing and answers False. Of all that
        one freeze has held back, or made miss its time, a brand is told once: the first of them stands for the others.
        Raises NoSuchKind."""
        try:
            kind = AlertKind.PUBLICATION_UNAPPROVED if unapproved else AlertKind(f"publication_{state}")
        except ValueError:
            raise NoSuchKind(f"{publication_id}: no mail is written for the state {state}") from None
        facts = {"publication_id": publication_id, "channel": channel, "cause": cause, "next_step": next_step}
        one = f"PUBLICATION#{publication_id}#{state}#{event_id}"
        alert_id = f"FREEZE#{freeze_id}#{brand_id}#{state}" if freeze_id else one
        return self.alerts.raise_alert(
            Alert(alert_id=alert_id, brand_id=brand_id, kind=kind, facts=facts, raised_at=at)
        )

    def alert_raised(self, alert_id: str, now: datetime) -> MailDelivery:
        """Mails one alert to the brand's people, once. Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        alert = self.alerts.get(alert_id)
        if alert is None:
            raise SubjectMissing(f"alert {alert_id} is not in the table")
        brand = self._brand(alert.brand_id)
        words = compose(alert.kind, alert.facts, _speaker(brand, self.stage))
        try:
            delivery = self._send_once(f"ALERT#{alert_id}", _mail(brand.people.alerts, words), now)
        except (MailPostponed, MailRefused) as error:
            self.alerts.note_mail(alert_id, "mail_failed", str(error))
            raise
        if delivery is MailDelivery.SENT:
            self.alerts.note_mail(alert_id, "sent")
        return delivery

    def lead_created(self, brand_id: str, lead_id: str, now: datetime) -> MailDelivery:
        """Mails one lead to sales, once; to the people of the alerts when the brand names nobody for sales.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        lead = self.lead(brand_id, lead_id)
        if lead is None:
            raise SubjectMissing(f"lead {lead_id} of {brand_id} is not in the table")
        brand = self._brand(brand_id)
        facts = {
            "channel": lead.channel_id.removeprefix(f"{brand_id}."),
            "author_name": lead.author_name or "",
            "permalink": lead.permalink or "",
            "created_at": lead.created_at.isoformat(),
        }
        words = compose(LEAD, facts, _speaker(brand, self.stage), quote=lead.text)
        to = brand.people.sales or brand.people.alerts
        return self._send_once(f"LEAD#{brand_id}#{lead_id}", _mail(to, words), now)

    def review_asked(self, asked: ReviewAsked, now: datetime) -> MailDelivery:
        """Asks for one decision, once for the post as it stands. Whoever approves for the firm, if nobody is named for
        it, is who gets the alerts. Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        brand = self._brand(asked.brand_id)
        named = brand.people.clients if asked.reviewer == "client" else brand.people.approvers
        facts = {
            "post": asked.post_id,
            "channels": ", ".join(asked.channels),
            "planned_at": asked.planned_at.isoformat(),
            "expires_at": asked.expires_at.isoformat(),
        }
        words = compose(REVIEW, facts, _speaker(brand, self.stage), link=asked.link)
        key = f"REVIEW#{asked.brand_id}.{asked.post_id}#{asked.reviewer}#{asked.mark}"
        return self._send_once(key, _mail(named or brand.people.alerts, words), now)

    def changes_wanted(self, wanted: ChangesWanted, now: datetime) -> MailDelivery:
        """Passes on what is to be changed to the people of the alerts, once.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        brand = self._brand(wanted.brand_id)
        facts = {
            "post": wanted.post_id,
            "channels": ", ".join(wanted.channels),
            "planned_at": wanted.planned_at.isoformat(),
        }
        words = compose(CHANGES, facts, _speaker(brand, self.stage), quote=wanted.comment)
        key = f"CHANGES#{wanted.brand_id}.{wanted.post_id}#{wanted.decided_at.isoformat()}"
        return self._send_once(key, _mail(brand.people.alerts, words), now)

    def _brand(self, brand_id: str) -> Brand:
        brand = self.brand(brand_id)
        if brand is None:
            raise SubjectMissing(f"brand {brand_id} is not in the table")
        return brand

    def _send_once(self, key: str, mail: Mail, now: datetime) -> MailDelivery:
        if not self.mails.claim(key, now):
            return MailDelivery.ALREADY_SENT
        try:
            message_id = self.send(mail)
        except (MailPostponed, MailRefused) as error:
            self.mails.mark_failed(key, str(error))
            raise
        self.mails.mark_sent(key, now, message_id)
        return MailDelivery.SENT


def _speaker(brand: Brand, stage: str | None) -> Speaker:
    return Speaker(brand.id, brand.name, brand.language, brand.zone, stage)


def _mail(to: tuple[str, ...], words: Composed) -> Mail:
    return Mail(to=to, subject=words.subject, text=words.text, html=words.html)
