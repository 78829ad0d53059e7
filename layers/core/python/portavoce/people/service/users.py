"""Inviting people, and changing what they may do."""

import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from portavoce.brands.model import Language
from portavoce.people.model import Role, Theme, User
from portavoce.people.records import UserMoved, UserRecords

__all__ = ["LoginExists", "Logins", "NoUser", "UserMoved", "Users"]

_ALPHABETS = (string.ascii_lowercase, string.ascii_uppercase, string.digits, "-+=#%")
_PASSWORD_LETTERS = 20


class NoUser(LookupError):
    """Nobody of this id or address was ever invited."""


class LoginExists(Exception):
    """The address was invited before."""


class Logins(Protocol):
    """The sign-in's own side of a person: who they are and whether their password counts."""

    def create(self, email: str, password: str) -> str:
        """Makes it with a first password that they must replace, and gives its id. Raises LoginExists."""
        ...

    def renew(self, user_id: str, password: str) -> None:
        """Gives it another first password."""
        ...

    def enable(self, user_id: str, *, enabled: bool) -> None:
        """Lets it sign in, or not."""
        ...


@dataclass(frozen=True)
class Users:
    """The people of the console. `send_invitation` writes to one, with their first password."""

    records: UserRecords
    logins: Logins
    send_invitation: Callable[[User, str], None]

    def invite(
        self, email: str, roles: Mapping[str, tuple[Role, ...]], language: Language, *, by: str, now: datetime
    ) -> User:
        """Makes the sign-in and the person, and writes to them. Raises LoginExists, and what the mail raises: then they
        are invited all the same, and `invite_again` writes once more."""
        password = _make_password()
        user_id = self.logins.create(email, password)
        user = User(user_id=user_id, email=email, language=language, roles=roles, invited_by=by, invited_at=now)
        self.records.add(user)
        self.send_invitation(user, password)
        return user

    def invite_again(self, user_id: str) -> User:
        """A new first password, by mail: what they had is worth nothing from now on. Raises NoUser, and what the mail
        raises."""
        user, password = self.need(user_id), _make_password()
        self.logins.renew(user_id, password)
        self.send_invitation(user, password)
        return user

    def list_all(self) -> list[User]:
        """Everybody, by address."""
        return self.records.list_all()

    def find(self, user_id: str) -> User | None:
        """As they stand, or None."""
        return self.records.get(user_id)

    def find_by_email(self, email: str) -> User:
        """Whoever has this address. Raises NoUser."""
        for user in self.records.list_all():
            if user.email.lower() == email.lower():
                return self.need(user.user_id)
        raise NoUser(email)

    def need(self, user_id: str) -> User:
        """As they stand. Raises NoUser."""
        user = self.records.get(user_id)
        if user is None:
            raise NoUser(user_id)
        return user

    def give_roles(self, user: User, brand_id: str, roles: tuple[Role, ...]) -> User:
        """Their roles for one brand from now on, none to take it from them; it counts at their next click.

        Raises UserMoved when they are not as `user` was read."""
        kept = {brand: held for brand, held in user.roles.items() if brand != brand_id}
        given = {brand_id: tuple(sorted({*roles}))} if roles else {}
        return self.records.replace(user.model_copy(update={"roles": kept | given}))

    def choose_looks(self, user: User, *, language: Language, theme: Theme) -> User:
        """In which language and colours they see the console. Raises UserMoved."""
        return self.records.replace(user.model_copy(update={"language": language, "theme": theme}))

    def disable(self, user: User, now: datetime) -> User:
        """Keeps them out from their next click on. Raises UserMoved."""
        changed = self.records.replace(user.model_copy(update={"disabled_at": now}))
        self.logins.enable(user.user_id, enabled=False)
        return changed

    def enable(self, user: User) -> User:
        """Lets them in again. Raises UserMoved."""
        self.logins.enable(user.user_id, enabled=True)
        return self.records.replace(user.model_copy(update={"disabled_at": None}))

    def note_seen(self, user: User, now: datetime) -> None:
        """Writes down the day; who is changed at this very moment is noted at their next click."""
        today = now.astimezone(UTC).date()
        if user.seen_on != today:
            try:
                self.records.replace(user.model_copy(update={"seen_on": today}))
            except UserMoved:
                return


def _make_password() -> str:
    """A letter of each alphabet that the pool asks for, and enough of them that nobody guesses it."""
    every = "".join(_ALPHABETS)
    letters = [secrets.choice(one) for one in _ALPHABETS]
    letters += [secrets.choice(every) for _ in range(_PASSWORD_LETTERS - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
