"""An event of the bus, through the function's own wiring, to Amazon SES."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from portavoce.outbox.model import Event, wrap
from portavoce.publishing.events import PublicationNeedsPerson
from portavoce.publishing.model import PublicationState
from portavoce.reporting.events import AlertRaised
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.reporting import UnknownEvent, handle_event, notifier, retry_waiting
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.contract.events.samples import FOLDER, read
from tests.stage import REGION, SENDER, stage_in_memory

NEEDS_PERSON = PublicationNeedsPerson(
    publication_id="aurora.spring-launch.facebook",
    brand_id="aurora",
    channel="facebook",
    state=PublicationState.MISSED,
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
    handle_event("PublicationNeedsPerson", detail(NEEDS_PERSON), NOW)
    (alert,), _ = notifier().alerts.list_page("aurora")
    return detail(AlertRaised(alert_id=alert.alert_id, brand_id="aurora", kind=alert.kind))


def test_a_publication_that_needs_a_person_becomes_an_alert_and_the_alert_a_mail(stage: Table) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    raised = raise_alert()
    assert handle_event("PublicationNeedsPerson", detail(NEEDS_PERSON), NOW) == "already_raised"
    assert [handle_event("AlertRaised", raised, NOW) for _ in range(3)] == ["sent", "already_sent", "already_sent"]
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert message.source == SENDER
    assert message.destinations["ToAddresses"] == ["ada@aurora.example"]


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("MessageRejected", 400),
        ("MailFromDomainNotVerifiedException", 400),
        ("AccountSuspendedException", 400),
        ("AccessDeniedException", 403),
        ("TooManyRequestsException", 429),
        ("LimitExceededException", 400),
        ("SendingPausedException", 400),
        ("InternalFailure", 500),
    ],
)
def test_a_mail_that_is_refused_for_hours_is_sent_once_when_it_is_taken_again(
    stage: Table, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    answer: Any = {
        "Error": {"Code": code, "Message": "Email address is not verified: ada@aurora.example"},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    raised = raise_alert()
    with monkeypatch.context() as refusing:
        refusing.setattr(aws, "mail", lambda: _Refusing(ClientError(answer, "SendEmail")))
        assert handle_event("AlertRaised", raised, NOW) == "later"
        for minutes in range(1, 180):
            retry_waiting(NOW + timedelta(minutes=minutes), lambda: True)
        (alert,), _ = notifier().alerts.list_page("aurora")
        assert alert.mail == "mail_failed"
        assert code in (alert.mail_reason or "")
        assert "ada@" not in (alert.mail_reason or "")
    outcomes = [retry_waiting(NOW + timedelta(minutes=minutes), lambda: True) for minutes in range(180, 300)]
    assert [list(one.values()) for one in outcomes if one] == [["sent"]]
    assert handle_event("AlertRaised", raised, NOW + timedelta(hours=6)) == "already_sent"
    assert len(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages) == 1
    (alert,), _ = notifier().alerts.list_page("aurora")
    assert alert.mail == "sent"


def test_a_mail_service_that_does_not_answer_is_asked_again_later(
    stage: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws, "mail", lambda: _Refusing(ReadTimeoutError(endpoint_url="https://email")))
    assert handle_event("AlertRaised", raise_alert(), NOW) == "later"
    assert retry_waiting(NOW, lambda: True) == {}, "not at once"
    assert retry_waiting(NOW + timedelta(minutes=2), lambda: False) == {}, "not without the time for it"
    assert retry_waiting(NOW + timedelta(minutes=2), lambda: True) == {"e1": "later"}


def test_a_mail_that_nobody_takes_for_a_week_is_given_up_and_stays_on_its_alert(
    stage: Table, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(aws, "mail", lambda: _Refusing(ReadTimeoutError(endpoint_url="https://email")))
    handle_event("AlertRaised", raise_alert(), NOW)
    ticks = (NOW + timedelta(hours=hour) for hour in range(6, 24 * 9, 6))
    found = [outcome for tick in ticks for outcome in retry_waiting(tick, lambda: True).values()]
    assert found[-1] == "given_up"
    assert found.count("given_up") == 1
    (alert,), _ = notifier().alerts.list_page("aurora")
    assert alert.mail == "mail_failed"
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert {(one["Kind"], one["Troubles"]) for one in counted} == {("mail", 1)}


def test_a_bounce_lets_the_address_rest_and_tells_the_others_of_the_brand(stage: Table) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    people = AURORA.people.model_copy(update={"alerts": ("ops@aurora.example", "ada@aurora.example")})
    brands().put(AURORA.model_copy(update={"people": people}), NOW)
    for name in ("EmailBounced", "EmailComplaintReceived", "EmailBounced"):
        event = read(FOLDER / f"mail/{name}.json")
        handle_event(event["detail-type"], event["detail"], NOW)
    (alert,), _ = notifier().alerts.list_page("aurora")
    assert alert.kind == "address_bounced"
    assert alert.facts["address"] == "ops@aurora.example"
    raised = detail(AlertRaised(alert_id=alert.alert_id, brand_id="aurora", kind=alert.kind))
    assert handle_event("AlertRaised", raised, NOW) == "sent"
    (message,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert message.destinations["ToAddresses"] == ["ada@aurora.example"]


def test_a_full_mailbox_is_told_of_and_written_to_again(stage: Table) -> None:
    event = read(FOLDER / "mail/EmailBounced.json")
    event["detail"]["bounce"] |= {"bounceType": "Transient", "bounceSubType": "MailboxFull"}
    event["detail"]["bounce"]["bouncedRecipients"][0]["emailAddress"] = "ada@aurora.example"
    assert handle_event(event["detail-type"], event["detail"], NOW) == "raised 1"
    assert notifier().office.dead_addresses.list_standing(NOW) == {}


def test_an_event_that_nobody_is_told_of_is_an_error(stage: Table) -> None:
    with pytest.raises(UnknownEvent):
        handle_event("PublicationPublished", {}, NOW)


class _Refusing:
    """A mail service that takes nothing."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def send_email(self, **_: object) -> None:
        raise self.error
