"""What is parked, listed and brought back by the real function, each kind on its own way."""

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
import time_machine
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import ClientError

from portavoce.runtime import aws, aws_session
from portavoce.runtime.wiring.persons import persons
from portavoce.webhooks.reception import lone_message
from tests.contract.events.house import House
from tests.contract.events.samples import FOLDER, read
from tests.http_api import call
from tests.letters import SOMEBODY, call_letter, change_letter, queue_letter, rule_letter, stream_letter
from tests.review import NOW
from tests.stage import REGION

PREFIX, SOON = "portavoce-test", timedelta(seconds=1)
RELEASE = {
    "publication_id": "aurora.spring-launch.facebook",
    "revision": 1,
    "step": "release",
    "planned_at": "2026-11-23T10:50:00Z",
}
INBOUND = {"platform": "facebook", "body": SOMEBODY}
RAISED = read(FOLDER / "bus/AlertRaised.v1.json")
LEAD = read(FOLDER / "bus/LeadCreated.v1.json")
STREAM = f"arn:aws:dynamodb:{REGION}:123456789012:table/portavoce/stream/2026-11-23T00:00:00.000"
PART = {
    "shardId": "shardId-00000001795430400000-3f5ae9d1",
    "startSequenceNumber": "100000000000000000001",
    "endSequenceNumber": "100000000000000000001",
    "batchSize": 1,
    "streamArn": STREAM,
}
ITEM = "ALERT#aurora.month.2026-11.80", "ALERT"
LETTERS = (
    queue_letter(**RELEASE),
    queue_letter(**INBOUND),
    call_letter(PREFIX, "notify", RAISED),
    call_letter(PREFIX, "notify", RAISED),
    rule_letter(PREFIX, "notify", LEAD),
    stream_letter(PREFIX, PART),
    change_letter(PREFIX, *ITEM),
    {"MessageBody": "what is this"},
)


class Calls:
    """What other functions were called with, and what the stream answers. `gone`: it has been trimmed."""

    def __init__(self, house: House) -> None:
        self.house, self.made, self.gone = house, list[tuple[str, str, Any]](), False
        session: Any = aws_session.session()
        session.register("before-call.lambda.Invoke", self._invoke)
        session.register("before-call.dynamodb-streams.GetShardIterator", self._iterate)
        session.register("before-call.dynamodb-streams.GetRecords", self._records)
        image = json.loads(json.dumps(house.effects()["table"][ITEM]))
        body: dict[str, Any] = {
            "ApproximateCreationDateTime": datetime(2026, 11, 23, 10, 40, tzinfo=UTC),
            "Keys": {"pk": {"S": ITEM[0]}, "sk": {"S": ITEM[1]}},
            "NewImage": image,
            "SequenceNumber": PART["startSequenceNumber"],
        }
        self.record: dict[str, Any] = {"eventID": "e1", "eventSource": "aws:dynamodb", "dynamodb": body}

    def _invoke(self, params: Mapping[str, Any], **_: Any) -> Any:
        name = params["url_path"].split("/")[3]
        event = json.loads(params["body"])
        kind = params["headers"]["X-Amz-Invocation-Type"]
        self.made.append((name, kind, event))
        answer = b""
        if kind == "RequestResponse":
            answer = json.dumps(self.house.invoke(name.removeprefix(f"{PREFIX}-"), event)).encode()
        return done(), {"StatusCode": 202, "Payload": io.BytesIO(answer)}

    def _iterate(self, **_: Any) -> Any:
        if self.gone:
            raise ClientError({"Error": {"Code": "TrimmedDataAccessException"}}, "GetShardIterator")
        return done(), {"ShardIterator": "i1"}

    def _records(self, **_: Any) -> Any:
        return done(), {"Records": [self.record], "NextShardIterator": "i2"}


def done() -> AWSResponse:
    return AWSResponse("https://aws.test", 200, HTTPHeaders(), None)


@pytest.fixture
def calls(house: House) -> Calls:
    sqs: Any = boto3.client("sqs", region_name=REGION)
    for letter in LETTERS:
        sqs.send_message(QueueUrl=house.queues["dead-letters"], **letter)
    return Calls(house)


def parked(house: House) -> int:
    queue: Any = boto3.client("sqs", region_name=REGION)
    named = "ApproximateNumberOfMessages"
    with time_machine.travel(NOW + 9 * SOON, tick=False):
        found = queue.get_queue_attributes(QueueUrl=house.queues["dead-letters"], AttributeNames=[named])
    return int(found["Attributes"][named])


