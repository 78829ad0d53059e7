"""Every sample, delivered three times to the real handler: cold, warm, and cold again. What stands is the same."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra import topology
from portavoce.brands.model import Brand
from portavoce.platforms.facebook import inbox
from portavoce.runtime.wiring.brands import brands
from portavoce.webhooks.reception import lone_message
from tests.contract.events.house import AURORA, House, publication
from tests.contract.events.invocations import http_event, sqs_event
from tests.contract.events.outside import PAGE, WEBHOOK_SECRET
from tests.contract.events.samples import FOLDER, Sample, deliveries, read, samples
from tests.contract.platforms.stands import signed
from tests.review import NOW

# What must have been said before an event can be about it.
BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "act": (("ingest", "queue/inbound"),),
    "notify": (("ingest", "queue/inbound"), ("act", "bus/InteractionTriaged.v1")),
}


def comments(*ids: str) -> dict[str, Any]:
    """One delivery of Facebook's with a comment of each id."""
    said = {"item": "comment", "verb": "add", "message": "Ciao", "created_time": 1795430400}
    by = {"from": {"id": "7", "name": "Ada"}}
    changes = [{"field": "feed", "value": {**said, **by, "comment_id": one}} for one in ids]
    return {"object": "page", "entry": [{"id": PAGE, "time": 1795430401, "changes": changes}]}


def prepare(house: House, function: str) -> None:
    for earlier, name in BEFORE.get(function, ()):
        house.invoke(earlier, read(FOLDER / f"{name}.json"), cold=True)


def test_every_function_has_a_sample_of_each_trigger_but_the_api() -> None:
    assert {sample.function for sample in samples()} | {"api"} == {one.name for one in topology.FUNCTIONS}


@pytest.mark.parametrize("sample", samples(), ids=str)
def test_a_sample_delivered_three_times_leaves_what_it_left_the_first_time(house: House, sample: Sample) -> None:
    prepare(house, sample.function)
    house.told()
    answers, effects, told = [], [], []
    for cold in (True, False, True):
        answers.append(house.invoke(sample.function, sample.event, cold=cold))
        effects.append(house.effects())
        told.append({event["detail"]["id"] for event in house.told()})
    assert effects[1] == effects[0]
    assert effects[2] == effects[0]
    assert told[0] == told[1] == told[2]
    assert answers[0] == answers[1] == answers[2]


def signed_delivery(path: Path) -> dict[str, Any]:
    platform, body = path.parent.name, path.read_bytes()
    return http_event(platform, signed(platform, WEBHOOK_SECRET, body), body)


@pytest.mark.takes_long("every sample of the platform, three times")
@pytest.mark.parametrize("platform", sorted({path.parent.name for path in deliveries()}))
def test_all_webhooks_of_a_platform_delivered_three_times_are_taken_in_once(house: House, platform: str) -> None:
    paths = [path for path in deliveries() if path.parent.name == platform]
    events = [signed_delivery(path) for path in paths]
    effects = []
    for cold in (True, False, True):
        for event in events:
            assert house.invoke("receive_webhook", event, cold=cold)["statusCode"] == 200
        messages = house.take("inbound")
        # Reactions are counted at the door and go no further.
        assert len(messages) == len([path for path in paths if path.stem != "reaction"])
        answer = house.invoke("ingest", sqs_event("inbound", messages), cold=cold)
        effects.append((answer, house.effects()))
    assert effects[0] == effects[1] == effects[2]


def test_a_delivery_that_was_altered_leaves_nothing(house: House) -> None:
    before = house.effects()
    for path in deliveries():
        event = signed_delivery(path)
        event["body"] += " "
        assert house.invoke("receive_webhook", event)["statusCode"] == 401
    assert house.take("inbound") == []
    assert house.effects() == before


def test_a_poisoned_message_is_asked_for_again_alone(house: House) -> None:
    event = read(FOLDER / "queue/inbound_with_poison.json")
    for cold in (True, False):
        answer = house.invoke("ingest", event, cold=cold)
        assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][1]["messageId"]}]}
    stored = [key for key in house.effects()["table"] if key[0].startswith("INTERACTION#")]
    assert len(stored) == 2


