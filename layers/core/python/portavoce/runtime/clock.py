"""The clock of a running function. Everything below `runtime` takes `now` as a parameter."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def sleep_until(moment: datetime) -> None:
    """Returns at `moment`, never before it; at once when it has passed."""
    while (remaining_seconds := (moment - utc_now()).total_seconds()) > 0:
        time.sleep(remaining_seconds)


def pause(seconds: float) -> None:
    """Lets so many seconds pass."""
    time.sleep(seconds)