def test_what_is_parked_is_listed_by_kind_with_its_reason_and_without_a_word_of_anybody(
    house: House, calls: Calls
) -> None:
    for seconds in range(2):
        with time_machine.travel(NOW + seconds * SOON, tick=False):
            answer = call("GET", "/letters")
        found = {(one["kind"], one["origin"], one["reason"], one["count"]) for one in answer.json["items"]}
        assert found == {
            ("queue", "outgoing", "received too often", 1),
            ("queue", "inbound", "received too often", 1),
            ("call", "portavoce-test-notify", "RetriesExhausted: ValidationError", 2),
            ("rule", "portavoce-test-notify", "THROTTLING", 1),
            ("stream", "portavoce-test-relay", "RetryAttemptsExhausted", 1),
            ("change", "portavoce-test-relay", "could not be read", 1),
            ("unknown", "", "of no known shape", 1),
        }
        assert {datetime.fromisoformat(one["first_at"]) for one in answer.json["items"]} == {NOW}
        assert SOMEBODY.partition(" ")[0] not in answer.text
    assert (parked(house), calls.made) == (len(LETTERS), [])


def test_each_kind_goes_back_on_its_own_way(house: House, calls: Calls) -> None:
    answer = call("POST", "/letters/redrive").json
    assert {(one["kind"], one["count"]) for one in answer["redriven"]} == {
        ("queue", 1),
        ("call", 2),
        ("rule", 1),
        ("stream", 1),
        ("change", 1),
    }
    assert [(one["kind"], one["count"]) for one in answer["left"]] == [("unknown", 1)]
    assert [json.loads(one) for one in house.take("outgoing")] == [RELEASE]
    assert [json.loads(one) for one in house.take("inbound")] == [INBOUND]
    by_event = [(name, event) for name, kind, event in calls.made if kind == "Event"]
    assert sorted(by_event, key=str) == sorted(
        [("portavoce-test-notify", one) for one in (RAISED, RAISED, LEAD)], key=str
    )
    assert [event["detail-type"] for event in house.told()] == ["AlertRaised"] * 2, "the relay told of both changes"
    assert parked(house) == 1


def test_one_kind_goes_back_alone_and_a_dry_run_moves_nothing(house: House, calls: Calls) -> None:
    asked = call("POST", "/letters/redrive", query={"dry_run": "true"}).json
    assert sum(one["count"] for one in asked["redriven"]) == len(LETTERS) - 1
    assert (parked(house), calls.made) == (len(LETTERS), [])
    with time_machine.travel(NOW + SOON, tick=False):
        answer = call("POST", "/letters/redrive", query={"kind": "rule"}).json
    assert [(one["kind"], one["count"]) for one in answer["redriven"]] == [("rule", 1)]
    assert (parked(house), [name for name, _, _ in calls.made]) == (len(LETTERS) - 1, ["portavoce-test-notify"])


def test_changes_that_the_stream_no_longer_has_stay_parked_and_say_so(house: House, calls: Calls) -> None:
    calls.gone = True
    answer = call("POST", "/letters/redrive", query={"kind": "stream"}).json
    assert answer["redriven"] == []
    assert "no longer in the stream" in answer["left"][0]["reason"]
    assert parked(house) == len(LETTERS)


def test_a_change_that_the_relay_cannot_read_parks_alone_and_is_told_by_its_item_whenever_it_can_be(
    house: House, calls: Calls
) -> None:
    del calls.record["dynamodb"]["NewImage"]["alert_id"]
    assert call("POST", "/letters/redrive", query={"kind": "stream"}).json["left"] == []
    with time_machine.travel(NOW + SOON, tick=False):
        waiting = {one["kind"]: one["count"] for one in call("GET", "/letters").json["items"]}
    assert ("stream" in waiting, waiting["change"]) == (False, 2)
    assert house.told() == []
    calls.gone = True
    with time_machine.travel(NOW + 9 * SOON, tick=False):
        answer = call("POST", "/letters/redrive", query={"kind": "change"}).json
    assert [(one["kind"], one["count"]) for one in answer["redriven"]] == [("change", 2)]
    assert [event["detail"]["id"] for event in house.told()] == ["e9.0", "e1.0"]


