"""Days as a zone's calendar has them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def day_begin(day: date, zone: str) -> datetime:
    """The instant at which the day begins in the zone, in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
