"""How the command line finds a stage and signs for it."""

import hashlib
import hmac
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import boto3
import httpx2
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials
from urllib3 import HTTPResponse

from portavoce.cli import stages
from portavoce.cli.client import Api, Stage
from portavoce.cli.refusal import Refusal
from portavoce.cli.stages import connect
from tests.stage import REGION

URL = "https://a1b2c3d4e5.execute-api.eu-south-1.amazonaws.com"
# As the API reference shows the answers of DescribeStacks.
DEPLOYED = f"""<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
<DescribeStacksResult><Stacks><member>
  <StackName>portavoce-prod-app</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
  <CreationTime>2027-03-10T09:00:00Z</CreationTime>
  <Outputs><member><OutputKey>ApiUrl</OutputKey><OutputValue>{URL}</OutputValue></member></Outputs>
</member></Stacks></DescribeStacksResult></DescribeStacksResponse>"""
ABSENT = """<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error>
<Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id portavoce-prod-app does not exist</Message>
</Error></ErrorResponse>"""


def cloudformation(monkeypatch: pytest.MonkeyPatch, status: int, body: str) -> list[str]:
    """Makes CloudFormation give this answer; the names of the stacks that it is asked about."""
    asked: list[str] = []

    def answer(request: Any, **_: object) -> Any:
        asked.append(dict(parse_qsl(request.body))["StackName"])
        return AWSResponse(
            request.url, status, HTTPHeaders(), HTTPResponse(io.BytesIO(body.encode()), preload_content=False)
        )

    real = boto3.Session

    def listening(**given: Any) -> boto3.Session:
        session = real(**given)
        session.events.register("before-send.cloudformation.DescribeStacks", answer)
        return session

    monkeypatch.setattr(boto3, "Session", listening)
    return asked


def test_a_deployed_stage_is_found_by_the_outputs_of_its_stack(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = cloudformation(monkeypatch, 200, DEPLOYED)
    stage = connect("prod").stage
    assert asked == ["portavoce-prod-app"]
    assert (stage.name, stage.api_url, stage.region) == ("prod", URL, REGION)


def test_a_stage_that_is_not_deployed_says_how_to_deploy_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cloudformation(monkeypatch, 400, ABSENT)
    with pytest.raises(Refusal, match="make deploy STAGE=prod"):
        connect("prod")


def test_a_machine_without_credentials_says_how_to_get_some(
    aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(Refusal, match="aws configure"):
        connect("prod")


def test_a_machine_without_a_region_says_how_to_choose_one(
    aws: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(Refusal, match="AWS_REGION"):
        connect("prod")


def leave_card(home: Path, port: int, name: str = "twin.json", process: int | None = None) -> str:
    """What a twin leaves that was started in this folder; the address of its API."""
    address = f"http://127.0.0.1:{port}/x"
    card = {"api_url": address, "region": "us-east-1", "port": port, "process": process or os.getpid()}
    (home / ".local").mkdir(parents=True, exist_ok=True)
    (home / ".local" / name).write_text(json.dumps(card))
    return address


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that this test stands in, with a checkout beside it that the command belongs to."""
    checkout = tmp_path / "checkout"
    monkeypatch.setattr(stages, "__file__", str(checkout / "layers/core/python/portavoce/cli/stages.py"))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_the_twin_is_found_from_any_folder_below_it(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = leave_card(elsewhere, 4566)
    below = elsewhere / "docs" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert connect("local").stage.api_url == address


def test_the_twin_of_the_commands_own_checkout_is_found_from_anywhere(elsewhere: Path) -> None:
    address = leave_card(elsewhere.parent / "checkout", 4566)
    assert connect("local").stage.api_url == address


def test_of_two_demos_the_one_on_the_usual_port_is_meant_unless_another_is_named(elsewhere: Path) -> None:
    second = leave_card(elsewhere, 4666, "twin-4666.json")
    first = leave_card(elsewhere, 4566)
    assert connect("local").stage.api_url == first
    assert connect("local:4666").stage.api_url == second
    assert connect("local:4666").stage.name == "local"


@pytest.mark.parametrize("ports", [(4666,), (4666, 4676)], ids=["one", "two"])
@pytest.mark.parametrize("stage", ["local", "local:4686"])
def test_demos_on_other_ports_are_named_to_be_pasted_instead_of_taking_one(
    elsewhere: Path, stage: str, ports: tuple[int, ...]
) -> None:
    for port in ports:
        leave_card(elsewhere, port, f"twin-{port}.json")
    with pytest.raises(Refusal, match="No demo is running on") as refused:
        connect(stage)
    assert list(refused.value.lines) == [f"--stage local:{port}" for port in ports]


@pytest.mark.parametrize("stage", ["local:abc", "local:", "local:-1", "local:46 66", "local:４６６６"])
def test_a_demo_that_is_named_by_no_number_is_told_what_to_write(elsewhere: Path, stage: str) -> None:
    leave_card(elsewhere, 4566)
    with pytest.raises(Refusal) as refused:
        connect(stage)
    assert refused.value.message.startswith(f"{stage} names no demo")
    assert "--stage local:4666" in refused.value.message


def test_of_two_demos_on_the_usual_port_the_nearest_folders_is_taken(elsewhere: Path) -> None:
    leave_card(elsewhere.parent / "checkout", 4566)
    near = leave_card(elsewhere, 4567)
    assert connect("local").stage.api_url == near


@pytest.mark.parametrize(("stage", "command"), [("local", "`make demo`"), ("local:4666", "`make demo PORT=4666`")])
def test_a_twin_that_is_not_running_says_how_to_start_it(elsewhere: Path, stage: str, command: str) -> None:
    with pytest.raises(Refusal, match=command):
        connect(stage)


def test_a_twin_that_was_killed_counts_as_not_running(elsewhere: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    leave_card(elsewhere, 4566, process=gone.pid)
    with pytest.raises(Refusal, match="No demo is running"):
        connect("local")


def test_the_region_that_is_chosen_by_aws_region_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    cloudformation(monkeypatch, 200, DEPLOYED)
    assert connect("prod").stage.region == "eu-central-1"


def test_a_profile_that_is_not_there_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(Refusal, match=r"nobody.*AWS_PROFILE"):
        connect("prod")


def expected_signature(request: httpx2.Request, secret: str, region: str) -> str:
    """Signature Version 4 as AWS documents it, over what goes on the wire ("Create a signed AWS API request")."""
    parts = urlsplit(request.url.raw_path.decode())
    query = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in parse_qsl(parts.query))
    signed = request.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0]
    canonical = "\n".join(
        [
            request.method,
            quote(parts.path, safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in query),
            *(f"{name}:{request.headers[name]}" for name in signed.split(";")),
            "",
            signed,
            hashlib.sha256(request.content).hexdigest(),
        ]
    )
    moment = request.headers["x-amz-date"]
    scope = f"{moment[:8]}/{region}/execute-api/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


@pytest.mark.parametrize("token", [None, "session-token"])
def test_the_signature_is_the_one_that_aws_documents(token: str | None) -> None:
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={})

    stage = Stage("prod", URL, REGION, Credentials("AKID", "secret", token))
    api = Api(stage, httpx2.MockTransport(answer))
    api.put("brands", "aurora", body={"name": "È ☕️"}, query={"dry_run": True, "note": "a b+c/d=è&"})
    api.get("comments", "x", "è/ 1")
    for request in sent:
        signature = request.headers["authorization"].partition("Signature=")[2]
        assert signature == expected_signature(request, "secret", REGION)
        assert request.headers.get("x-amz-security-token") == token
