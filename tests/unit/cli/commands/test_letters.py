"""`portavoce letters` and `portavoce redrive`."""

import os
from collections.abc import Iterator

import boto3
import pytest
import time_machine

from tests.letters import queue_letter
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

RELEASE = {"publication_id": "aurora.spring.x", "revision": 1, "step": "release", "planned_at": "2027-03-10T09:00:00Z"}


@pytest.fixture
def parked(shell: Shell) -> Iterator[Shell]:
    """A stage on which two releases are parked."""
    with time_machine.travel(MORNING):
        for _ in range(2):
            boto3.client("sqs").send_message(
                QueueUrl=os.environ["PORTAVOCE_DEAD_LETTERS_URL"], **queue_letter(**RELEASE)
            )
        yield shell


def test_what_is_parked_is_shown_with_the_command_that_brings_it_back(parked: Shell) -> None:
    ran = parked.run("letters")
    assert ran.code == 0
    line = next(line for line in ran.out.splitlines() if "outgoing" in line)
    assert line.split() == ["2027-03-10", "09:00", "queue", "outgoing", "received", "too", "often", "2"]
    assert "portavoce redrive" in ran.out
    assert "aurora.spring" not in ran.out


def test_a_redrive_moves_what_it_has_shown(parked: Shell) -> None:
    asked = parked.run("redrive", "--dry-run", "--json").json
    assert [one["count"] for one in asked["redriven"]] == [2]
    ran = parked.run("redrive", "--kind", "queue")
    assert ran.code == 0
    assert "On their way again" in ran.out
    assert "Nothing is parked" in parked.run("letters").out
    outgoing = boto3.client("sqs").receive_message(
        QueueUrl=os.environ["PORTAVOCE_OUTGOING_QUEUE_URL"], MaxNumberOfMessages=10
    )
    assert len(outgoing["Messages"]) == 2


def test_a_dry_run_counts_what_would_go_and_stay_and_says_where_and_that_nothing_was_moved(parked: Shell) -> None:
    boto3.client("sqs").send_message(QueueUrl=os.environ["PORTAVOCE_DEAD_LETTERS_URL"], MessageBody="what is this")
    ran = parked.run("redrive", "--dry-run")
    assert ran.code == 1
    said = " ".join(ran.out.split())
    assert "Would go back: 2." in said
    assert "back into the queue outgoing" in said
    assert "Would stay: 1." in said
    assert "Nothing was moved (--dry-run)." in said
    assert sum(one["count"] for one in parked.run("letters", "--json").json["items"]) == 3


def test_a_letter_that_nobody_knows_is_left_and_makes_the_command_fail(parked: Shell) -> None:
    boto3.client("sqs").send_message(QueueUrl=os.environ["PORTAVOCE_DEAD_LETTERS_URL"], MessageBody="what is this")
    ran = parked.run("redrive")
    assert ran.code == 1
    assert "Left where they are" in ran.out


def test_a_kind_that_there_is_not_is_refused_by_name(shell: Shell) -> None:
    ran = shell.run("redrive", "--kind", "post")
    assert ran.code == 2
    assert "queue, call, rule, stream" in " ".join(ran.err.split())
