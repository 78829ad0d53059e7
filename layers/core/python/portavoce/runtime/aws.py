"""AWS clients, made when first asked for and once per process."""

import json
from typing import TYPE_CHECKING, Any, cast

from botocore.config import Config

from portavoce.publishing.delays import MOST_TOGETHER
from portavoce.runtime import clock
from portavoce.runtime.aws_session import make_client
from portavoce.runtime.once import Once
from portavoce.runtime.settings import settings
from portavoce.table.table import Table

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

# One layer retries: the queues. A client that hangs must fail well before its function does. As many connections are
# kept as publications are released at once: a connection that is made anew costs them their second. AWS checks what it
# is asked; to check it here as well takes a fifth of the time in which a comment is taken in, and botocore's own long
# name, composed anew for each request, an eighth.
_CONFIG = Config(
    retries={"mode": "standard", "total_max_attempts": 3},
    connect_timeout=2,
    read_timeout=10,
    max_pool_connections=MOST_TOGETHER,
    parameter_validation=False,
    user_agent="portavoce",
)
# Parameters are read 40 times a second in the whole account: who is refused waits and asks again, some seconds in all.
_PATIENT = _CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 5}, read_timeout=3))

# A model is billed for what nobody heard, too: it is asked once. A person waits for it, and the gateway for 30 seconds.
_ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=20)


def _client(service: str, own: Config | None = None) -> Any:
    return make_client(service, _CONFIG.merge(own) if own else _CONFIG)


@Once
def table() -> Table:
    """The one table."""
    return Table(_client("dynamodb"), settings().need("table"), clock=clock.utc_now)


@Once
def sqs() -> "SQSClient":
    return cast("SQSClient", _client("sqs"))


@Once
def ssm() -> "SSMClient":
    return cast("SSMClient", _client("ssm", _PATIENT))


@Once
def comprehend() -> Any:
    return _client("comprehend")


@Once
def models() -> Any:
    return _client("bedrock-runtime", _ONCE)


@Once
def events() -> "EventBridgeClient":
    return cast("EventBridgeClient", _client("events"))


@Once
def functions() -> "LambdaClient":
    return cast("LambdaClient", _client("lambda"))


@Once
def streams() -> Any:
    return _client("dynamodbstreams")


@Once
def mail() -> "SESV2Client":
    return cast("SESV2Client", _client("sesv2"))


@Once
def logins() -> "CognitoIdentityProviderClient":
    return cast("CognitoIdentityProviderClient", _client("cognito-idp"))


@Once
def s3() -> "S3Client":
    # Said either way: left to itself, boto3 signs addresses on a host that sends fetchers on to another.
    style: Any = {"addressing_style": "path" if settings().platform_urls else "virtual"}
    return cast("S3Client", _client("s3", Config(signature_version="s3v4", s3=style)))


def send(queue_url: str, body: dict[str, Any], delay_seconds: int = 0) -> None:
    """One message onto a queue; `delay_seconds` is 0 to 900."""
    sqs().send_message(QueueUrl=queue_url, MessageBody=json.dumps(body, ensure_ascii=False), DelaySeconds=delay_seconds)


def media_url(key: str, expires_seconds: int = 7200) -> str:
    """A presigned address that a platform may fetch one media object from."""
    return s3().generate_presigned_url(
        "get_object", Params={"Bucket": settings().need("media_bucket"), "Key": key}, ExpiresIn=expires_seconds
    )
