"""What reporting tells the bus."""

from datetime import datetime
from typing import Any

from portavoce.outbox.model import Event


class AlertRaised(Event):
    """An alert was written that a person must be mailed about."""

    alert_id: str
    brand_id: str
    kind: str


def changes(old: dict[str, Any] | None, new: dict[str, Any] | None, at: datetime) -> list[Event]:
    """One AlertRaised when an alert appears, unless it is a quiet one; nothing when its mail is noted on it."""
    del at
    if old is not None or new is None or new["quiet"]:
        return []
    return [AlertRaised(alert_id=new["alert_id"], brand_id=new["brand_id"], kind=new["kind"])]
