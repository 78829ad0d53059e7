"""Hidings that end by themselves, as the function uses them that talks to no platform."""

from datetime import datetime

from portavoce.community.acts.records import ActRecords, undo_message
from portavoce.runtime import aws
from portavoce.runtime.settings import settings


def end_hidings(now: datetime) -> int:
    """Asks for the end of every hiding whose time is over, and gives their number. Asked twice, it is done once."""
    records = ActRecords(aws.table())
    over = records.ended_hidings(now)
    for key in over:
        aws.send(settings().need("outgoing_queue_url"), undo_message(key).model_dump(mode="json"))
        records.forget_hiding(key)
    return len(over)
