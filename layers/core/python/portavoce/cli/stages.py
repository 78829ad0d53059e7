"""Finds a stage: the outputs of its CloudFormation stack, or the file that the laptop twin writes."""

import json
from pathlib import Path

from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError, NoRegionError

from portavoce.cli.client import Api, Stage
from portavoce.cli.refusal import Refusal

LOCAL = "local"
TWIN = Path(".local") / "twin.json"


def connect(stage: str) -> Api:
    """The API of a stage. Raises Refusal."""
    return Api(_twin(Path.cwd()) if stage == LOCAL else _find_deployed(stage))


def _twin(start: Path) -> Stage:
    for folder in (start, *start.parents):
        if (folder / TWIN).is_file():
            found = json.loads((folder / TWIN).read_text("utf-8"))
            # The twin's emulator asks for a signature and takes any.
            return Stage(LOCAL, found["api_url"], found["region"], Credentials("test", "test"))
    raise Refusal(f"The laptop twin is not running: no {TWIN} here or above. Start it with `make demo`.")


def _find_deployed(stage: str) -> Stage:
    import boto3  # noqa: PLC0415 - half a second that the laptop twin need not wait for

    session = boto3.Session()
    try:
        credentials = session.get_credentials()
        if credentials is None:
            raise Refusal("No AWS credentials on this machine: run `aws configure` or set AWS_PROFILE.")
        client = session.client("cloudformation")
        stacks = client.describe_stacks(StackName=f"portavoce-{stage}-app")["Stacks"]
    except NoRegionError:
        raise Refusal("No AWS region is chosen: set AWS_REGION, such as eu-south-1.") from None
    except ClientError as error:
        raise _stage_refusal(stage, error) from None
    except BotoCoreError as error:
        raise Refusal(f"AWS cannot be asked for stage {stage}: {error}") from None
    outputs = {one["OutputKey"]: one["OutputValue"] for one in stacks[0].get("Outputs", [])}
    if "ApiUrl" not in outputs:
        raise Refusal(f"The stack of stage {stage} has no ApiUrl yet: wait until its deployment has ended.")
    return Stage(stage, outputs["ApiUrl"], session.region_name, credentials)


def _stage_refusal(stage: str, error: ClientError) -> Refusal:
    # CloudFormation's code for a stack that does not exist.
    if error.response["Error"]["Code"] == "ValidationError":
        return Refusal(f"Stage {stage} is not deployed in this account and region: `make deploy STAGE={stage}`.")
    return Refusal(f"AWS refused to show stage {stage}: {error.response['Error']['Code']}.")
