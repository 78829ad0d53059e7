"""The ledger of acts, for whoever talks to no platform: reading it, and hidings that end by themselves."""

from functools import cache

from portavoce.community.acts.model import ActMessage
from portavoce.community.acts.records import ActRecords
from portavoce.community.acts.service.hidings import Hidings
from portavoce.community.records import CommunityRecords
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


@cache
def acts_ledger() -> ActRecords:
    """The acts in this stage's table."""
    return ActRecords(aws.table())


@cache
def hidings() -> Hidings:
    """What is hidden for a time, on this stage's table and queue."""
    return Hidings(CommunityRecords(aws.table()), acts_ledger(), _send)


def _send(message: ActMessage) -> None:
    aws.send(settings().need("outgoing_queue_url"), message.model_dump(mode="json"))
