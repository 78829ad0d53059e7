"""Removes a stage from AWS after saying what goes and what stays, and asking: `python -m infra.removal --stage dev`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.account import Account, find_account
from infra.assembly import StepFailed, context_of
from infra.stage import Stage, StageError, read_stage

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

DELETED_AT_ONCE = 10
LOOK_SECONDS, LOOKS = 2, 1800


@dataclass(frozen=True)
class Found:
    """What a stage has in an account: its stacks by their part (`app`, `data`), its outputs, its secrets' names."""

    stage: Stage
    stacks: tuple[str, ...]
    outputs: dict[str, str]
    secrets: tuple[str, ...]

    def description(self, account: Account) -> str:
        """What goes and what stays, for the person who decides."""
        return "\n".join(
            [
                f"Stage {self.stage.name} in account {account.id}, region {account.region}.",
                "Goes for good:",
                *(f"  {one}" for one in self._what_goes()),
                "Stays:",
                *(f"  {one}" for one in self._what_stays()),
            ]
        )

    def _what_goes(self) -> Iterator[str]:
        if self.stacks:
            also = "" if self.stage.keeps_data else ", bus and its archive, dead letters"
            yield f"{' and '.join(self.stacks)}: functions, queues, API{also}, alarm, logs"
        if "TableName" in self.outputs and not self.stage.keeps_data:
            yield f"the table {self.outputs['TableName']}: all that was planned, published, heard and measured"
            yield f"the bucket {self.outputs['MediaBucketName']} with every image and video in it"
        if self.secrets:
            yield f"{len(self.secrets)} parameters under {self.stage.parameters}/: tokens, secrets, signing keys"

    def _what_stays(self) -> Iterator[str]:
        if "TableName" in self.outputs and self.stage.keeps_data:
            table, bucket = self.outputs["TableName"], self.outputs["MediaBucketName"]
            yield f"the table {table} and the bucket {bucket}: delete them by hand when you are sure"
            yield (
                f"the queue {self.stage.prefix}-dead-letters, the bus {self.stage.prefix} and its archive: they bear "
                "fixed names, so delete them by hand before you deploy this stage anew"
            )
        yield "the CDK's own stack CDKToolkit, which other applications may use, and your addresses in Amazon SES"


def find(account: Account, stage: Stage) -> Found:
    """What there is of a stage."""
    described = [_describe(account, f"{stage.prefix}-{part}") for part in ("app", "data")]
    outputs = {one["OutputKey"]: one["OutputValue"] for stack in described if stack for one in stack.get("Outputs", [])}
    pages = account.session.client("ssm").get_paginator("get_parameters_by_path")
    secrets = tuple(
        one["Name"] for page in pages.paginate(Path=stage.parameters, Recursive=True) for one in page["Parameters"]
    )
    return Found(stage, tuple(stack["StackName"] for stack in described if stack), outputs, secrets)


def remove(account: Account, found: Found) -> None:
    """Remove it, the functions first so that nothing writes any more, the secrets last so that it can be repeated.

    Raises:
        StepFailed: AWS kept something; what stands is removed by doing it again.
    """
    for stack in found.stacks:
        if stack.endswith("-data") and not found.stage.keeps_data:
            _empty(account, found.outputs["MediaBucketName"])
        _say(f"removing {stack} …")
        _remove_stack(account, stack)
    parameters = account.session.client("ssm")
    for names in batched(found.secrets, DELETED_AT_ONCE, strict=False):
        parameters.delete_parameters(Names=list(names))
    _say(f"removed: stage {found.stage.name}, {len(found.secrets)} parameters with it")


def _describe(account: Account, stack: str) -> "StackTypeDef | None":
    try:
        return account.session.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        # CloudFormation answers so for a stack that does not exist.
        if error.response["Error"]["Code"] == "ValidationError":
            return None
        raise


def _empty(account: Account, bucket: str) -> None:
    """CloudFormation removes no bucket that holds objects."""
    _say(f"emptying {bucket} …")
    for answer in account.session.resource("s3").Bucket(bucket).object_versions.delete():
        if kept := answer.get("Errors"):
            raise StepFailed(f"{bucket} keeps {kept[0]['Key']} ({kept[0]['Code']}): mend that and run it again.")


def _remove_stack(account: Account, stack: str) -> None:
    cloudformation = account.session.client("cloudformation")
    cloudformation.delete_stack(StackName=stack)
    try:
        cloudformation.get_waiter("stack_delete_complete").wait(
            StackName=stack, WaiterConfig={"Delay": LOOK_SECONDS, "MaxAttempts": LOOKS}
        )
    except WaiterError:
        events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        failed = (one for one in events if one.get("ResourceStatus") == "DELETE_FAILED")
        why = next((f"{one['LogicalResourceId']}: {one.get('ResourceStatusReason', '')}" for one in failed), "unknown")
        raise StepFailed(f"{stack} was not removed ({why}): mend that and run it again.") from None


def _agrees(account: Account, found: Found) -> bool:
    sys.stdout.write(f"{found.description(account)}\nRemove it? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """0: it is gone, or there was nothing. 1: it is not, and why."""
    parser = argparse.ArgumentParser(prog="make destroy", description="Remove a stage from your AWS account")
    parser.add_argument("--stage", required=True)
    parser.add_argument("--yes", action="store_true", help="do not ask, for scripts")
    wanted = parser.parse_args(arguments)
    try:
        return _run(read_stage(context_of(wanted.stage).get), asks=not wanted.yes)
    except (StageError, StepFailed) as refused:
        told = str(refused)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        told = f"AWS refused {error.operation_name} ({code}): ask for that right, then run it again."
    except BotoCoreError as error:
        told = f"AWS does not answer ({type(error).__name__}): check the network and run it again."
    except KeyboardInterrupt:
        told = "\nInterrupted: run it again to see what is left."
    sys.stderr.write(f"{told}\n")
    return 1


def _run(stage: Stage, *, asks: bool) -> int:
    if stage.is_local:
        raise StepFailed("Stage local is the demo on this machine: Ctrl-C in its terminal ends it and leaves nothing.")
    account = find_account()
    found = find(account, stage)
    if not (found.stacks or found.secrets):
        _say(
            f"Stage {stage.name} is not in account {account.id}, region {account.region}: nothing to remove. "
            "STAGE= names another stage, AWS_REGION another region."
        )
        return 0
    if asks and not _agrees(account, found):
        _say("\nNothing was removed. (YES=1 answers for you.)")
        return 1
    remove(account, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
