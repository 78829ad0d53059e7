"""How long a browser stays signed in. Pure."""

from datetime import datetime, timedelta

from portavoce.people.model import BrowserSession

IDLE = timedelta(hours=12)
WHOLE = timedelta(days=14)
_NOTED_EVERY = timedelta(minutes=10)
"""A click within it is not written down: of two clicks in a row one write would be for nothing."""


def ends_at(session: BrowserSession) -> datetime:
    """When it ends, if nobody clicks any more."""
    return min(session.seen_at + IDLE, session.opened_at + WHOLE)


def is_over(session: BrowserSession, now: datetime) -> bool:
    """Whether whoever holds it has to sign in again."""
    return now >= ends_at(session)


def is_click_noted(session: BrowserSession, now: datetime) -> bool:
    """Whether a click now is near enough to the last that was written down."""
    return now - session.seen_at < _NOTED_EVERY
