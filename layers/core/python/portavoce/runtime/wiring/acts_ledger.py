"""The ledger of acts, for whoever talks to no platform: reading it, and hidings that end by themselves."""

from datetime import datetime
from functools import cache

from portavoce.community.acts.records import ActRecords, undo_message
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


@cache
def acts_ledger() -> ActRecords:
    """The acts in this stage's table."""
    return ActRecords(aws.table())


def end_hidings(now: datetime) -> int:
    """Asks for the end of every hiding whose time is over, and gives their number. Asked twice, it is done once."""
    over = acts_ledger().ended_hidings(now)
    for key in over:
        aws.send(settings().need("outgoing_queue_url"), undo_message(key).model_dump(mode="json"))
        acts_ledger().forget_hiding(key)
    return len(over)