def test_a_change_that_the_table_refuses_parks_alone_and_its_neighbours_are_in(house: House) -> None:
    longer_than_a_key_may_be = "9_" + "2" * 3000
    body = json.dumps(comments("9_1", longer_than_a_key_may_be, "9_3")).encode()
    assert house.knock("facebook", signed("facebook", WEBHOOK_SECRET, body), body) == 200
    assert house.invoke("ingest", sqs_event("inbound", house.take("inbound"))) == {"batchItemFailures": []}
    stored = {key[0] for key in house.effects()["table"] if key[0].startswith("INTERACTION#facebook#9_")}
    assert stored == {"INTERACTION#facebook#9_1", "INTERACTION#facebook#9_3"}
    (alone,) = house.take("inbound")
    assert longer_than_a_key_may_be in alone
    assert "9_1" not in alone
    again = house.invoke("ingest", sqs_event("inbound", [alone]))
    assert again == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert house.take("inbound") == []


def test_a_number_longer_than_python_reads_keeps_no_neighbour_out(house: House) -> None:
    digits = "9" * 5000
    body = json.dumps(comments("9_1", "9_2", "9_3")).replace('"9_2"', digits).replace("1795430400", digits, 1).encode()
    assert house.knock("facebook", signed("facebook", WEBHOOK_SECRET, body), body) == 200
    assert house.invoke("ingest", sqs_event("inbound", house.take("inbound"))) == {"batchItemFailures": []}
    stored = {key[0] for key in house.effects()["table"] if key[0].startswith("INTERACTION#facebook#9_")}
    assert stored >= {"INTERACTION#facebook#9_3"}


def test_what_was_set_aside_is_taken_in_as_it_was_said_when_it_can_be(house: House) -> None:
    (said,) = inbox.interactions(json.dumps(comments("9_1")).encode())
    event = sqs_event("inbound", [lone_message("facebook", said.model_dump_json(), NOW)])
    for cold in (True, False):
        assert house.invoke("ingest", event, cold=cold) == {"batchItemFailures": []}
    (kept,) = [one for key, one in house.effects()["table"].items() if key[0] == "INTERACTION#facebook#9_1"]
    assert kept["interaction"]["M"]["text"]["S"] == "Ciao"


def test_a_batch_of_nothing_but_poison_does_not_end_the_function(house: House) -> None:
    answer = house.invoke("ingest", sqs_event("inbound", ["no JSON", "{}", json.dumps({"platform": "nobody"})]))
    assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == ["0", "1", "2"]


def test_the_rooms_of_the_relay_read_what_the_other_rooms_write(house: House) -> None:
    image: Any = house.effects()["table"]
    at = (publication().planned_at - timedelta(minutes=1)).timestamp()
    for key in (("POST#aurora#spring-launch", "PUBLICATION#facebook"), ("ALERT#aurora.month.2026-11.80", "ALERT")):
        record = {
            "eventID": "1",
            "dynamodb": {"NewImage": image[key], "SequenceNumber": "1", "ApproximateCreationDateTime": at},
        }
        assert house.invoke("relay", {"Records": [record]}) == {"batchItemFailures": []}
    assert {event["detail-type"] for event in house.told()} == {"PublicationsDueSoon", "AlertRaised"}


def test_a_rule_that_asks_of_the_authors_past_is_told_it(house: House) -> None:
    rule = {"name": "strangers", "when": {"author": {"known": False}}, "then": {"tag": "new"}}
    brands().put(Brand.model_validate(AURORA.model_dump(mode="json") | {"rules": [rule]}), NOW)
    tags = []
    for number, one in enumerate(("11_1", "11_2")):
        body = json.loads(json.dumps(comments(one)).replace("1795430400", str(1795430400 + number)))
        signed_body = json.dumps(body).encode()
        assert house.knock("facebook", signed("facebook", WEBHOOK_SECRET, signed_body), signed_body) == 200
        answer = house.invoke("ingest", sqs_event("inbound", house.take("inbound")), cold=not number)
        assert answer == {"batchItemFailures": []}
        item = next(item for key, item in house.effects()["table"].items() if key[0] == f"INTERACTION#facebook#{one}")
        tags.append([tag["S"] for tag in item.get("tags", {"L": []})["L"]])
    assert tags == [["new"], []]
