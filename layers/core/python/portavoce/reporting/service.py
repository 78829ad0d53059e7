"""Telling people: a fact becomes an alert, an alert or a lead becomes one mail to each of its people.

The row comes first and the mail second: a failed mail neither unmakes nor repeats an alert. What strangers or a broken
channel can cause without end has a share: the first of a day are mailed alone, the rest once an hour in one mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from portavoce.brands.model import Brand
from portavoce.community.model import Lead, StoredInteraction
from portavoce.platforms.titles import title_of_channel
from portavoce.reporting.compose import (
    CHANGES,
    LEAD,
    LEAD_DIGEST,
    POST_DIGEST,
    Speaker,
    compose,
)
from portavoce.reporting.digests.service import Digests, Share, show_lines
from portavoce.reporting.model import (
    Alert,
    AlertKind,
    ChangesWanted,
    MailDelivery,
    MailPostponed,
    MailRefused,
    MailSnoozed,
    SubjectMissing,
)
from portavoce.reporting.phrases import translate
from portavoce.reporting.post_office.service import PostOffice
from portavoce.reporting.records import Alerts

LEADS = Share("leads", LEAD_DIGEST, 10)
POSTS = Share("posts", POST_DIGEST, 20)
QUOTING = frozenset({AlertKind.REPUTATION_FLOOD, AlertKind.CRISIS_PROPOSED, AlertKind.CRISIS_FROZEN})
"""Of these the words are shown, read when the mail is written: an alert names comments and keeps nobody's words."""


class NoSuchKind(Exception):
    """A publication is said to need a person in a state for which there are no words."""


