"""Whose AWS account is meant and which region, found before anything is done there."""

import os
from dataclasses import dataclass

import boto3
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError

from infra.assembly import StepFailed


@dataclass(frozen=True)
class Account:
    """An account, a region, and the session that speaks to them."""

    id: str
    region: str
    session: boto3.Session

    @property
    def environment(self) -> str:
        """As the CDK names it."""
        return f"aws://{self.id}/{self.region}"

    @property
    def variables(self) -> dict[str, str]:
        """The region for other programs, each of which reads its own variable."""
        return {"AWS_REGION": self.region, "AWS_DEFAULT_REGION": self.region}


def find_account() -> Account:
    """The account of the caller's credentials and the region that they chose.

    Raises:
        StepFailed: there are no credentials, no region, or AWS does not take them; one line with the remedy.
    """
    try:
        # boto3 itself reads AWS_DEFAULT_REGION only.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
        if session.get_credentials() is None:
            raise NoCredentialsError  # noqa: TRY301 - the same remedy, whoever finds out
        if session.region_name is None:
            raise NoRegionError  # noqa: TRY301 - as above
        return Account(session.client("sts").get_caller_identity()["Account"], session.region_name, session)
    except NoCredentialsError:
        raise StepFailed("No AWS credentials on this machine: run `aws configure`, or set AWS_PROFILE.") from None
    except NoRegionError:
        raise StepFailed("No AWS region is chosen: set AWS_REGION, such as AWS_REGION=eu-south-1.") from None
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise StepFailed(f"AWS does not take your credentials ({code}): log in again or renew them.") from None
    except BotoCoreError as error:
        told = " ".join(str(error).split()).rstrip(".")
        raise StepFailed(f"AWS cannot be asked: {told}. Check AWS_PROFILE, AWS_REGION and the network.") from None
