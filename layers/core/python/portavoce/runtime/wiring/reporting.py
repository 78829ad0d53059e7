"""Telling people, as the functions use it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any

from portavoce.community.events import InteractionAssigned, LeadCreated
from portavoce.community.model import StoredInteraction
from portavoce.community.records import CommunityRecords
from portavoce.outbox.model import Envelope, unwrap
from portavoce.platforms import discovery
from portavoce.publishing.events import ChangesRequested, PublicationNeedsPerson, PublicationsInReview
from portavoce.reporting.assignments.service import Assignments
from portavoce.reporting.backlog.service import Retries
from portavoce.reporting.bounces.mail_events import BOUNCED, COMPLAINED, read_bounces
from portavoce.reporting.bounces.service import Bounces
from portavoce.reporting.digests.service import DIGEST, Digests
from portavoce.reporting.events import AlertRaised
from portavoce.reporting.model import AlertKind, MailDelivery, Matter
from portavoce.reporting.post_office.service import PostOffice
from portavoce.reporting.records import Backlog, MailLedger, Shares
from portavoce.reporting.requests.service import ReviewRequests
from portavoce.reporting.responses.service import SNOOZE_ENDED
from portavoce.reporting.service import Notifier
from portavoce.review.service.mails import ReviewMails
from portavoce.runtime import aws, clock
from portavoce.runtime.settings import settings
from portavoce.runtime.troubles import Trouble, count_trouble
from portavoce.runtime.wiring.alert_links import alert_address
from portavoce.runtime.wiring.alerts import alerts, dead_addresses
from portavoce.runtime.wiring.brake_door import proposal_address
from portavoce.runtime.wiring.brands import brands, every_brand
from portavoce.runtime.wiring.mail import send_mail
from portavoce.runtime.wiring.review import address, links, picture_address

_TROUBLES: Mapping[str, Trouble] = {
    AlertKind.CONNECTION_LOST: Trouble.ACCESS,
    AlertKind.CONNECTION_NOT_RENEWED: Trouble.ACCESS,
    AlertKind.COMMENT_NOT_HIDDEN: Trouble.ACCESS,
    AlertKind.ACCOUNT_RESTRICTED: Trouble.ACCESS,
    AlertKind.SPEND_UNREADABLE: Trouble.SPEND,
    AlertKind.AD_ACCOUNT_STOPPED: Trouble.SPEND,
}
"""What the operator is told of too, beside the brand's people."""

IN_REVIEW = "PublicationsInReview"
OUR_EVENTS = frozenset(
    {"PublicationNeedsPerson", "AlertRaised", "LeadCreated", "InteractionAssigned", IN_REVIEW, "ChangesRequested"}
)


@cache
def notifier() -> Notifier:
    """Writes to people, by this stage's table and Amazon SES."""
    return Notifier(
        alerts=alerts(),
        office=_post_office(),
        digests=_digests(),
        brand=brands().brand_of,
        lead=CommunityRecords(aws.table()).lead,
        stage=settings().stage,
        page_of=alert_address,
        find=_find_interaction,
        link_of=proposal_address,
    )


@cache
def assignments() -> Assignments:
    """Writes to those who are to answer."""
    return Assignments(
        office=_post_office(),
        digests=_digests(),
        brand=brands().brand_of,
        find=_find_interaction,
        stage=settings().stage,
    )


def _find_interaction(platform: str, interaction_id: str) -> StoredInteraction | None:
    standing = CommunityRecords(aws.table()).get(platform, interaction_id)
    return standing.row if standing else None


@cache
def _digests() -> Digests:
    return Digests(Shares(aws.table()), Backlog(aws.table()))


@cache
def _post_office() -> PostOffice:
    return PostOffice(MailLedger(aws.table()), dead_addresses(), send_mail)


@cache
def review_mails() -> ReviewMails:
    """Writes to whoever is to say yes, and passes on what they want changed."""
    return ReviewMails(
        ask=ReviewRequests(_post_office(), brands().brand_of, settings().stage).ask,
        pass_on=notifier().changes_wanted,
        links=links(),
        address=address,
        picture_address=picture_address,
        manifest=discovery.manifest,
        pause=clock.pause,
    )


@cache
def retries() -> Retries:
    """Tells what this stage has to tell, and keeps what cannot be told now."""
    return Retries(Backlog(aws.table()), _tell, _count_mail_failure, clock.pause)


