"""Who calls: the gateway checked the signature, and says whose it was."""

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

UNNAMED = "unnamed"


def caller_of(event: APIGatewayProxyEventV2) -> str:
    """The caller's name for `by` fields: the end of its ARN (`ada` of `arn:aws:iam::1:user/ada`)."""
    signer = event.raw_event["requestContext"].get("authorizer", {}).get("iam", {})
    arn: str | None = signer.get("userArn")
    return arn.rpartition("/")[2] or arn if arn else UNNAMED
