"""Moments as an address of ours carries them. Pure."""

from datetime import datetime, timedelta

_FARTHEST = timedelta(days=3660)


def read_moment(text: str, now: datetime) -> datetime:
    """The moment of an address, or now for what no page of ours writes: none, one without a zone, one of another
    age."""
    try:
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo and abs(moment - now) < _FARTHEST else now
    except (ValueError, OverflowError):
        return now
