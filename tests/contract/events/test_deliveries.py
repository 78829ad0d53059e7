"""Every sample, delivered three times to the real handler: cold, warm, and cold again. What stands is the same."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra import topology
from tests.contract.events.house import House, http_event, publication, sqs_event
from tests.contract.events.outside import WEBHOOK_SECRET
from tests.contract.events.samples import FOLDER, Sample, deliveries, read, samples
from tests.contract.platforms.stands import signed

# What must have been said before an event can be about it.
BEFORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "act": (("ingest", "queue/inbound"),),
    "notify": (("ingest", "queue/inbound"), ("act", "bus/InteractionTriaged.v1")),
}


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
    events = [signed_delivery(path) for path in deliveries() if path.parent.name == platform]
    effects = []
    for cold in (True, False, True):
        for event in events:
            assert house.invoke("receive_webhook", event, cold=cold)["statusCode"] == 200
        messages = house.take("inbound")
        assert len(messages) == len(events)
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