@dataclass(frozen=True)
class Notifier:
    """Who writes to people. `brand`, `lead` and `find` (platform, interaction id) give None for what is not there; the
    commands in its mails are for `stage`; `page_of` gives the address of the page on which an alert that can be handled
    is acknowledged or snoozed. `link_of` is where an alert is answered, None where it is not."""

    alerts: Alerts
    office: PostOffice
    digests: Digests
    brand: Callable[[str], Brand | None]
    lead: Callable[[str, str], Lead | None]
    stage: str | None = None
    page_of: Callable[[Alert], str] = lambda alert: ""  # noqa: ARG005
    find: Callable[[str, str], StoredInteraction | None] = lambda platform, interaction_id: None  # noqa: ARG005
    link_of: Callable[[Alert], str | None] = lambda alert: None  # noqa: ARG005

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
        said_by: str | None = None,
        fee_cap: str | None = None,
    ) -> bool:
        """Raises the alert of one event; its mail follows when the table's stream tells of the row.

        `event_id` is the same however often the event comes, so a repeat raises nothing and answers False. Of all that
        one freeze, or one cap on fees, has held back, or made miss its time, a brand is told once: the first of them
        stands for the others.
        Raises NoSuchKind."""
        try:
            why = "repeated" if said_by else "unapproved" if unapproved else "over_fees" if fee_cap else state
            kind = AlertKind(f"publication_{why}")
        except ValueError:
            raise NoSuchKind(f"{publication_id}: no mail is written for the state {state}") from None
        facts = {"publication_id": publication_id, "channel": channel, "cause": cause, "next_step": next_step}
        one = f"PUBLICATION#{publication_id}#{state}#{event_id}"
        many = (
            f"FREEZE#{freeze_id}#{brand_id}#{state}" if freeze_id else f"FEES#{brand_id}#{fee_cap}" if fee_cap else ""
        )
        return self.alerts.raise_alert(
            Alert(alert_id=many or one, brand_id=brand_id, kind=kind, facts=facts, raised_at=at)
        )

    def alert_raised(self, alert_id: str, now: datetime) -> MailDelivery:
        """Mails one alert to the brand's people, once, unless somebody has acknowledged it.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused, MailSnoozed."""
        alert = self._alert(alert_id)
        brand = self._brand(alert.brand_id)
        if self._is_seen(alert, now):
            return MailDelivery.ACKNOWLEDGED
        if "publication_id" in alert.facts and self.digests.join(POSTS, brand.id, alert_id, author=None, now=now):
            self.alerts.note_mail(alert_id, MailDelivery.IN_DIGEST)
            return MailDelivery.IN_DIGEST
        try:
            delivery = self._mail(alert, brand, f"ALERT#{alert_id}", now)
        except (MailPostponed, MailRefused) as error:
            self.alerts.note_mail(alert_id, "mail_failed", str(error))
            raise
        if delivery is not MailDelivery.ALREADY_SENT or alert.mail != MailDelivery.SENT:
            outcome = MailDelivery.SENT if delivery is MailDelivery.ALREADY_SENT else delivery
            self.alerts.note_mail(alert_id, outcome)
        return delivery

    def snooze_ended(self, alert_id: str, now: datetime) -> MailDelivery:
        """Mails an alert again, once, because somebody put it off until now and nobody has acknowledged it.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused, MailSnoozed."""
        alert = self._alert(alert_id)
        if self._is_seen(alert, now):
            return MailDelivery.ACKNOWLEDGED
        until = alert.snoozed_until.isoformat() if alert.snoozed_until else ""
        return self._mail(alert, self._brand(alert.brand_id), f"ALERT#{alert_id}#{until}", now)

    def lead_created(self, brand_id: str, lead_id: str, now: datetime) -> MailDelivery:
        """Mails one lead to sales, once; to the people of the alerts when the brand names nobody for sales.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        lead = self._lead(brand_id, lead_id)
        brand = self._brand(brand_id)
        if self.digests.join(LEADS, brand_id, lead_id, author=lead.author_id, now=now):
            return MailDelivery.IN_DIGEST
        facts = {
            "channel": title_of_channel(lead.channel_id.removeprefix(f"{brand_id}."), lead.platform),
            "author_name": lead.author_name or "",
            "permalink": lead.permalink or "",
            "created_at": lead.created_at.isoformat(),
        }
        words = compose(LEAD, facts, speaker_of(brand, self.stage), quote=lead.text)
        return self.office.send_to_each(
            f"LEAD#{brand_id}#{lead_id}", brand.people.sales or brand.people.alerts, words, now
        )

    def digest_due(self, brand_id: str, share: str, digest: str, now: datetime) -> MailDelivery:
        """Mails what was put into one digest, once. Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        members = self.digests.members(brand_id, digest)
        brand, kind = self._brand(brand_id), LEADS if share == LEADS.name else POSTS
        lines = show_lines(members, lambda one: self._digest_line(brand, kind, one))
        if not lines:
            return MailDelivery.NOBODY
        facts = {"count": str(len(members))}
        words = compose(kind.digest_kind, facts, speaker_of(brand, self.stage), quote="\n".join(lines))
        to = brand.people.sales or brand.people.alerts if kind is LEADS else brand.people.alerts
        return self.office.send_to_each(f"DIGEST#{brand_id}#{digest}", to, words, now)

    def changes_wanted(self, wanted: ChangesWanted, now: datetime) -> MailDelivery:
        """Passes on what is to be changed to the people of the alerts, once.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        brand = self._brand(wanted.brand_id)
        facts = {
            "post": wanted.post_id,
            "channels": ", ".join(wanted.channels),
            "planned_at": wanted.planned_at.isoformat(),
        }
        words = compose(CHANGES, facts, speaker_of(brand, self.stage), quote=wanted.comment)
        key = f"CHANGES#{wanted.brand_id}.{wanted.post_id}#{wanted.decided_at.isoformat()}"
        return self.office.send_to_each(key, brand.people.alerts, words, now)

    def _is_seen(self, alert: Alert, now: datetime) -> bool:
        """Whether somebody has acknowledged it. Raises MailSnoozed while nobody is to hear of its matter."""
        if not alert.can_be_handled or alert.acknowledged_by:
            return alert.acknowledged_by is not None
        if until := self.alerts.snoozed_until(alert.subject, now):
            raise MailSnoozed(until)
        return False

    def _mail(self, alert: Alert, brand: Brand, key: str, now: datetime) -> MailDelivery:
        page = self.page_of(alert) if alert.can_be_handled else ""
        speaker, quote, link = speaker_of(brand, self.stage), self._quote(alert), self.link_of(alert)
        words = compose(alert.kind, alert.facts, speaker, quote, page, link=link)
        return self.office.send_to_each(key, brand.people.alerts, words, now)

    def _alert(self, alert_id: str) -> Alert:
        alert = self.alerts.get(alert_id)
        if alert is None:
            raise SubjectMissing(f"alert {alert_id} is not in the table")
        return alert

    def _quote(self, alert: Alert) -> str | None:
        """The words of the comments that a storm's alert names, as far as they still stand, each with its link."""
        if alert.kind not in QUOTING:
            return None
        names = [one.partition("/") for one in alert.facts.get("comments", "").split(", ") if one]
        rows = [row for platform, _, interaction_id in names if (row := self.find(platform, interaction_id))]
        told = [f"{(row.interaction.text or '')[:200]}\n{row.interaction.permalink or ''}".strip() for row in rows]
        return "\n\n".join(one for one in told if one) or None

    def _brand(self, brand_id: str) -> Brand:
        brand = self.brand(brand_id)
        if brand is None:
            raise SubjectMissing(f"brand {brand_id} is not in the table")
        return brand

    def _lead(self, brand_id: str, lead_id: str) -> Lead:
        lead = self.lead(brand_id, lead_id)
        if lead is None:
            raise SubjectMissing(f"lead {lead_id} of {brand_id} is not in the table")
        return lead

    def _digest_line(self, brand: Brand, share: Share, member: str) -> str | None:
        """What a digest says of one; nothing of what is no longer there."""
        if share is LEADS:
            lead = self.lead(brand.id, member)
            if lead is None:
                return None
            where = title_of_channel(lead.channel_id.removeprefix(f"{brand.id}."), lead.platform)
            said = f"{f'{lead.author_name} ({where})' if lead.author_name else where}: {lead.text[:200]}"
            return f"{said}\n{lead.permalink}" if lead.permalink else said
        alert = self.alerts.get(member)
        if alert is None:
            return None
        return f"{alert.facts['publication_id']}: {translate(alert.facts.get('cause', ''), brand.language)}"


def speaker_of(brand: Brand, stage: str | None) -> Speaker:
    """Whose mails they are."""
    return Speaker(brand.id, brand.name, brand.language, brand.zone, stage)
