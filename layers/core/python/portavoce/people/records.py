"""The people of the console and their sessions, in the table.

USER#<user id> / USER, listed by address under USERS; SESSION#<hash> / SESSION."""

from dataclasses import dataclass

from portavoce.people.model import BrowserSession, User
from portavoce.people.session_life import ends_at
from portavoce.table.item_value import read_value, read_values
from portavoce.table.layout import EXPIRES, LISTING_INDEX
from portavoce.table.table import ConditionFailed, Item, Key, Table

_INDEX, _LIST_PK, _LIST_SK = LISTING_INDEX
_LIST = "USERS"


class UserMoved(Exception):
    """Somebody changed the user meanwhile: nothing was written. Read again and decide again."""

    def __init__(self) -> None:
        super().__init__("the person was changed a moment ago: nothing was written")


@dataclass(frozen=True)
class UserRecords:
    """Who may sign in."""

    table: Table

    def get(self, user_id: str) -> User | None:
        """As last written, or None."""
        item = self.table.get(_user_key(user_id), consistent=True)
        return read_value(User, item) if item else None

    def list_all(self) -> list[User]:
        """Everybody, by address. It may lag by a moment."""
        found = self.table.query_all(f"{_LIST_PK} = :users", {":users": _LIST}, index=_INDEX)
        return list(read_values(User, found))

    def add(self, user: User) -> None:
        """Writes one who was never there. Raises UserMoved when they are."""
        self._put(user, "attribute_not_exists(pk)")

    def replace(self, user: User) -> User:
        """Writes them over the version that `user` was read at, and gives them as they stand. Raises UserMoved."""
        changed = user.model_copy(update={"version": user.version + 1})
        self._put(changed, "version = :version", {":version": user.version})
        return changed

    def _put(self, user: User, condition: str, values: Item | None = None) -> None:
        item = user.model_dump(mode="json", exclude_none=True) | _user_key(user.user_id)._asdict()
        item |= {"type": "user", _LIST_PK: _LIST, _LIST_SK: user.email.lower()}
        try:
            self.table.put(item, condition=condition, values=values)
        except ConditionFailed:
            raise UserMoved from None


@dataclass(frozen=True)
class SessionRecords:
    """The browsers that are signed in; one that has ended is dropped by the table itself."""

    table: Table

    def get(self, token_hash: str) -> BrowserSession | None:
        """The session, or None when it has ended."""
        item = self.table.get(_session_key(token_hash), consistent=True)
        return read_value(BrowserSession, item) if item else None

    def put(self, session: BrowserSession) -> None:
        """Writes it."""
        item = session.model_dump(mode="json") | _session_key(session.token_hash)._asdict()
        self.table.put(item | {"type": "session", EXPIRES: int(ends_at(session).timestamp())})

    def keep_alive(self, session: BrowserSession) -> None:
        """Writes it again, unless it has been ended meanwhile."""
        item = session.model_dump(mode="json") | _session_key(session.token_hash)._asdict()
        item |= {"type": "session", EXPIRES: int(ends_at(session).timestamp())}
        try:
            self.table.put(item, condition="attribute_exists(pk)")
        except ConditionFailed:
            return

    def end(self, token_hash: str) -> None:
        """Forgets it."""
        self.table.delete(_session_key(token_hash))


def _user_key(user_id: str) -> Key:
    return Key(f"USER#{user_id}", "USER")


def _session_key(token_hash: str) -> Key:
    return Key(f"SESSION#{token_hash}", "SESSION")
