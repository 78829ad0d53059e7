"""From a platform's news of a connection, and from the schedule, to what a person reads: the real functions."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest
from pydantic import SecretStr

from portavoce.brands.model import Brand
from portavoce.connections.grants import Grant, Token, as_text
from portavoce.connections.grants import read as read_grant
from portavoce.platforms.access.oauth_tokens import App
from portavoce.runtime.wiring.brands import brands
from tests.contract.events.house import AURORA, House
from tests.contract.events.invocations import http_event, sqs_event, stream_event
from tests.contract.events.outside import CHANNEL_TOKEN, WEBHOOK_SECRET, X_USER
from tests.contract.events.samples import FOLDER, read
from tests.contract.platforms.stands import signed
from tests.review import NOW
from tests.stage import PREFIX, REGION

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


def test_a_token_is_renewed_before_it_ends_and_what_came_is_kept_at_once(house: House) -> None:
    ssm, name = boto3.client("ssm", region_name=REGION), f"{PREFIX}/channels/aurora.x/grant"
    token = {"value": CHANNEL_TOKEN, "user_id": X_USER, "client_id": "c", "refresh_token": "once"}
    house.networks[1].platform.seeds["accounts"]({"tokens": [token]})
    app = App(client_id="c", client_secret=SecretStr("s"))
    ending = Token(value=SecretStr(CHANNEL_TOKEN), ends_at=NOW + timedelta(minutes=10))
    before = Grant(access=ending, refresh=SecretStr("once"), app=app)
    ssm.put_parameter(Name=name, Value=as_text(before).get_secret_value(), Type="SecureString")
    house.invoke("keep_channels", TICK)
    after = read_grant(SecretStr(ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]))
    assert after.access != before.access
    assert after.refresh not in (None, before.refresh)


def test_an_ad_account_is_looked_after_like_a_channel(house: House) -> None:
    accounts = {"ad_accounts": [{"id": "meta", "platform": "meta_ads", "account_id": "act_77"}]}
    brands().put(Brand.model_validate(AURORA.model_dump(mode="json") | accounts), NOW)
    name = f"{PREFIX}/ads/aurora.meta/access_token"
    boto3.client("ssm", region_name=REGION).put_parameter(Name=name, Value="ads-token", Type="SecureString")
    house.invoke("keep_channels", TICK)
    states = [key for key in house.effects()["table"] if key[0] == "CONNECTIONS#aurora"]
    assert len(states) == 4


def test_no_secret_is_in_the_table_the_log_or_an_event(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.invoke("keep_channels", TICK)
    revoke(house)
    house.invoke("relay", stream_event({}, house.effects()["table"]))
    shown = json.dumps(house.told()) + repr(house.effects()) + caplog.text
    assert CHANNEL_TOKEN not in shown
    assert WEBHOOK_SECRET not in shown
