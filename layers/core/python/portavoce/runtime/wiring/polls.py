"""Polling and reading again, as their function uses them."""

from collections.abc import Iterable, Iterator
from functools import cache

from portavoce.brands.model import Brand
from portavoce.community.polls.records import PollRecords
from portavoce.community.polls.service import ChannelPoller
from portavoce.community.records import CommunityRecords
from portavoce.community.rereads.model import RereadMemory
from portavoce.community.rereads.records import RereadRecords
from portavoce.community.rereads.service import ChannelRereader
from portavoce.platforms import discovery
from portavoce.platforms.client import Client
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.interaction import Interaction
from portavoce.platforms.manifest import Capability
from portavoce.runtime import aws
from portavoce.runtime.clock import utc_now
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.settings import settings
from portavoce.runtime.webhook_gap import tell_missed
from portavoce.runtime.wiring.brands import every_brand
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.community import erased_persons
from portavoce.webhooks.reception import inbound_message, lone_message


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


@cache
def rereader() -> ChannelRereader:
    """Reads this stage's channels again; what was not told goes into its queue of deliveries."""
    return ChannelRereader(
        community=CommunityRecords(aws.table()),
        records=RereadRecords(aws.table()),
        brands=every_brand,
        rule_of=lambda platform: discovery.manifest(platform).reread,
        connect=_connect,
        was_erased=erased_persons().forbids,
        enqueue=_enqueue_alone,
        tell_missed=tell_missed,
    )


def gaps_of(brands: Iterable[Brand]) -> Iterator[RereadMemory]:
    """What is remembered of each channel whose platform has a webhook that is measured."""
    for brand in brands:
        for channel in brand.channels:
            rule = discovery.manifest(channel.platform).reread
            if rule and rule.told:
                yield rereader().records.get(f"{brand.id}.{channel.id}")


def _connect(platform: str, channel_id: str, account_id: str) -> Client:
    try:
        client: Client = client_for(platform, channel_id, account_id)
    except SecretMissing as error:
        raise ReadRefused(str(error)) from None
    return client


def _enqueue(platform: str, body: bytes) -> None:
    _send(inbound_message(platform, body, utc_now()))


def _enqueue_alone(said: Interaction) -> None:
    _send(lone_message(said.platform, said.model_dump_json(), utc_now()))


def _send(message: str) -> None:
    aws.sqs().send_message(QueueUrl=settings().need("inbound_queue_url"), MessageBody=message)
