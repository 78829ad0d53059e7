"""Telling people: a fact becomes an alert, an alert or a lead becomes one mail to each of its people.

The row comes first and the mail second: a failed mail neither unmakes nor repeats an alert. What strangers or a broken
channel can cause without end has a share: the first of a day are mailed alone, the rest once an hour in one mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from portavoce.brands.model import Brand
from portavoce.community.model import Lead
from portavoce.each_alone import EachAlone
from portavoce.reporting.compose import (
    CHANGES,
    LEAD,
    LEAD_DIGEST,
    POST_DIGEST,
    REVIEW,
    Composed,
    Speaker,
    compose,
)
from portavoce.reporting.model import (
    Alert,
    AlertKind,
    ChangesWanted,
    Mail,
    MailDelivery,
    MailPostponed,
    MailRefused,
    Matter,
    ReviewAsked,
    SubjectMissing,
    raise_mail_trouble,
)
from portavoce.reporting.records import Alerts, Backlog, DeadAddresses, MailLedger, Shares


class Share(NamedTuple):
    """How many mails of one kind a brand's people get alone, each UTC day, before the rest goes into digests."""

    name: str
    digest_kind: str
    alone: int


LEADS = Share("leads", LEAD_DIGEST, 10)
POSTS = Share("posts", POST_DIGEST, 20)
DIGEST = "Digest"
"""The kind of a matter that is a digest."""
IN_ONE_DIGEST, SHOWN_IN_ONE_DIGEST = 200, 20


class NoSuchKind(Exception):
    """A publication is said to need a person in a state for which there are no words."""


