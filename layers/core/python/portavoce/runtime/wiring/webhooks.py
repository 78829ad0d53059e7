"""The platforms' door, as its function uses it.

Imports the least: neither pydantic nor the settings built on it, which would double the wait of a first delivery."""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from botocore.config import Config

from portavoce import platforms
from portavoce.runtime.aws_session import make_client
from portavoce.runtime.passed_over import tell_passed_over
from portavoce.runtime.troubles import Trouble, count_trouble
from portavoce.webhooks.reception import TOO_LARGE_FOR_QUEUE, KeyCache, Reception, Webhook, WebhookKeys

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

_CONFIG = Config(retries={"mode": "standard", "total_max_attempts": 2}, connect_timeout=2, read_timeout=3)


@cache
def reception() -> Reception:
    """The reception of this stage."""
    sqs: Any = make_client("sqs", _CONFIG)
    queue_url = os.environ["PORTAVOCE_INBOUND_QUEUE_URL"]
    return Reception(
        webhook_of=webhook_of,
        keys=KeyCache(read=read_keys),
        enqueue=lambda message: sqs.send_message(QueueUrl=queue_url, MessageBody=message),
        pass_over=_pass_over,
    )


def webhook_of(platform: str) -> Webhook | None:
    """The platform's `webhook.py`, None when no platform of that name has one."""
    if platform not in _with_webhooks():
        return None
    found: Any = import_module(f"portavoce.platforms.{platform}.webhook")
    return found  # type: ignore[no-any-return]


@cache
def _with_webhooks() -> frozenset[str]:
    return frozenset(path.parent.name for folder in platforms.__path__ for path in Path(folder).glob("*/webhook.py"))


def _pass_over(platform: str, reason: str, number: int) -> None:
    tell_passed_over(platform, reason, number=number)
    if reason == TOO_LARGE_FOR_QUEUE:
        count_trouble(Trouble.DELIVERY, number)  # nobody sends it again


@cache
def _ssm() -> "SSMClient":
    return cast("SSMClient", make_client("ssm", _CONFIG))


def read_keys(platform: str) -> WebhookKeys:
    """The keys under `<prefix>/webhooks/<platform>`; none when nobody has set them, and then nothing is accepted."""
    path = f"{os.environ['PORTAVOCE_PARAMETER_PREFIX']}/webhooks/{platform}"
    pages = _ssm().get_paginator("get_parameters_by_path").paginate(Path=path, WithDecryption=True)
    found = {one["Name"].rsplit("/", 1)[1]: one["Value"] for page in pages for one in page["Parameters"]}
    secrets = tuple(found[name] for name in ("current", "previous") if found.get(name))
    return WebhookKeys(secrets, found.get("verify_token"))
