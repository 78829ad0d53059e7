"""A parked letter of each kind, on the deployed stage: found, and brought back by one command."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.local.twin import wait_for
from portavoce.letters.model import LetterKind
from tests.letters import call_letter, change_letter, queue_letter, rule_letter, stream_letter
from tests.twin.running import Running

PREFIX = "portavoce-local"
LIMIT_SECONDS = 30
TICK = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
NOTHING = {"publication_id": "no.such.post", "revision": 1, "step": "release", "planned_at": "2027-03-10T09:00:00Z"}


def stream_part(running: Running) -> dict[str, Any]:
    """The place of a change that stands in the table's stream."""
    streams: Any = running.twin.client("dynamodbstreams")
    arn = streams.list_streams(TableName=running.twin.outputs.table_name)["Streams"][0]["StreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    first = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    record = streams.get_records(ShardIterator=first["ShardIterator"], Limit=1)["Records"][0]
    number = record["dynamodb"]["SequenceNumber"]
    ends = {"startSequenceNumber": number, "endSequenceNumber": number}
    return {"shardId": shard, "streamArn": arn, "batchSize": 1, **ends}


def alert_keys(running: Running) -> tuple[str, str]:
    """Where an alert stands in the table."""
    item = next(one for one in running.table() if one["type"] == "alert")
    return str(item["pk"]), str(item["sk"])


PARKED: dict[LetterKind, Callable[[Running], dict[str, Any]]] = {
    LetterKind.QUEUE: lambda _: queue_letter(**NOTHING),
    LetterKind.CALL: lambda _: call_letter(PREFIX, "reconcile", TICK),
    LetterKind.RULE: lambda _: rule_letter(PREFIX, "dispatch_due", TICK),
    LetterKind.STREAM: lambda running: stream_letter(PREFIX, stream_part(running)),
    LetterKind.CHANGE: lambda running: change_letter(PREFIX, *alert_keys(running)),
}


def calls_since(running: Running, function: str, since: datetime) -> int:
    """How often a function has been called since then, by its log."""
    found = running.twin.client("logs").filter_log_events(
        logGroupName=f"/aws/lambda/{PREFIX}-{function}", startTime=int(since.timestamp() * 1000)
    )
    return sum("START RequestId" in event["message"] for event in found["events"])


def counts(running: Running) -> Counter[str]:
    """How many letters of each kind are parked, by the command line."""
    found = json.loads(running.portavoce("letters", "--json").said)["items"]
    return Counter({one["kind"]: one["count"] for one in found})


@pytest.mark.takes_long("the command line and the functions start as processes")
@pytest.mark.parametrize(
    ("kind", "function"),
    [
        (LetterKind.QUEUE, "publish"),
        (LetterKind.CALL, "reconcile"),
        (LetterKind.RULE, "dispatch_due"),
        (LetterKind.STREAM, "relay"),
        (LetterKind.CHANGE, "relay"),
    ],
)
def test_a_parked_letter_is_found_and_brought_back(running: Running, kind: LetterKind, function: str) -> None:
    queue = running.twin.outputs.dead_letters_url
    running.twin.client("sqs").send_message(QueueUrl=queue, **PARKED[kind](running))
    assert counts(running)[kind] == 1
    began = datetime.now(UTC)
    ran = running.portavoce("redrive", "--kind", kind)
    assert ran.code == 0, ran.said
    assert wait_for(lambda: calls_since(running, function, began) > 0, LIMIT_SECONDS)
    assert counts(running)[kind] == 0


def test_the_alarm_of_what_is_parked_stands(running: Running) -> None:
    (alarm,) = running.twin.client("cloudwatch").describe_alarms(AlarmNames=[f"{PREFIX}-something-parked"])[
        "MetricAlarms"
    ]
    assert (alarm["MetricName"], alarm["Threshold"]) == ("ApproximateNumberOfMessagesVisible", 1)
    assert alarm["AlarmActions"]
