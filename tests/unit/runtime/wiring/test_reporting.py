"""An event of the bus, through the function's own wiring, to Amazon SES."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from portavoce.outbox.model import Event, wrap
from portavoce.publishing.events import PublicationNeedsPerson
from portavoce.publishing.model import State
from portavoce.reporting.events import AlertRaised
from portavoce.reporting.model import MailPostponed, MailRefused
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.reporting import UnknownEvent, notifier, told
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.stage import REGION, SENDER, stage_in_memory

NEEDS_PERSON = PublicationNeedsPerson(
    publication_id="aurora.spring-launch.facebook",
    brand_id="aurora",
    channel="facebook",
    state=State.MISSED,
    cause="It was late.",
    next_step="Publish it now.",
)


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    for table_of_the_stage in stage_in_memory(table, monkeypatch):
        brands().put(AURORA, NOW)
        yield table_of_the_stage


def detail(event: Event) -> dict[str, Any]:
    return wrap(event, "e1", NOW).model_dump(mode="json")


def raise_alert() -> dict[str, Any]:
    told("PublicationNeedsPerson", detail(NEEDS_PERSON), NOW)
    (alert,), _ = notifier().alerts.listing("aurora")
    return detail(AlertRaised(alert_id=alert.alert_id, brand_id="aurora", kind=alert.kind))


def test_a_publication_that_needs_a_person_becomes_an_alert_and_the_alert_a_mail(stage: Table) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    raised = raise_alert()
    assert told("PublicationNeedsPerson", detail(NEEDS_PERSON), NOW) == "already_raised"
    assert [told("AlertRaised", raised, NOW) for _ in range(3)] == ["sent", "already_sent", "already_sent"]
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert message.source == SENDER
    assert message.destinations["ToAddresses"] == ["ada@aurora.example"]


@pytest.mark.parametrize(
    ("code", "status", "becomes"),
    [
        ("MessageRejected", 400, MailRefused),
        ("MailFromDomainNotVerifiedException", 400, MailRefused),
        ("AccessDeniedException", 403, MailRefused),
        ("TooManyRequestsException", 429, MailPostponed),
        ("LimitExceededException", 400, MailPostponed),
        ("InternalFailure", 500, MailPostponed),
    ],
)
def test_what_the_mail_service_answers_decides_whether_a_person_must_act(
    stage: Table, monkeypatch: pytest.MonkeyPatch, code: str, status: int, becomes: type[Exception]
) -> None:
    answer: Any = {
        "Error": {"Code": code, "Message": "Email address is not verified: ada@aurora.example"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    monkeypatch.setattr(aws, "mail", lambda: _Refusing(ClientError(answer, "SendEmail")))
    raised = raise_alert()
    with pytest.raises(becomes) as caught:
        told("AlertRaised", raised, NOW)
    assert code in str(caught.value)
    assert "ada@" not in str(caught.value)


def test_a_mail_service_that_does_not_answer_is_asked_again_later(
    stage: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws, "mail", lambda: _Refusing(ReadTimeoutError(endpoint_url="https://email")))
    raised = raise_alert()
    with pytest.raises(MailPostponed):
        told("AlertRaised", raised, NOW)


def test_an_event_that_nobody_is_told_of_is_an_error(stage: Table) -> None:
    with pytest.raises(UnknownEvent):
        told("PublicationPublished", {}, NOW)


class _Refusing:
    """A mail service that takes nothing."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_email(self, **_: object) -> None:
        raise self.error
