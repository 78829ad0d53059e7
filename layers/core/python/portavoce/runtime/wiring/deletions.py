"""The platforms' deletion callback, as its function uses it."""

from functools import cache

from portavoce.runtime import aws
from portavoce.runtime.settings import settings
from portavoce.runtime.wiring.webhooks import read_keys, webhook_of
from portavoce.webhooks.deletions.records import DeletionRecords
from portavoce.webhooks.deletions.service import Deletions
from portavoce.webhooks.reception import KeyCache


@cache
def deletions() -> Deletions:
    """The callback of this stage."""
    return Deletions(
        webhook_of=webhook_of,
        keys=KeyCache(read=read_keys),
        records=DeletionRecords(aws.table()),
        address_of=lambda platform, code: f"{settings().need('api_url')}/webhooks/{platform}/deletion/{code}",
    )
