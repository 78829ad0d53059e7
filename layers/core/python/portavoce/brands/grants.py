"""A channel's tokens as they are kept: one text, so that an access token and its refresh token never come apart.

The text lies under the name `grant` beside the channel's other secrets. A renewed access token first stands beside the
old one as `fresh`, and takes its place when it has been seen to work."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, SecretStr

from portavoce.platforms.granted import Granted
from portavoce.value import Value

GRANT, ACCESS, REFRESH = "grant", "access_token", "refresh_token"

Secrets = Mapping[str, SecretStr]


class GrantUnreadable(Exception):
    """The text under `grant` is not one of ours. The message holds nothing of it."""


class Token(Value):
    """An access token; `ends_at` is None when it does not end, or nobody has said so."""

    value: SecretStr
    ends_at: AwareDatetime | None = None

    def has_ended(self, now: datetime) -> bool:
        """Whether its time is over, as far as we were told."""
        return self.ends_at is not None and self.ends_at <= now


class Grant(Value):
    """The tokens of one account. `access` is the one in use."""

    access: Token
    refresh: SecretStr | None = None
    fresh: Token | None = None


def granted(new: Granted, now: datetime) -> Grant:
    """The tokens of an owner who has just let us in. `now` is before they were asked for."""
    return Grant(access=_token(new, now), refresh=new.refresh)


def renewed(grant: Grant, new: Granted, now: datetime) -> Grant:
    """After a renewal: the old access token stays in use, the new one waits to be tried. A refresh token is replaced
    by the one that came, and never by nothing."""
    return grant.model_copy(update={"refresh": new.refresh or grant.refresh, "fresh": _token(new, now)})


def promoted(grant: Grant) -> Grant:
    """The fresh token in the place of the old one."""
    return grant.model_copy(update={"access": grant.fresh or grant.access, "fresh": None})


def tried(grant: Grant) -> Grant:
    """The grant as it is when its newest token is the one in use: what a probe of that token is made with."""
    return promoted(grant)


def given_by_hand(grant: Grant | None, standing: Secrets, given: Secrets) -> Grant:
    """Tokens that a person typed in, put over those that stand. What was not given stays. Raises KeyError when there
    is no access token at all."""
    access = given.get(ACCESS)
    refresh = given.get(REFRESH) or (grant.refresh if grant else None)
    if access is None:
        token = grant.access if grant else Token(value=standing[ACCESS])
        return Grant(access=token, refresh=refresh, fresh=grant.fresh if grant and REFRESH not in given else None)
    return Grant(access=Token(value=access), refresh=refresh)


def of_secrets(secrets: Secrets) -> Grant | None:
    """The grant among an account's secrets, or None. Raises GrantUnreadable."""
    found = secrets.get(GRANT)
    return read(found) if found else None


def opened(secrets: Secrets, grant: Grant | None = None) -> dict[str, SecretStr]:
    """An account's secrets as its client takes them: the access token in use under its own name.

    Raises GrantUnreadable."""
    grant = grant or of_secrets(secrets)
    plain = {name: value for name, value in secrets.items() if name != GRANT}
    return plain | {ACCESS: grant.access.value} if grant else plain


def read(text: SecretStr) -> Grant:
    """The grant of its text. Raises GrantUnreadable."""
    try:
        found = json.loads(text.get_secret_value())
        return Grant.model_validate(found)
    except ValueError:
        raise GrantUnreadable("the tokens that are kept cannot be read: connect the channel again") from None


def written(grant: Grant) -> SecretStr:
    """The grant as the text that is kept."""
    found: dict[str, Any] = {"access": _plain(grant.access)}
    if grant.refresh:
        found["refresh"] = grant.refresh.get_secret_value()
    if grant.fresh:
        found["fresh"] = _plain(grant.fresh)
    return SecretStr(json.dumps(found))


def fingerprint(secret: SecretStr) -> str:
    """Tells one refresh token from another without holding it: the first half of its SHA-256."""
    return hashlib.sha256(secret.get_secret_value().encode()).hexdigest()[:32]


def _token(new: Granted, now: datetime) -> Token:
    ends_at = None if new.lasts_seconds is None else now + timedelta(seconds=new.lasts_seconds)
    return Token(value=new.access, ends_at=ends_at)


def _plain(token: Token) -> dict[str, str]:
    ends = {"ends_at": token.ends_at.isoformat()} if token.ends_at else {}
    return {"value": token.value.get_secret_value()} | ends
