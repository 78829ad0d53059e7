"""What a platform restricts reaches a person: an alert, and a mail of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from moto.ses.models import ses_backends

from tests.contract.events.house import House
from tests.contract.events.invocations import ACCOUNT, sqs_event, stream_event
from tests.contract.events.outside import WEBHOOK_SECRET
from tests.contract.platforms.deliveries import SAMPLES
from tests.contract.platforms.stands import signed
from tests.stage import REGION


def deliver(house: House, body: bytes) -> None:
    house.knock("facebook", signed("facebook", WEBHOOK_SECRET, body), body)
    assert house.invoke("ingest", sqs_event("inbound", house.take("inbound"))) == {"batchItemFailures": []}


def alerts(house: House) -> list[Any]:
    found = house.effects()["table"]
    return [one for (pk, _), one in found.items() if pk.startswith("ALERT#RESTRICTED")]


@pytest.mark.parametrize("sample", ["messages_blocked", "messages_warned", "video_block", "video_mute"])
def test_a_restriction_is_mailed_once_however_often_it_is_delivered(house: House, sample: str) -> None:
    before = house.effects()["table"]
    body = Path(SAMPLES / "facebook" / f"{sample}.json").read_bytes()
    for _ in range(2):
        deliver(house, body)
    assert len(alerts(house)) == 1
    house.told()
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    for event in house.told():
        house.invoke("notify", event)
    (mail,) = ses_backends[ACCOUNT][REGION].sent_messages
    assert "aurora.facebook" in mail.subject
    assert mail.destinations["ToAddresses"] == ["ops@aurora.example"]


def test_a_restriction_of_an_account_that_is_no_channel_is_counted_and_keeps_nothing_out(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = json.loads(Path(SAMPLES / "facebook" / "messages_blocked.json").read_bytes())
    comment = json.loads(Path(SAMPLES / "facebook" / "comment_add.json").read_bytes())
    blocked["entry"][0]["id"] = "999"
    capsys.readouterr()
    deliver(house, json.dumps({"object": "page", "entry": [*blocked["entry"], *comment["entry"]]}).encode())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["reason"] for one in told if one.get("message") == "passed over"] == ["unknown_account"]
    assert alerts(house) == []
    assert [pk for pk, _ in house.effects()["table"] if pk.startswith("INTERACTION#")]
