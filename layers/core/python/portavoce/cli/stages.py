"""Finds a stage: the outputs of its CloudFormation stack, or the card that a running demo leaves.

`local` is the demo on the usual port, `local:4666` the one whose ports are counted from 4666."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

from portavoce.cli.client import Api, Stage
from portavoce.cli.refusal import Refusal

LOCAL = "local"
CARD = "twin.json"
"""The card of the demo on the usual port; that of any other has its port in its name."""


def connect(stage: str) -> Api:
    """The API of a stage. Raises Refusal."""
    name, colon, port = stage.partition(":")
    if name != LOCAL:
        return Api(_find_deployed(stage))
    if colon and not (port.isascii() and port.isdecimal()):
        raise Refusal(
            f"{stage} names no demo: after `{LOCAL}:` stands the number that was given to `make demo PORT=`, as in "
            f"--stage {LOCAL}:4666. The one that was started without a number is --stage {LOCAL}."
        )
    return Api(_find_demo(int(port) if colon else None))


def _find_demo(port: int | None) -> Stage:
    """The running demo on this port, or (None) on the usual one: nobody who did not name another means it."""
    running = {name: one for name, one in _cards() if _runs(one["process"])}
    found = running.get(CARD) if port is None else next((one for one in running.values() if one["port"] == port), None)
    if found:
        # The demo's emulator asks for a signature and takes any.
        return Stage(LOCAL, found["api_url"], found["region"], Credentials("test", "test"))
    command = "make demo" if port is None else f"make demo PORT={port}"
    where = "on the usual port" if port is None else f"on port {port}"
    remedy = f"start it with `{command}`, and wait until it is deployed"
    if not running:
        raise Refusal(f"No demo is running {where}: {remedy}.")
    options = [
        f"--stage {LOCAL}" if name == CARD else f"--stage {LOCAL}:{one['port']}" for name, one in running.items()
    ]
    raise Refusal(f"No demo is running {where}: {remedy}, or name one that runs:", sorted(options))


def _cards() -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and content of each card; of two with one name the nearest comes last."""
    for folder in reversed(list(_homes())):
        for path in folder.glob("twin*.json"):
            yield path.name, json.loads(path.read_text("utf-8"))


def _homes() -> Iterator[Path]:
    """Where a demo may have left its card: here, above, and in the checkout that this command belongs to."""
    here = Path.cwd()
    for folder in (here, *here.parents, *Path(__file__).parents):
        yield folder / ".local"


def _runs(process: int) -> bool:
    """Whether the demo that wrote the card still lives: one that was killed could not take its card away."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _find_deployed(stage: str) -> Stage:
    import boto3  # noqa: PLC0415 - half a second that the demo need not wait for

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