@cache
def bounces() -> Bounces:
    """Hears of this stage's mails that did not arrive."""
    return Bounces(dead_addresses(), alerts(), every_brand, _count_mail_failure)


class UnknownEvent(Exception):
    """An event that nobody is told of reached the function: its rules and its code disagree."""


def handle_event(detail_type: str, detail: dict[str, Any], now: datetime) -> str:
    """Does what one event of the bus asks for, and says what came of it: `sent`, `raised`, `later`, `already_...`.

    Raises UnknownEvent, UnknownVersion, SubjectMissing."""
    if detail_type in (BOUNCED, COMPLAINED):
        return f"raised {sum(bounces().hear(one, now) for one in read_bounces(detail_type, detail))}"
    if detail_type not in OUR_EVENTS:
        raise UnknownEvent(detail_type)
    if detail_type == "PublicationNeedsPerson":
        return _publication(*unwrap(PublicationNeedsPerson, detail))
    matter = Matter(matter_id=detail["id"], kind=detail_type, detail=detail, kept_at=now, due_at=now)
    if detail_type == IN_REVIEW:
        named = matter.model_copy(update={"matter_id": f"{IN_REVIEW}#{matter.matter_id}"})
        return retries().tell_with_others(named, now)
    return retries().tell_or_keep(matter, now)


def retry_waiting(now: datetime, has_time: Callable[[], bool]) -> dict[str, str]:
    """Tells what waits and is due; what came of each, by its id."""
    return retries().retry(now, has_time)


def _tell(matter: Matter, now: datetime) -> str:
    detail = dict(matter.detail)
    match matter.kind:
        case "AlertRaised":
            alert, _ = unwrap(AlertRaised, detail)
            return _alert(alert, now)
        case "LeadCreated":
            lead, _ = unwrap(LeadCreated, detail)
            return notifier().lead_created(lead.brand_id, lead.lead_id, now)
        case _ if matter.kind == IN_REVIEW:
            return _ask_reviewers(matter, now)
        case "ChangesRequested":
            wanted, _ = unwrap(ChangesRequested, detail)
            return review_mails().pass_on_changes(wanted.publication_ids, now)
        case "InteractionAssigned":
            assigned, _ = unwrap(InteractionAssigned, detail)
            return assignments().tell(assigned.platform, assigned.interaction_id, assigned.assigned_at, now)
        case _ if matter.kind in (DIGEST, SNOOZE_ENDED):
            return _tell_put_off(matter.kind, detail, now)
        case _:
            raise UnknownEvent(matter.kind)


def _tell_put_off(kind: str, detail: Mapping[str, str], now: datetime) -> str:
    if kind == SNOOZE_ENDED:
        return notifier().snooze_ended(detail["alert_id"], now)
    if "to" in detail:
        return assignments().digest_due(detail["brand_id"], detail["digest"], detail["to"], now)
    return notifier().digest_due(detail["brand_id"], detail["share"], detail["digest"], now)


def _ask_reviewers(matter: Matter, now: datetime) -> str:
    """Asks about all that waits: a calendar that somebody applies is many events, and one mail."""
    together = retries().together(matter, now)
    asked = [unwrap(PublicationsInReview, dict(one.detail))[0].publication_ids for one in together]
    outcome = review_mails().ask_reviewers(chain.from_iterable(asked), now)
    for told in together[1:]:
        retries().backlog.drop(told.matter_id)
    return outcome


def _alert(alert: AlertRaised, now: datetime) -> MailDelivery:
    delivery = notifier().alert_raised(alert.alert_id, now)
    if delivery is MailDelivery.SENT and alert.kind in _TROUBLES:
        count_trouble(_TROUBLES[alert.kind])
    if delivery is MailDelivery.NOBODY:
        _count_mail_failure()
    return delivery


def _count_mail_failure() -> None:
    count_trouble(Trouble.MAIL)


def _publication(event: PublicationNeedsPerson, envelope: Envelope) -> str:
    fresh = notifier().publication_needs_person(
        publication_id=event.publication_id,
        brand_id=event.brand_id,
        channel=event.channel,
        state=event.state,
        cause=event.cause,
        next_step=event.next_step,
        event_id=envelope.id,
        freeze_id=event.freeze_id,
        unapproved=event.unapproved,
        said_by=event.said_by,
        fee_cap=event.fee_cap,
        at=envelope.occurred_at,
    )
    return "raised" if fresh else "already_raised"
