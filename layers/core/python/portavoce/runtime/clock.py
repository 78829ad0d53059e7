"""The clock of a running function. Everything below `runtime` takes `now` as a parameter."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def read_minute(event: Mapping[str, Any]) -> datetime:
    """The whole minute for which a schedule has made this event, however late it is taken; of one without a time, the
    minute that it is."""
    made_at = event.get("time")
    moment = datetime.fromisoformat(made_at) if made_at else utc_now()
    return moment.replace(second=0, microsecond=0)


def sleep_until(moment: datetime) -> None:
    """Returns at `moment`, never before it; at once when it has passed."""
    while (remaining_seconds := (moment - utc_now()).total_seconds()) > 0:
        time.sleep(remaining_seconds)


def pause(seconds: float) -> None:
    """Lets so many seconds pass."""
    time.sleep(seconds)
