"""From a change of the table to the mail that asks or tells: the real relay, bus events and mailer."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import boto3
import pytest
from moto.ses.models import ses_backends

from portavoce.publishing.model import Approval
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.model import Matter
from portavoce.reporting.records import Backlog
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.review import reviews
from tests.contract.events.house import ACCOUNT, House, stream_event
from tests.contract.events.samples import FOLDER, read
from tests.review import NOW, in_review
from tests.stage import PREFIX, REGION

CLIENT, ALERTS = "owner@bar.example", "ops@aurora.example"
WISH = "canarino-azzurro: meno <b>zucchero</b>"


def mails(to: str) -> list[Any]:
    return [one for one in ses_backends[ACCOUNT][REGION].sent_messages if one.destinations["ToAddresses"] == [to]]


@pytest.fixture
def spring(house: House) -> Iterator[House]:
    """A post that was planned on two channels in one go, and what is told of it."""
    before = house.effects()["table"]
    for channel in ("facebook", "x"):
        named = {"publication_id": f"aurora.spring.{channel}", "post_id": "spring"}
        PublicationRecords(house.table).add(in_review(channel).model_copy(update=named))
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    yield house


def test_a_client_is_asked_once_about_all_channels_of_a_post(spring: House) -> None:
    (event,) = spring.told()
    assert event["detail-type"] == "PublicationsInReview"
    for _ in range(2):
        spring.invoke("notify", event)
    (mail,) = mails(CLIENT)
    found = re.search(r"https://api.test/review/(aurora\.spring\.client\.[\w.]+)", str(mail.body))
    assert found
    look = read(FOLDER / "http/review_look.json")
    look["pathParameters"]["token"] = found[1]
    assert spring.invoke("review", look)["statusCode"] == 200


def test_the_first_mail_of_a_stage_makes_the_key_that_signs_its_links(spring: House) -> None:
    ssm, name = boto3.client("ssm", region_name=REGION), f"{PREFIX}/review/links/signing_key"
    ssm.delete_parameter(Name=name)
    (event,) = spring.told()
    spring.invoke("notify", event, cold=True)
    assert len(mails(CLIENT)) == 1
    assert ssm.get_parameter(Name=name)["Parameter"]["Type"] == "SecureString"


def test_a_link_and_a_comment_stand_in_no_event(spring: House) -> None:
    told = spring.told()
    before = spring.effects()["table"]
    for one in ledger().of_post("aurora", "spring"):
        reviews().decide(one, "changes_requested", by="client link", comment=WISH, now=NOW)
    spring.invoke("relay", stream_event(before, spring.effects()["table"]))
    (event,) = spring.told()
    assert event["detail-type"] == "ChangesRequested"
    for secret in ("canarino", "zucchero", "review/", ".client."):
        assert secret not in json.dumps([*told, event])
    for _ in range(2):
        spring.invoke("notify", event)
    (mail,) = mails(ALERTS)
    assert WISH in unescape(str(mail.body))
    assert WISH not in str(mail.body), "words, not markup"
    assert "aurora.spring" in str(mail.body)


def test_what_was_edited_or_decided_meanwhile_is_asked_about_as_it_stands_or_not_at_all(spring: House) -> None:
    (event,) = spring.told()
    facebook, x = ledger().of_post("aurora", "spring")
    reviews().decide(facebook, "approved", by="ada", comment=None, now=NOW)
    edited = x.model_copy(update={"content_hash": "9f", "approval": Approval(needed_from="client")})
    ledger().plan(edited, NOW)
    spring.invoke("notify", event)
    (mail,) = mails(CLIENT)
    assert "facebook" not in str(mail.body)
    ledger().cancel(x.publication_id, NOW)
    spring.invoke("notify", event)
    assert len(mails(CLIENT)) == 1


def test_a_mail_that_waited_is_sent_by_the_minutes_tick_and_waits_no_more(spring: House) -> None:
    (event,) = spring.told()
    earlier = NOW - timedelta(hours=1)
    waiting = Matter(matter_id="e1", kind=event["detail-type"], detail=event["detail"], kept_at=earlier, due_at=earlier)
    Backlog(spring.table).keep(waiting)
    for _ in range(2):
        spring.invoke("notify", read(FOLDER / "schedule/tick.json"))
    assert len(mails(CLIENT)) == 1
    assert not list(Backlog(spring.table).due_ids(NOW))
