"""From a platform's news of a connection, and from the schedule, to what a person reads: the real functions."""

import json
from typing import Any

import pytest

from tests.contract.events.house import House, http_event, sqs_event, stream_event
from tests.contract.events.outside import CHANNEL_TOKEN, WEBHOOK_SECRET, X_USER
from tests.contract.events.samples import FOLDER, read
from tests.contract.platforms.stands import signed

TICK = read(FOLDER / "schedule/tick.json")


def told_by_mail(house: House, before: Any) -> list[str]:
    """The subjects of the mails that came of what has changed in the table."""
    house.told()
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    already = len(house.effects()["mails"])
    for event in house.told():
        if event["detail-type"] == "AlertRaised":
            house.invoke("notify", event)
    return [subject for subject, _ in house.effects()["mails"]][already:]


def revoke(house: House) -> None:
    body = json.dumps({"data": {"event_uuid": "1", "event_type": "oauth.revoke", "filter": {"user_id": X_USER},
                                "payload": {"user_id": X_USER}}}).encode()  # fmt: skip
    house.invoke("receive_webhook", http_event("x", signed("x", WEBHOOK_SECRET, body), body))
    messages = house.take("inbound")
    assert len(messages) == 1
    assert house.invoke("ingest", sqs_event("inbound", messages)) == {"batchItemFailures": []}


def test_an_owner_who_takes_the_access_back_is_one_mail_however_often_x_says_it(house: House) -> None:
    before = house.effects()["table"]
    for _ in range(3):
        revoke(house)
    (subject,) = told_by_mail(house, before)
    assert "aurora.x" in subject


def test_a_round_in_which_every_account_works_tells_nobody(house: House) -> None:
    before = house.effects()["table"]
    house.invoke("keep_channels", TICK)
    assert told_by_mail(house, before) == []
    states = {key: item for key, item in house.effects()["table"].items() if key[0] == "CONNECTIONS#aurora"}
    assert len(states) == 3


def test_an_account_whose_token_is_refused_is_one_mail_until_it_is_mended(house: House) -> None:
    before = house.effects()["table"]
    house.networks[1].platform.api.store.access.pop(CHANNEL_TOKEN)  # type: ignore[attr-defined]
    for _ in range(3):
        house.invoke("keep_channels", TICK)
    (subject,) = told_by_mail(house, before)
    assert "aurora.x" in subject


def test_no_secret_is_in_the_table_the_log_or_an_event(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.invoke("keep_channels", TICK)
    revoke(house)
    house.invoke("relay", stream_event({}, house.effects()["table"]))
    shown = json.dumps(house.told()) + repr(house.effects()) + caplog.text
    assert CHANNEL_TOKEN not in shown
    assert WEBHOOK_SECRET not in shown
