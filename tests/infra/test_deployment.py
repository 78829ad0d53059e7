"""`make deploy` and `make destroy` before anything is done: one line that says what is missing and what to do."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra import deployment
from infra.account import Account, find_account
from infra.assembly import ROOT, StepFailed

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def make(*words: str, given: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A line of the README in a shell that knows no account but what is given."""
    nothing = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    alone = {"PATH": os.environ["PATH"], "AWS_EC2_METADATA_DISABLED": "true"} | nothing | (given or {})
    return subprocess.run(
        ["make", *words], cwd=ROOT, env=alone, check=False, capture_output=True, text=True, timeout=60
    )


def complaint(ran: "subprocess.CompletedProcess[str]") -> str:
    """What it said; make itself adds a line to it."""
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if not line.startswith("make:")]
    assert (len(said), ran.returncode) == (1, 2), said
    return said[0]


@pytest.mark.parametrize("line", ["deploy STAGE=prod MAIL_FROM=you@your-firm.example", "destroy STAGE=dev"])
def test_without_credentials_one_line_says_how_to_get_some(line: str) -> None:
    assert complaint(make(*line.split())) == (
        "No AWS credentials on this machine: run `aws configure`, or set AWS_PROFILE."
    )


@pytest.mark.parametrize("line", ["deploy STAGE=prod MAIL_FROM=you@your-firm.example", "destroy STAGE=dev"])
def test_without_a_region_one_line_says_how_to_choose_one(line: str) -> None:
    assert "set AWS_REGION" in complaint(make(*line.split(), given=KEYS))


@pytest.mark.parametrize("line", ["deploy STAGE=prod MAIL_FROM=you@your-firm.example", "destroy STAGE=dev"])
def test_a_profile_that_is_not_there_is_named_in_one_line(line: str) -> None:
    assert "nobody" in complaint(make(*line.split(), given={"AWS_PROFILE": "nobody"}))


@pytest.mark.parametrize("line", ["deploy", "destroy"])
def test_the_demo_is_neither_deployed_nor_destroyed_in_an_account(line: str) -> None:
    assert "the demo on this machine" in complaint(make(line, given={"PORTAVOCE_STAGE": "local"}))


@pytest.mark.parametrize("line", ["deploy", "destroy", "synth"])
def test_a_stage_name_that_aws_would_refuse_is_refused_in_one_line(line: str) -> None:
    assert "lower-case letters" in complaint(make(line, "STAGE=Prod_1"))


def test_the_region_is_the_one_that_aws_region_names(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    account = find_account()
    assert account.environment == "aws://123456789012/eu-central-1"
    assert account.variables == {"AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1"}


@dataclass
class Stacks:
    """An account in which CloudFormation knows one stack, or none."""

    sender: str | None = None
    asked: list[str] = field(default_factory=list)

    def client(self, service: str) -> "Stacks":
        assert service == "cloudformation"
        return self

    def describe_stacks(self, *, StackName: str) -> Any:  # noqa: N803 - as boto3 calls it
        self.asked.append(StackName)
        if self.sender is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "does not exist"}}, "DescribeStacks")
        return {"Stacks": [{"Outputs": [{"OutputKey": "MailFrom", "OutputValue": self.sender}]}]}


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the CDK's command line is called with, a line a call: another program stands in its place."""
    record = tmp_path / "called"
    program = tmp_path / "cdk"
    program.write_text(f'#!/bin/sh\necho "$AWS_REGION $AWS_DEFAULT_REGION $*" >> {record}\n')
    program.chmod(0o700)
    monkeypatch.setattr(deployment, "CDK", program)
    monkeypatch.setattr(deployment, "assembly", lambda stage, sender, *_, **__: f"assembly-of-{stage}-from-{sender}")
    return record


def account_with(stacks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "find_account", lambda: Account("123456789012", "eu-south-1", stacks))


def test_a_first_deployment_bootstraps_and_deploys_where_the_region_points(
    called: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_with(Stacks(), monkeypatch)
    assert deployment.main(["--stage", "prod", "--mail-from", "me@firm.example"]) == 0
    where = "eu-south-1 eu-south-1 --no-notices --app assembly-of-prod-from-me@firm.example"
    assert called.read_text().splitlines() == [
        f"{where} bootstrap aws://123456789012/eu-south-1",
        f"{where} deploy --all",
    ]


def test_a_first_deployment_without_a_sender_says_how_to_name_one(
    called: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account_with(Stacks(), monkeypatch)
    assert deployment.main(["--stage", "prod"]) == 1
    assert "make deploy STAGE=prod MAIL_FROM=" in capsys.readouterr().err
    assert not called.exists()


def test_a_stage_that_is_deployed_keeps_its_sender(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stacks = Stacks("old@firm.example")
    account_with(stacks, monkeypatch)
    assert deployment.main(["--stage", "prod", "--yes"]) == 0
    assert stacks.asked == ["portavoce-prod-app"]
    assert (
        called.read_text()
        .splitlines()[-1]
        .endswith("assembly-of-prod-from-old@firm.example deploy --all --require-approval never")
    )


def test_a_deployment_that_the_cdk_gives_up_ends_with_its_status(
    called: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    account_with(Stacks(), monkeypatch)
    monkeypatch.setattr(deployment, "CDK", Path("/bin/false"))
    assert deployment.main(["--stage", "prod", "--mail-from", "me@firm.example"]) == 1
    assert "the CDK's last lines above" in capsys.readouterr().err
    assert not called.exists()


def test_credentials_that_have_ended_are_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ClientError({"Error": {"Code": "ExpiredToken", "Message": "…"}}, "GetCallerIdentity")

    monkeypatch.setenv("AWS_REGION", "eu-south-1")
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", refuse)
    with pytest.raises(StepFailed, match="ExpiredToken"):
        find_account()
