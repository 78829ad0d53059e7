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

from portavoce.publishing.model import Approval, Media
from portavoce.publishing.records import PublicationRecords
from portavoce.reporting.backlog.service import AT_LATEST, LATER, QUIET, Retries
from portavoce.reporting.model import Matter
from portavoce.reporting.records import Backlog
from portavoce.runtime.wiring.ledger import ledger
from portavoce.runtime.wiring.reporting import IN_REVIEW
from portavoce.runtime.wiring.review import links, reviews
from tests.contract.events.house import House
from tests.contract.events.invocations import ACCOUNT, stream_event
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


def test_all_that_a_calendar_asks_about_within_moments_is_one_mail(spring: House) -> None:
    events = spring.told()
    before = spring.effects()["table"]
    for post in ("summer", "autumn"):
        named = {"publication_id": f"aurora.{post}.x", "post_id": post}
        PublicationRecords(spring.table).add(in_review("x").model_copy(update=named))
    spring.invoke("relay", stream_event(before, spring.effects()["table"]))
    events += spring.told()
    assert len(events) == 2
    # The first event waits: the second has been kept by then, and tells of both.
    notifying = Retries(Backlog(spring.table), lambda _matter, _now: "told", lambda: None, lambda _seconds: None)
    detail = events[0]["detail"] | {"id": "an-event-before"}
    kept = Matter(matter_id=f"{IN_REVIEW}#{detail['id']}", kind=IN_REVIEW, detail=detail, kept_at=NOW, due_at=NOW)
    notifying.backlog.keep(kept)
    spring.invoke("notify", events[1])
    (mail,) = mails(CLIENT)
    assert [post for post in ("spring", "summer", "autumn") if f"{post}.client" not in str(mail.body)] == []
    assert notifying.backlog.get(kept.matter_id) is None
    spring.invoke("notify", events[0])
    assert len(mails(CLIENT)) == 1, "who was asked is not asked again"


def test_an_event_that_is_followed_by_another_leaves_the_telling_to_it(house: House) -> None:
    told: list[str] = []

    def tell(matter: Matter, _now: object) -> str:
        told.append(matter.matter_id)
        return "told"

    kept = {"kind": IN_REVIEW, "detail": {}, "kept_at": NOW}
    second = Matter(matter_id=f"{IN_REVIEW}#b", due_at=NOW + AT_LATEST + QUIET, **kept)
    backlog = Backlog(house.table)
    retries = Retries(backlog, tell, lambda: None, lambda _seconds: backlog.keep(second))
    first = Matter(matter_id=f"{IN_REVIEW}#a", due_at=NOW, **kept)
    assert retries.tell_with_others(first, NOW) == LATER
    assert told == []
    assert [one.matter_id for one in retries.together(second, NOW)] == [second.matter_id, first.matter_id]


def test_the_picture_of_a_mail_is_shown_while_its_link_counts(spring: House) -> None:
    image = Media(key="media/0a.png", mime_type="image/png", size_bytes=9, width=80, height=60)
    for one in ledger().of_post("aurora", "spring"):
        shown = one.content.model_copy(update={"media": (image,) if one.channel == "x" else ()})
        ledger().plan(one.model_copy(update={"content": shown, "content_hash": one.channel}), NOW)
    (asked,) = links().of("aurora", "spring", NOW)
    look = read(FOLDER / "http/review_picture.json")

    def fetch(channel: str, token: str = asked.token) -> Any:
        look["pathParameters"] = {"token": token, "channel": channel}
        return spring.invoke("review", look)

    sent_on = fetch("x")
    assert sent_on["statusCode"] == 302
    assert "/media/0a.png?" in sent_on["headers"]["location"]
    assert sent_on["headers"]["cache-control"] == "no-store"
    assert [fetch(*what)["statusCode"] for what in (("facebook",), ("nowhere",), ("x", asked.token + "0"))] == [404] * 3
    for one in ledger().of_post("aurora", "spring"):
        reviews().decide(one, "approved", by="client link", comment=None, now=NOW)
    assert fetch("x")["statusCode"] == 404
