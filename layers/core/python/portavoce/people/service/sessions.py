"""Opening, knowing and ending sessions."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from portavoce.people.model import BrowserSession, User
from portavoce.people.records import SessionRecords
from portavoce.people.session_life import is_click_noted, is_over

_TOKEN_BYTES = 32


class OpenSession(NamedTuple):
    """A session with what the browser is to hold, which is kept nowhere else."""

    token: str
    session: BrowserSession


class Presence(NamedTuple):
    """Somebody who is signed in, as they stand at this moment."""

    user: User
    session: BrowserSession


@dataclass(frozen=True)
class Sessions:
    """The sessions of the console. `find_user` gives a person as last written; `note_seen` writes on them the day of
    their last click."""

    records: SessionRecords
    find_user: Callable[[str], User | None]
    note_seen: Callable[[User, datetime], None]

    def open(self, user: User, now: datetime) -> OpenSession:
        """A new one, for somebody who has just signed in."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        session = BrowserSession(
            token_hash=_hash(token),
            user_id=user.user_id,
            csrf=secrets.token_urlsafe(_TOKEN_BYTES),
            opened_at=now,
            seen_at=now,
        )
        self.records.put(session)
        self.note_seen(user, now)
        return OpenSession(token, session)

    def find(self, token: str, now: datetime) -> Presence | None:
        """Who holds it, as they stand now; None when it has ended, or when they may not come in any more."""
        session = self.records.get(_hash(token))
        if session is None or is_over(session, now):
            return None
        user = self.find_user(session.user_id)
        if user is None or not user.may_come_in:
            return None
        if not is_click_noted(session, now):
            session = session.model_copy(update={"seen_at": now})
            self.records.keep_alive(session)
            self.note_seen(user, now)
        return Presence(user, session)

    def end(self, token: str) -> None:
        """Ends it; one that is none ends too."""
        self.records.end(_hash(token))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
