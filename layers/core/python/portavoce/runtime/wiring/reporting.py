"""Telling people, as the functions use it."""

from datetime import datetime
from functools import cache
from http import HTTPStatus
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from portavoce.community.events import LeadCreated
from portavoce.community.records import CommunityRecords
from portavoce.outbox.model import Envelope, unwrap
from portavoce.publishing.events import ChangesRequested, PublicationNeedsPerson, PublicationsInReview
from portavoce.reporting.events import AlertRaised
from portavoce.reporting.model import Mail, MailPostponed, MailRefused
from portavoce.reporting.records import Alerts, MailLedger
from portavoce.reporting.service import Notifier
from portavoce.review.service.mails import ReviewMails
from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.review import address, links

_LATER = frozenset({"TooManyRequestsException", "LimitExceededException", "Throttling", "ThrottlingException"})


@cache
def notifier() -> Notifier:
    """Writes to people, by this stage's table and Amazon SES."""
    return Notifier(
        alerts=Alerts(aws.table()),
        mails=MailLedger(aws.table()),
        brand=brands().brand_of,
        lead=CommunityRecords(aws.table()).lead,
        send=_send,
        stage=settings().stage,
    )


@cache
def review_mails() -> ReviewMails:
    """Writes to whoever is to say yes, and passes on what they want changed."""
    return ReviewMails(notifier().review_asked, notifier().changes_wanted, links(), address)


class UnknownEvent(Exception):
    """An event that nobody is told of reached the function: its rules and its code disagree."""


def handle_event(detail_type: str, detail: dict[str, Any], now: datetime) -> str:
    """Does what one event of the bus asks for, and says what came of it: `sent`, `raised` or `already_...`.

    Raises UnknownEvent, UnknownVersion, and what Notifier raises."""
    match detail_type:
        case "PublicationNeedsPerson":
            return _publication(*unwrap(PublicationNeedsPerson, detail))
        case "AlertRaised":
            alert, _ = unwrap(AlertRaised, detail)
            return notifier().alert_raised(alert.alert_id, now)
        case "LeadCreated":
            lead, _ = unwrap(LeadCreated, detail)
            return notifier().lead_created(lead.brand_id, lead.lead_id, now)
        case "PublicationsInReview":
            waiting, _ = unwrap(PublicationsInReview, detail)
            return review_mails().ask_reviewers(waiting.publication_ids, now)
        case "ChangesRequested":
            wanted, _ = unwrap(ChangesRequested, detail)
            return review_mails().pass_on_changes(wanted.publication_ids, now)
        case _:
            raise UnknownEvent(detail_type)


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
        at=envelope.occurred_at,
    )
    return "raised" if fresh else "already_raised"


def _send(mail: Mail) -> str:
    """The message id of Amazon SES. Its own messages name addresses, so only their codes are passed on."""
    try:
        answer = aws.mail().send_email(
            FromEmailAddress=settings().need("mail_from"),
            Destination={"ToAddresses": list(mail.to)},
            Content={
                "Simple": {
                    "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                    "Body": {
                        "Text": {"Data": mail.text, "Charset": "UTF-8"},
                        "Html": {"Data": mail.html, "Charset": "UTF-8"},
                    },
                }
            },
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if code in _LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise MailPostponed(f"Amazon SES: {code}") from None
        remedy = "check that the sender is verified and that the account is out of the sandbox"
        raise MailRefused(f"Amazon SES: {code}: {remedy}, then redrive the dead letters") from None
    except BotoCoreError as error:
        raise MailPostponed(f"Amazon SES did not answer: {type(error).__name__}") from None
    return answer["MessageId"]
