"""The steps of a publication on its platform, as the `publish` function uses them."""

from functools import cache
from typing import TYPE_CHECKING

from portavoce.brands.model import Brand
from portavoce.publishing.model import Publication
from portavoce.publishing.records import SaidRecords, ThrottleRecords
from portavoce.publishing.service.access_diagnosis import DiagnosingPublisher
from portavoce.publishing.service.burst import Burst
from portavoce.publishing.service.channel_door import ChannelDoor, NotConnected
from portavoce.publishing.service.release import PublishingService
from portavoce.runtime import aws, clock
from portavoce.runtime.secrets import SecretMissing
from portavoce.runtime.wiring.access import diagnose
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.channels import client_for
from portavoce.runtime.wiring.fee_holds import find_fee_hold
from portavoce.runtime.wiring.ledger import freezes, ledger, lookup_rule, send_outgoing

if TYPE_CHECKING:
    from portavoce.platforms.client import Client


@cache
def burst() -> Burst:
    """What takes the messages of the outgoing queue."""
    return Burst(_publishing_service())


def _publishing_service() -> PublishingService:
    """The publishing service, with this stage's table, queue, tokens and media."""
    return PublishingService(
        ledger=ledger(),
        freezes=freezes(),
        throttles=ThrottleRecords(aws.table()),
        said=SaidRecords(aws.table()),
        connect=_open_door,
        lookup_rule=lookup_rule,
        media_url=aws.media_url,
        send=send_outgoing,
        clock=clock.utc_now,
        sleep_until=clock.sleep_until,
    )


def _open_door(publication: Publication) -> ChannelDoor:
    brand, client = _connect(publication)
    diagnosing = DiagnosingPublisher(client, lambda refusal: diagnose(publication, refusal))
    return ChannelDoor(diagnosing, lambda now: find_fee_hold(brand, publication, now))


def connect(publication: Publication) -> "Client":
    """The client of the publication's channel. Raises NotConnected."""
    return _connect(publication)[1]


def _connect(publication: Publication) -> "tuple[Brand, Client]":
    brand = brands().brand_of(publication.brand_id)
    channel = brand.channel(publication.channel) if brand else None
    if brand is None or channel is None:
        raise NotConnected(f"the brand has no channel {publication.channel_id} any more")
    try:
        return brand, client_for(channel.platform, publication.channel_id, channel.account_id)
    except SecretMissing as missing:
        raise NotConnected(str(missing)) from None
