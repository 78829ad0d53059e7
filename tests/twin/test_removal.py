"""`make destroy` on stages that stand in the emulated account beside the twin's own: it asks, and leaves nothing."""

import json
import os
import subprocess
from collections.abc import Iterator
from itertools import batched

import pytest

from infra.assembly import ROOT
from infra.local.twin import wait_for
from tests.twin.running import Running

CLEARED_SECONDS = 20
MEDIA, SECRETS = 3, 23
"""More parameters than the two pages that SSM answers in, and the two calls that it deletes in."""


def template(stage: str) -> str:
    """As much of a data stack as its removal looks at."""
    kept = {"DeletionPolicy": "Retain"} if stage == "prod" else {}
    keys = {
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    return json.dumps(
        {
            "Resources": {
                "Table": {"Type": "AWS::DynamoDB::Table", "Properties": keys} | kept,
                "Media": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"media-of-{stage}"}} | kept,
            },
            "Outputs": {"TableName": {"Value": {"Ref": "Table"}}, "MediaBucketName": {"Value": {"Ref": "Media"}}},
        }
    )


@pytest.fixture(params=["dev", "prod"])
def stage(request: pytest.FixtureRequest, running: Running) -> Iterator[str]:
    """A stage with both stacks, media and secrets; and another whose name begins like it."""
    name = str(request.param)
    cloudformation, ssm = running.twin.client("cloudformation"), running.twin.client("ssm")
    queue = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}})
    cloudformation.create_stack(StackName=f"portavoce-{name}-data", TemplateBody=template(name))
    cloudformation.create_stack(StackName=f"portavoce-{name}-app", TemplateBody=queue)
    for number in range(MEDIA):
        running.twin.client("s3").put_object(Bucket=f"media-of-{name}", Key=f"media/{number}.jpg", Body=b"x")
    for number in range(SECRETS):
        ssm.put_parameter(Name=f"/portavoce/{name}/channels/a.{number}/grant", Value="x", Type="SecureString")
    ssm.put_parameter(Name=f"/portavoce/{name}2/channels/a.x/grant", Value="x", Type="SecureString")
    yield name
    clear(running, name)


def clear(running: Running, stage: str) -> None:
    """Takes away what the test has left of a stage, and its neighbour."""
    s3, ssm = running.twin.client("s3"), running.twin.client("ssm")
    if standing(running, stage)["media"]:
        names = [{"Key": f"media/{number}.jpg"} for number in range(MEDIA)]
        s3.delete_objects(Bucket=f"media-of-{stage}", Delete={"Objects": names})
    for part in ("app", "data"):
        running.twin.client("cloudformation").delete_stack(StackName=f"portavoce-{stage}-{part}")
    assert wait_for(lambda: standing(running, stage)["stacks"] == 0, CLEARED_SECONDS, 0.1)
    if standing(running, stage)["media"] is not None:
        s3.delete_bucket(Bucket=f"media-of-{stage}")
    left = [f"/portavoce/{stage}/channels/a.{number}/grant" for number in range(SECRETS)]
    for names_at_once in batched([*left, f"/portavoce/{stage}2/channels/a.x/grant"], 10, strict=False):
        ssm.delete_parameters(Names=list(names_at_once))


def destroy(running: Running, stage: str, *more: str, answer: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", "destroy", f"STAGE={stage}", *more],
        cwd=ROOT,
        env={**os.environ, **running.twin.emulator.env()},
        input=answer,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def standing(running: Running, stage: str) -> dict[str, object]:
    """What there is of a stage in the account."""
    stacks = running.twin.client("cloudformation").list_stacks()["StackSummaries"]
    pages = running.twin.client("ssm").get_paginator("get_parameters_by_path")
    buckets = [one["Name"] for one in running.twin.client("s3").list_buckets()["Buckets"]]
    media = f"media-of-{stage}"
    return {
        "stacks": sum(
            one["StackName"].startswith(f"portavoce-{stage}-") and one["StackStatus"] != "DELETE_COMPLETE"
            for one in stacks
        ),
        "secrets": sum(len(page["Parameters"]) for page in pages.paginate(Path=f"/portavoce/{stage}", Recursive=True)),
        "media": running.twin.client("s3").list_objects_v2(Bucket=media)["KeyCount"] if media in buckets else None,
    }


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_who_does_not_say_yes_loses_nothing(running: Running, stage: str, answer: str) -> None:
    ran = destroy(running, stage, answer=answer)
    assert ran.returncode == 2
    assert "Nothing was removed" in ran.stdout
    assert standing(running, stage) == {"stacks": 2, "secrets": SECRETS, "media": MEDIA}


def test_what_goes_and_what_stays_is_said_before_the_question(running: Running, stage: str) -> None:
    goes, _, stays = destroy(running, stage, answer="n\n").stdout.partition("Stays:")
    assert f"{SECRETS} parameters under /portavoce/{stage}/" in goes
    assert f"portavoce-{stage}-app and portavoce-{stage}-data" in goes
    assert (f"media-of-{stage}" in goes, f"media-of-{stage}" in stays) == (stage == "dev", stage == "prod")


@pytest.mark.enumerated(one_in=3)
@pytest.mark.parametrize(("more", "answer"), [((), "y\n"), (("YES=1",), "")])
def test_a_yes_removes_all_but_what_prod_keeps(
    running: Running, stage: str, more: tuple[str, ...], answer: str
) -> None:
    ran = destroy(running, stage, *more, answer=answer)
    assert ran.returncode == 0, ran.stderr
    assert standing(running, stage) == {"stacks": 0, "secrets": 0, "media": MEDIA if stage == "prod" else None}
    assert standing(running, f"{stage}2")["secrets"] == 1
    again = destroy(running, stage)
    assert (again.returncode, "nothing to remove" in again.stdout) == (0, True)


def test_the_twins_own_stage_is_untouched(running: Running) -> None:
    assert running.portavoce("status").code == 0
