"""The topology is held against the calls that the functions make: a grant too many and one too few both fail a run."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.shapes import Function, Grant, Resource
from infra.topology import FUNCTIONS
from tests.grants.comparison import Use, find_calls_not_granted, find_grants_not_used, list_grants
from tests.grants.needs import Need, find_needs

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "PORTAVOCE_TABLE": "table",
    "PORTAVOCE_MEDIA_BUCKET": "media",
    "PORTAVOCE_MEDIA_SOURCES": "photos,videos",
    "PORTAVOCE_OUTGOING_QUEUE_URL": "https://sqs.test/outgoing",
    "PORTAVOCE_PARAMETER_PREFIX": "/portavoce/dev",
    "PORTAVOCE_BUS": "bus",
    "PORTAVOCE_MAIL_FROM": "hello@aurora.example",
}
PUT, GET = (Need(f"dynamodb:{operation}", Resource.TABLE) for operation in ("PutItem", "GetItem"))
CALLS = {Use("keep", PUT): "test_a", Use("keep", GET): "test_b"}


def keep(*grants: Grant) -> Function:
    return Function("keep", "", triggers=(), grants=grants, timeout_seconds=1, memory_mb=1, environment=())


def test_grants_that_are_just_what_the_calls_need_are_right() -> None:
    functions = [keep(Grant(Resource.TABLE, (PUT.action, GET.action)))]
    assert (find_calls_not_granted(functions, CALLS), find_grants_not_used(functions, CALLS)) == ([], [])


def test_a_grant_that_no_call_needs_is_named() -> None:
    functions = [keep(Grant(Resource.TABLE, (PUT.action, GET.action)), Grant(Resource.DUE_INDEX, ("dynamodb:Query",)))]
    assert find_grants_not_used(functions, CALLS) == ["keep: dynamodb:Query on due index of the table"]
    assert find_calls_not_granted(functions, CALLS) == []


def test_a_call_that_no_grant_covers_is_named_with_the_test_that_made_it() -> None:
    functions = [keep(Grant(Resource.TABLE, (GET.action,)), Grant(Resource.DUE_INDEX, (PUT.action,)))]
    assert find_calls_not_granted(functions, CALLS) == ["keep: dynamodb:PutItem on table, called in test_a"]


def test_another_functions_grant_covers_nothing() -> None:
    functions = [keep(Grant(Resource.TABLE, (PUT.action, GET.action)))]
    assert len(find_calls_not_granted(functions, {Use("act", PUT): "test_a"})) == 1


def test_a_call_on_an_item_that_its_function_is_not_held_to_is_named_and_so_is_a_key_that_nobody_needs() -> None:
    held = [keep(Grant(Resource.TABLE, (GET.action,), keys=("POST#", "FEED#")))]
    calls = {Use("keep", GET._replace(key=key)): "test_a" for key in ("POST#", "BRAND#")}
    assert find_calls_not_granted(held, calls) == ["keep: dynamodb:GetItem on table, BRAND#, called in test_a"]
    assert find_grants_not_used(held, calls) == ["keep: dynamodb:GetItem on table, FEED#"]
    assert find_calls_not_granted([keep(Grant(Resource.TABLE, (GET.action,)))], calls) == []


def test_one_grant_taken_away_anywhere_is_missed() -> None:
    calls = dict.fromkeys(list_grants(FUNCTIONS), "test_a")
    for use in calls:
        fewer = {one: test for one, test in calls.items() if one != use}
        assert find_grants_not_used(FUNCTIONS, fewer) == [str(use)]


STEPS = [{"Put": {"TableName": "table"}}, {"ConditionCheck": {"TableName": "another"}}]


@pytest.mark.parametrize(
    ("service", "operation", "params", "needs"),
    [
        ("dynamodb", "Query", {"TableName": "table"}, {"dynamodb:Query on table"}),
        ("dynamodb", "Query", {"TableName": "table", "IndexName": "due"}, {"dynamodb:Query on due index of the table"}),
        ("dynamodb", "Query", {"TableName": "table", "IndexName": "new"}, {"dynamodb:Query on index new"}),
        (
            "dynamodb",
            "GetItem",
            {"TableName": "table", "Key": {"pk": {"S": "POST#aurora#spring"}}},
            {"dynamodb:GetItem on table, POST#"},
        ),
        (
            "dynamodb",
            "Query",
            {
                "TableName": "table",
                "IndexName": "listing",
                "KeyConditionExpression": "list_pk = :list AND list_sk > :now",
                "ExpressionAttributeValues": {":list": {"S": "BRANDS"}},
            },
            {"dynamodb:Query on listing index of the table, BRANDS"},
        ),
        ("dynamodb", "GetItem", {"TableName": "another"}, {"dynamodb:GetItem on table another"}),
        (
            "dynamodb",
            "TransactWriteItems",
            {"TransactItems": STEPS},
            {"dynamodb:PutItem on table", "dynamodb:ConditionCheckItem on table another"},
        ),
        ("dynamodb", "Scan", {"TableName": "table"}, {"dynamodb:Scan on what has no rule in needs.py"}),
        ("s3", "HeadObject", {"Bucket": "media"}, {"s3:GetObject on objects in the media bucket"}),
        ("s3", "GetObject", {"Bucket": "videos"}, {f"s3:GetObject on {Resource.MEDIA_SOURCES}"}),
        ("s3", "PutObject", {"Bucket": "another"}, {"s3:PutObject on bucket another"}),
        ("sqs", "SendMessage", {"QueueUrl": "https://sqs.test/outgoing"}, {"sqs:SendMessage on outgoing queue"}),
        ("sqs", "SendMessage", {"QueueUrl": "https://sqs.test/new"}, {"sqs:SendMessage on queue https://sqs.test/new"}),
        ("ssm", "PutParameter", {"Name": "/portavoce/dev/ads/a/b"}, {"ssm:PutParameter on parameters under ads/"}),
        ("ssm", "PutParameter", {"Name": "/portavoce/dev/ads"}, {"ssm:PutParameter on parameter /portavoce/dev/ads"}),
        (
            "ssm",
            "GetParametersByPath",
            {"Path": "/portavoce/prod/ads/a"},
            {"ssm:GetParametersByPath on parameter /portavoce/prod/ads/a"},
        ),
        ("events", "PutEvents", {"Entries": [{"EventBusName": "bus"}]}, {"events:PutEvents on event bus"}),
        ("events", "PutEvents", {"Entries": [{}]}, {"events:PutEvents on bus default"}),
        (
            "sesv2",
            "GetEmailIdentity",
            {"EmailIdentity": "aurora.example"},
            {"ses:GetEmailIdentity on sender of e-mail"},
        ),
        (
            "sesv2",
            "SendEmail",
            {"FromEmailAddress": "a@b.example", "ConfigurationSetName": "other"},
            {
                "ses:SendEmail on identity a@b.example",
                "ses:SendEmail on set other",
                "ses:SendEmail on recipients of e-mail",
            },
        ),
    ],
)
def test_a_call_needs_its_action_on_the_thing_that_it_names(
    service: str, operation: str, params: dict[str, Any], needs: set[str]
) -> None:
    assert {str(need) for need in find_needs(service, operation, params, SETTINGS)} == needs


ALONE = {
    "PYTHONPATH": f"{ROOT}:{ROOT / 'layers/core/python'}",
    # The plugins that are installed take longer to load than the run does.
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
}
RUN = """
import boto3
from botocore.exceptions import ClientError
from moto import mock_aws
from tests.grants.plugin import serving

def test_a_call():
    with mock_aws(), serving("feed"):
        try:
            boto3.client("dynamodb", region_name="eu-south-1").get_item(TableName=TABLE, Key={"pk": {"S": "FEED#1"}})
        except ClientError:
            pass
"""


@pytest.mark.takes_long("whole runs of pytest with workers")
@pytest.mark.parametrize(
    ("table", "options", "ends", "says"),
    [
        ("table", [], 0, "1 passed"),
        ("table", ["--every-grant-used"], 1, "feed: dynamodb:Query on listing index of the table, PUBLICATIONS#"),
        ("another", [], 1, "feed: dynamodb:GetItem on table another, called in test_run.py::test_a_call"),
    ],
)
def test_a_run_ends_as_its_recorded_calls_say_workers_included(
    tmp_path: Path, table: str, options: list[str], ends: int, says: str
) -> None:
    (tmp_path / "test_run.py").write_text(RUN.replace("TABLE", repr(table)))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "xdist.plugin", "-p", "tests.grants.plugin", "-n", "1", *options],
        cwd=tmp_path,
        env=os.environ | ALONE | {"PORTAVOCE_TABLE": "table"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, says in ran.stdout) == (ends, True), ran.stdout + ran.stderr
