"""One story through every function of listening, with real handlers and simulated networks: nothing leaks, no step is
done twice, and a person is told."""

import json

import boto3
import pytest

from infra.local.simulators.visits import Visit
from portavoce.community.acts.service.acts import NeedsPerson
from tests.contract.events.house import SIGNING_KEY, WISH, House
from tests.contract.events.invocations import sqs_event, stream_event
from tests.contract.events.listening import publish, settle
from tests.contract.events.outside import CHANNEL_TOKEN, WEBHOOK_SECRET
from tests.contract.events.samples import samples
from tests.stage import PREFIX, REGION

WORDS = "canarino-giallo-7341"
NAME = "Cana Rina"
COMMENTS = (
    f"Quanto costa {WORDS}?",
    f"siete idioti {WORDS}",
    f"Bello {WORDS}",
    f"vinci su https://premio.example/{WORDS}",
)


def test_comments_are_heard_once_hidden_or_sold_to_and_nobody_reads_them_in_a_log(
    house: House, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    post_id = publish("Buongiorno")
    meta = house.networks[0]
    for text in COMMENTS:
        meta.platform.visit(Visit(post_id=post_id, text=text, author_name=NAME))
    meta.courier.carry(meta.platform.parcels(duplicated=True, reordered=True))
    passed = settle(house)

    effects = house.effects()
    stored = [item for (_, sk), item in effects["table"].items() if sk == "INTERACTION"]
    assert len(stored) == len(COMMENTS)
    assert len(effects["hidden"][0]) == 2
    assert [event["detail-type"] for event in passed].count("LeadCreated") == 1
    assert [to["ToAddresses"] for _, to in effects["mails"]] == [["sales@aurora.example"]]
    (day,) = [item for (pk, _), item in effects["table"].items() if pk == "COUNTERS#aurora"]
    assert (day["comments"]["N"], day["leads"]["N"]) == ("4", "1")

    written = "\n".join([*lines, *capfd.readouterr()])
    assert "message taken in" in written
    for secret in (WORDS, NAME, CHANNEL_TOKEN, WEBHOOK_SECRET):
        assert secret not in written
        assert secret not in json.dumps(passed)


def test_no_sample_makes_any_handler_write_a_token_a_link_or_what_somebody_wrote(
    house: House, lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    for sample in samples():
        house.invoke(sample.function, sample.event)
    written = "\n".join([*lines, *capfd.readouterr()])
    assert "taken in" in written
    told = ("Quanto costa", "quanto costa", "Giulia", "giulia", WISH, "aurora.winter-menu.client.")
    for secret in (CHANNEL_TOKEN, WEBHOOK_SECRET, SIGNING_KEY, *told):
        assert secret not in written


def test_a_comment_that_a_dead_access_does_not_let_us_hide_reaches_a_person_once_a_day(house: House) -> None:
    post_id = publish("Buongiorno")
    meta = house.networks[0]
    for text in ("idioti", "siete idioti davvero"):
        meta.platform.visit(Visit(post_id=post_id, text=text, author_name=NAME))
    meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
    before = house.effects()["table"]
    house.invoke("ingest", sqs_event("inbound", house.take("inbound")))
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    boto3.client("ssm", region_name=REGION).delete_parameter(Name=f"{PREFIX}/channels/aurora.facebook/access_token")
    before = house.effects()["table"]
    for event in house.told():
        with pytest.raises(NeedsPerson):
            house.invoke("act", event, cold=True)
    house.invoke("relay", stream_event(before, house.effects()["table"]))
    (event,) = [one for one in house.told() if one["detail-type"] == "AlertRaised"]
    house.invoke("notify", event)
    ((subject, to),) = house.effects()["mails"]
    assert "aurora.facebook" in subject
    assert to["ToAddresses"] == ["ops@aurora.example"]
