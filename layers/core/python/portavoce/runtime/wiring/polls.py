"""Polling, as its function uses it."""

from functools import cache

from portavoce.community.polls.records import PollRecords
from portavoce.community.polls.service import ChannelPoller
from portavoce.platforms import discovery
from portavoce.platforms.contract import Poller, ReadRefused
from portavoce.platforms.manifest import Capability
from portavoce.runtime import aws
from portavoce.runtime.clock import utc_now
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import client_for
from portavoce.webhooks.reception import inbound_message


@cache
def poller() -> ChannelPoller:
    """Polls this stage's channels into its queue of deliveries."""
    return ChannelPoller(
        records=PollRecords(aws.table()),
        brands=every_brand,
        is_polled=lambda platform: Capability.POLL in discovery.manifest(platform).capabilities,
        connect=_connect,
        enqueue=_enqueue,
    )


def _connect(platform: str, channel_id: str, account_id: str) -> Poller:
    try:
        client: Poller = client_for(platform, channel_id, account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None
    return client


def _enqueue(platform: str, body: bytes) -> None:
    message = inbound_message(platform, body, utc_now())
    aws.sqs().send_message(QueueUrl=settings().need("inbound_queue_url"), MessageBody=message)