def test_a_dry_run_says_of_each_letter_what_the_redrive_then_does(house: House, calls: Calls) -> None:
    calls.gone = True
    sqs: Any = boto3.client("sqs", region_name=REGION)
    for letter in (
        change_letter(PREFIX, "ALERT#gone", "ALERT"),
        call_letter("portavoce-another", "notify", RAISED),
        rule_letter("portavoce-another", "notify", LEAD),
    ):
        sqs.send_message(QueueUrl=house.queues["dead-letters"], **letter)
    asked = call("POST", "/letters/redrive", query={"dry_run": "true"}).json
    assert (parked(house), calls.made) == (len(LETTERS) + 3, [])
    with time_machine.travel(NOW + SOON, tick=False):
        done = call("POST", "/letters/redrive").json
    assert asked == done
    assert {(one["kind"], one["count"]) for one in done["left"]} == {
        ("stream", 1),
        ("change", 1),
        ("call", 1),
        ("rule", 1),
        ("unknown", 1),
    }
    assert sum(one["count"] for one in done["redriven"]) == len(LETTERS) - 2


def test_a_change_whose_item_is_gone_stays_parked_and_says_so(house: House, calls: Calls) -> None:
    boto3.client("dynamodb", region_name=REGION).delete_item(
        TableName=house.table.name, Key={"pk": {"S": ITEM[0]}, "sk": {"S": ITEM[1]}}
    )
    answer = call("POST", "/letters/redrive", query={"kind": "change"}).json
    assert answer["redriven"] == []
    assert "its item is gone" in answer["left"][0]["reason"]


def test_changes_that_the_bus_does_not_take_stay_parked(
    house: House, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: Any = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure"}]}
    monkeypatch.setattr(aws, "events", lambda: SimpleNamespace(put_events=lambda **_: refused))
    answer = call("POST", "/letters/redrive", query={"kind": "stream"}).json
    assert "its log says which change" in answer["left"][0]["reason"]
    assert parked(house) == len(LETTERS)


def test_a_letter_of_another_stage_is_left_alone(house: House, calls: Calls) -> None:
    queue: Any = boto3.client("sqs", region_name=REGION)
    queue.purge_queue(QueueUrl=house.queues["dead-letters"])
    queue.send_message(QueueUrl=house.queues["dead-letters"], **call_letter("portavoce-prod", "notify", RAISED))
    answer = call("POST", "/letters/redrive").json
    assert [one["reason"] for one in answer["left"]] == ["its function is none of this stage"]
    assert calls.made == []


def test_who_is_erased_is_taken_out_of_what_was_set_aside_and_out_of_a_change_that_could_not_be_read(
    house: House,
) -> None:
    sqs: Any = boto3.client("sqs", region_name=REGION)
    said = json.dumps({"interaction_id": "9_1", "author_id": "u9", "text": SOMEBODY})
    for letter in (
        {"MessageBody": lone_message("facebook", said, NOW)},
        change_letter(PREFIX, "INTERACTION#facebook#9_1", "INTERACTION"),
        change_letter(PREFIX, *ITEM),
    ):
        sqs.send_message(QueueUrl=house.queues["dead-letters"], **letter)
    taken = persons().take_letters(frozenset({"u9", "9_1"}), False)
    assert (len(taken[0]), taken[1]) == (2, False)
    assert parked(house) == 1


@pytest.mark.parametrize(("counter", "sample"), [("count_clicks", "click"), ("count_visits", "visit")])
def test_what_could_not_be_counted_goes_back_to_its_counter(house: House, counter: str, sample: str) -> None:
    told = read(FOLDER / f"call/{sample}.json")
    sqs: Any = boto3.client("sqs", region_name=REGION)
    sqs.send_message(QueueUrl=house.queues["dead-letters"], **call_letter(PREFIX, counter, told))
    calls = Calls(house)
    assert call("POST", "/letters/redrive").json["redriven"][0]["kind"] == "call"
    assert calls.made == [(f"portavoce-test-{counter}", "Event", told)]


def test_a_click_that_comes_back_twice_is_counted_once(house: House) -> None:
    for _ in range(2):
        house.invoke("count_clicks", read(FOLDER / "call/click.json"))
    day = house.effects()["table"]["TRAFFIC#aurora", "2026-11-23#7NqKd2VbXw"]
    assert day["clicks"]["N"] == "1"
