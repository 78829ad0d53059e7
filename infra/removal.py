"""Empties a stage's media bucket before its stacks are removed: CloudFormation removes no bucket that holds objects."""

import argparse
import sys

import boto3
from botocore.exceptions import ClientError

from infra.stage import Stage


def empty_media(stage: Stage) -> int:
    """Delete every media object of a stage that does not keep its data; returns how many there were."""
    if stage.keeps_data:
        return 0
    cloudformation = boto3.client("cloudformation")
    try:
        described = cloudformation.describe_stacks(StackName=f"{stage.prefix}-data")["Stacks"][0]
    except ClientError as error:
        # CloudFormation answers so for a stack that does not exist.
        if error.response["Error"]["Code"] == "ValidationError":
            return 0
        raise
    outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}
    media = boto3.resource("s3").Bucket(outputs["MediaBucketName"])
    return sum(len(answer.get("Deleted", [])) for answer in media.objects.all().delete())


def main() -> None:
    """Empty the bucket of the stage named on the command line."""
    wanted = argparse.ArgumentParser(description="Empty a stage's media bucket, so that its stacks can be removed")
    wanted.add_argument("--stage", required=True)
    stage = Stage(wanted.parse_args().stage, mail_from="")
    removed = empty_media(stage)
    kept = "the table and the media stay, as on every prod stage" if stage.keeps_data else f"{removed} media removed"
    sys.stdout.write(f"{stage.prefix}: {kept}\n")


if __name__ == "__main__":
    main()
