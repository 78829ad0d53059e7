"""A whole stage in memory, as a function finds it: its variables, its table, its bucket; nothing kept from before."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

import boto3
import pytest

from portavoce.runtime import aws_session
from portavoce.table.table import Table

REGION: Literal["eu-south-1"] = "eu-south-1"
BUCKET = "portavoce-test-media"
QUEUES = ("inbound", "outgoing", "dead-letters")
PREFIX = "/portavoce/test"
SENDER = "hello@aurora.example"
MORNING = datetime(2027, 3, 10, 9, tzinfo=UTC)
"""Ten o'clock in Rome, where the clocks of the stages stand."""


def stage_in_memory(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Sets the function's variables, makes the bucket, and forgets what the process had remembered."""
    sqs = boto3.client("sqs")
    queues = {name: sqs.create_queue(QueueName=f"portavoce-test-{name}")["QueueUrl"] for name in QUEUES}
    variables = {
        "STAGE": "test",
        "TABLE": table.name,
        "INBOUND_QUEUE_URL": queues["inbound"],
        "OUTGOING_QUEUE_URL": queues["outgoing"],
        "DEAD_LETTERS_URL": queues["dead-letters"],
        "MEDIA_BUCKET": BUCKET,
        "PARAMETER_PREFIX": PREFIX,
        "MAIL_FROM": SENDER,
        "MAIL_SET": "portavoce-test",
        "API_URL": "https://api.test",
    }
    for name, value in variables.items():
        monkeypatch.setenv(f"PORTAVOCE_{name}", value)
    boto3.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    forget()
    yield table
    forget()


def forget() -> None:
    """Empties every cache of the composition root: the next call is a cold start.

    What botocore has read of its services is kept: it is the same each time, and takes longest."""
    descriptions = aws_session.session().get_component("data_loader")
    for name, module in list(sys.modules.items()):
        if name.startswith("portavoce.runtime"):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    aws_session.session().register_component("data_loader", descriptions)
