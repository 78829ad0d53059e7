"""The link in a mail about money: nothing that fetches it acts, a button acknowledges or puts off, and what is put off
is told at its end."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from moto.ses.models import ses_backends

from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime.wiring.alert_links import alert_address
from portavoce.runtime.wiring.review import links
from portavoce.signed_words import sign_words
from tests.contract.events import house as at_home
from tests.contract.events.house import House
from tests.contract.events.invocations import ACCOUNT, stream_event
from tests.review import NOW
from tests.stage import REGION

TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
ALERT = at_home.ALERT.model_copy(update={"alert_id": "BUDGET#aurora.month#2026-11#80"})
LATER = ALERT.model_copy(update={"alert_id": "BUDGET#aurora.month#2026-11#100"})


def mails() -> list[Any]:
    return [one for one in ses_backends[ACCOUNT][REGION].sent_messages if one.destinations["ToAddresses"]]


def tell(house: House, alert: Alert = ALERT) -> None:
    """The table's change, by the relay, as an event, to whoever mails."""
    before = {key: item for key, item in house.effects()["table"].items() if alert.alert_id not in key[0]}
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    for event in house.told():
        if event["detail-type"] == "AlertRaised" and event["detail"]["data"]["alert_id"] == alert.alert_id:
            house.invoke("notify", event)


def ask(house: House, token: str, form: str | None = None) -> Any:
    path, method = f"/alerts/{token}", "GET" if form is None else "POST"
    event = {
        "version": "2.0",
        "routeKey": f"{method} /alerts/{{token}}",
        "rawPath": path,
        "headers": {},
        "requestContext": {"http": {"method": method, "path": path}},
        "pathParameters": {"token": token},
        "body": form or "",
        "isBase64Encoded": False,
    }
    return house.invoke("review", event)


def token_in_mail(house: House) -> str:
    Alerts(house.table).raise_alert(ALERT)
    tell(house)
    (mail,) = mails()
    found = re.search(r"https://api.test/alerts/([\w.-]+)", str(mail.body))
    assert found
    return found[1]


def test_fetching_the_page_changes_nothing_and_its_buttons_need_no_script(house: House) -> None:
    token = token_in_mail(house)
    before = house.effects()
    for _ in range(3):
        page = ask(house, token)
    assert page["statusCode"] == 200
    assert house.effects() == before
    assert page["body"].count('<form method="post">') == 2
    assert "<script" not in page["body"]
    assert "script-src" not in page["headers"]["content-security-policy"]


def test_a_button_acknowledges_once_and_the_alert_is_mailed_no_more(house: House) -> None:
    token = token_in_mail(house)
    assert ask(house, token, "act=acknowledge")["statusCode"] == 200
    first = Alerts(house.table).get(ALERT.alert_id)
    assert first
    assert (first.acknowledged_by, first.acknowledged_at) == ("mail link", NOW)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        ask(house, token, "act=acknowledge")
    assert Alerts(house.table).get(ALERT.alert_id) == first
    assert "act=acknowledge" not in ask(house, token)["body"]
    tell(house)
    assert len(mails()) == 1


def test_what_is_put_off_is_told_at_its_end_with_what_came_meanwhile(house: House) -> None:
    token = token_in_mail(house)
    assert ask(house, token, "act=snooze-3")["statusCode"] == 200
    Alerts(house.table).raise_alert(LATER)
    tell(house, LATER)
    house.invoke("notify", TICK)
    assert len(mails()) == 1
    with time_machine.travel(NOW + timedelta(days=3, minutes=1), tick=False):
        for _ in range(2):
            house.invoke("notify", TICK)
    assert len(mails()) == 3


def test_what_was_put_off_and_then_acknowledged_is_not_told_again(house: House) -> None:
    token = token_in_mail(house)
    ask(house, token, "act=snooze-1")
    ask(house, token, "act=acknowledge")
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        house.invoke("notify", TICK)
    assert len(mails()) == 1


@pytest.mark.parametrize("form", ["", "act=", "act=snooze-400", "act=acknowledge&act=snooze-1", "act=%ff", "&" * 40])
def test_a_form_that_asks_for_nothing_of_the_page_does_nothing(house: House, form: str) -> None:
    token = token_in_mail(house)
    before = house.effects()
    assert ask(house, token, form)["statusCode"] == 422
    assert house.effects() == before


def test_a_link_is_good_for_its_alert_alone_and_for_some_weeks(house: House) -> None:
    token = token_in_mail(house)
    (of_a_post,) = links().of("aurora", "winter-menu", NOW)
    of_another_purpose = sign_words("review", token.rpartition(".")[0], at_home.SIGNING_KEY.encode())
    for wrong in (
        token[:-1],
        token[:-1] + "A",
        "a." + token,
        of_a_post.token,
        of_another_purpose,
        "é",
        "a/b",
        "brake/b",
        "",
    ):
        assert ask(house, wrong, "act=acknowledge")["statusCode"] == 403
    with time_machine.travel(NOW + timedelta(days=36), tick=False):
        assert ask(house, token, "act=acknowledge")["statusCode"] == 410
    standing = Alerts(house.table).get(ALERT.alert_id)
    assert standing
    assert standing.acknowledged_by is None


def test_the_alert_of_a_post_has_no_such_page(house: House) -> None:
    of_post = ALERT.model_copy(update={"alert_id": "PUBLICATION#p1", "kind": AlertKind.PUBLICATION_FAILED})
    Alerts(house.table).raise_alert(of_post)
    token = alert_address(of_post).rpartition("/")[2]
    assert ask(house, token, "act=acknowledge")["statusCode"] == 410
