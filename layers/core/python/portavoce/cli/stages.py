"""Finds a stage: the outputs of its CloudFormation stack, or the file that the laptop twin writes.

`local` is the laptop twin, `local:4666` the one whose ports are counted from 4666."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

from portavoce.cli.client import Api, Stage
from portavoce.cli.refusal import Refusal

LOCAL = "local"
CARD = "twin.json"


def connect(stage: str) -> Api:
    """The API of a stage. Raises Refusal."""
    name, _, port = stage.partition(":")
    return Api(_twin(port) if name == LOCAL else _find_deployed(stage))


def _twin(port: str) -> Stage:
    for folder in _homes():
        cards = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("twin*.json")}
        running = {name: one for name, one in cards.items() if _runs(one["process"]) and port in {"", str(one["port"])}}
        if len(running) > 1 and CARD not in running:
            names = [f"{LOCAL}:{one['port']}" for one in running.values()]
            raise Refusal("Several laptop twins run, none on the usual port: name one with --stage.", names)
        if running:
            found = running.get(CARD) or next(iter(running.values()))
            # The twin's emulator asks for a signature and takes any.
            return Stage(LOCAL, found["api_url"], found["region"], Credentials("test", "test"))
    command = f"make demo PORT={port}" if port else "make demo"
    raise Refusal(f"The laptop twin is not running: start it with `{command}`, and wait until it is deployed.")


def _homes() -> Iterator[Path]:
    """Where a twin may have left its card: here, above, and in the checkout that this command belongs to."""
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).parents):
        yield folder / ".local"


def _runs(process: int) -> bool:
    """Whether the twin that wrote the card still lives: one that was killed could not take its card away."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _find_deployed(stage: str) -> Stage:
    import boto3  # noqa: PLC0415 - half a second that the laptop twin need not wait for

    try:
        # boto3 itself reads AWS_DEFAULT_REGION only.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
        credentials = session.get_credentials()
        if credentials is None:
            raise Refusal("No AWS credentials on this machine: run `aws configure` or set AWS_PROFILE.")
        client = session.client("cloudformation")
        stacks = client.describe_stacks(StackName=f"portavoce-{stage}-app")["Stacks"]
    except NoRegionError:
        raise Refusal("No AWS region is chosen: set AWS_REGION, such as eu-south-1.") from None
    except ClientError as error:
        raise _stage_refusal(stage, session.region_name, error) from None
    except BotoCoreError as error:
        remedy = "Check AWS_PROFILE, AWS_REGION and the network."
        raise Refusal(f"AWS cannot be asked for stage {stage}: {str(error).rstrip('.')}. {remedy}") from None
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stacks[0].get("Outputs", [])}
    if "ApiUrl" not in outputs:
        raise Refusal(f"The stack of stage {stage} has no ApiUrl yet: wait until its deployment has ended.")
    return Stage(stage, outputs["ApiUrl"], session.region_name, credentials)


def _stage_refusal(stage: str, region: str, error: ClientError) -> Refusal:
    # CloudFormation's code for a stack that does not exist.
    if error.response["Error"]["Code"] == "ValidationError":
        return Refusal(
            f"Stage {stage} is not deployed in this account and region ({region}): `make deploy STAGE={stage}`. "
            "--stage or PORTAVOCE_STAGE names another stage, AWS_REGION another region."
        )
    code = error.response["Error"]["Code"]
    return Refusal(
        f"AWS refused to show stage {stage} ({code}): log in again, or ask for cloudformation:DescribeStacks."
    )