@dataclass(frozen=True)
class Notifier:
    """Who writes to people. `send` takes a mail and gives the mail service's message id.

    `send` raises MailPostponed, MailRefused; `brand` and `lead` give None for what is not there. The commands in its
    mails are for `stage`."""

    alerts: Alerts
    mails: MailLedger
    backlog: Backlog
    shares: Shares
    dead_addresses: DeadAddresses
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
        if "publication_id" in alert.facts and self._joins_digest(POSTS, brand.id, alert_id, author=None, now=now):
            self.alerts.note_mail(alert_id, MailDelivery.IN_DIGEST)
            return MailDelivery.IN_DIGEST
        words = compose(alert.kind, alert.facts, _speaker(brand, self.stage))
        try:
            delivery = self._send_to_each(f"ALERT#{alert_id}", brand.people.alerts, words, now)
        except (MailPostponed, MailRefused) as error:
            self.alerts.note_mail(alert_id, "mail_failed", str(error))
            raise
        if delivery is not MailDelivery.ALREADY_SENT or alert.mail != MailDelivery.SENT:
            outcome = MailDelivery.SENT if delivery is MailDelivery.ALREADY_SENT else delivery
            self.alerts.note_mail(alert_id, outcome)
        return delivery

    def lead_created(self, brand_id: str, lead_id: str, now: datetime) -> MailDelivery:
        """Mails one lead to sales, once; to the people of the alerts when the brand names nobody for sales.

        Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        lead = self._lead(brand_id, lead_id)
        brand = self._brand(brand_id)
        if self._joins_digest(LEADS, brand_id, lead_id, author=lead.author_id, now=now):
            return MailDelivery.IN_DIGEST
        facts = {
            "channel": lead.channel_id.removeprefix(f"{brand_id}."),
            "author_name": lead.author_name or "",
            "permalink": lead.permalink or "",
            "created_at": lead.created_at.isoformat(),
        }
        words = compose(LEAD, facts, _speaker(brand, self.stage), quote=lead.text)
        return self._send_to_each(f"LEAD#{brand_id}#{lead_id}", brand.people.sales or brand.people.alerts, words, now)

    def digest_due(self, brand_id: str, share: str, digest: str, now: datetime) -> MailDelivery:
        """Mails what was put into one digest, once. Raises SubjectMissing, MailBusy, MailPostponed, MailRefused."""
        members = self.shares.members(brand_id, digest)
        brand, kind = self._brand(brand_id), LEADS if share == LEADS.name else POSTS
        lines = [line for one in members[:SHOWN_IN_ONE_DIGEST] if (line := self._digest_line(brand, kind, one))]
        if not lines:
            return MailDelivery.NOBODY
        more = len(members) - len(lines)
        if more or len(members) == IN_ONE_DIGEST:
            lines.append(f"+ {more}" if len(members) < IN_ONE_DIGEST else f"+ {more} …")
        facts = {"count": str(len(members))}
        words = compose(kind.digest_kind, facts, _speaker(brand, self.stage), quote="\n".join(lines))
        to = brand.people.sales or brand.people.alerts if kind is LEADS else brand.people.alerts
        return self._send_to_each(f"DIGEST#{brand_id}#{digest}", to, words, now)

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
        return self._send_to_each(key, named or brand.people.alerts, words, now)

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
        return self._send_to_each(key, brand.people.alerts, words, now)

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

    def _joins_digest(self, share: Share, brand_id: str, member: str, *, author: str | None, now: datetime) -> bool:
        """Whether its share of mails is used up, so that the hour's digest tells of it. The digest goes out after the
        hour has ended."""
        if self.shares.take(brand_id, share.name, member, author=author, most=share.alone, now=now):
            return False
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        digest = f"{share.name}#digest#{hour:%Y-%m-%dT%H}"
        self.shares.defer(brand_id, digest, member, most=IN_ONE_DIGEST, now=now)
        detail = {"brand_id": brand_id, "share": share.name, "digest": digest}
        due_at = hour + timedelta(hours=1, minutes=1)
        matter_id = f"{brand_id}#{digest}"
        self.backlog.keep(Matter(matter_id=matter_id, kind=DIGEST, detail=detail, kept_at=now, due_at=due_at))
        return True

    def _digest_line(self, brand: Brand, share: Share, member: str) -> str | None:
        """What a digest says of one; nothing of what is no longer there."""
        if share is LEADS:
            lead = self.lead(brand.id, member)
            name = (lead.author_name if lead else None) or "?"
            return f"{name} ({lead.channel_id.removeprefix(f'{brand.id}.')}): {lead.text[:200]}" if lead else None
        alert = self.alerts.get(member)
        return f"{alert.facts['publication_id']}: {alert.facts.get('cause', '')}" if alert else None

    def _send_to_each(self, key: str, to: tuple[str, ...], words: Composed, now: datetime) -> MailDelivery:
        """One mail to each, whatever is wrong with another's address. Raises when all were tried; when the mail service
        takes nothing now, at once."""
        dead = self.dead_addresses.list_standing(now)
        outcomes, mails = set[MailDelivery](), EachAlone()
        for address in dict.fromkeys(one for one in to if one not in dead):
            with mails:
                outcomes.add(self._send_once(key, Mail(to=address, **words._asdict()), now))
            if any(isinstance(error, MailPostponed) for error in mails.errors):
                break
        raise_mail_trouble(mails.errors)
        if MailDelivery.SENT in outcomes:
            return MailDelivery.SENT
        return outcomes.pop() if outcomes else MailDelivery.NOBODY

    def _send_once(self, key: str, mail: Mail, now: datetime) -> MailDelivery:
        if not self.mails.claim(key, mail.to, now):
            return MailDelivery.ALREADY_SENT
        try:
            message_id = self.send(mail)
        except (MailPostponed, MailRefused) as error:
            self.mails.mark_failed(key, mail.to, str(error))
            raise
        self.mails.mark_sent(key, mail.to, now, message_id)
        return MailDelivery.SENT


def _speaker(brand: Brand, stage: str | None) -> Speaker:
    return Speaker(brand.id, brand.name, brand.language, brand.zone, stage)
