"""A channel's tokens as they are kept: one text, so that an access token and its refresh token never come apart.

The text lies under the name `grant` beside the channel's other secrets. A renewed access token first stands beside the
old one as `fresh`, and takes its place when it has been seen to work."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, SecretStr

from portavoce.platforms.access.oauth_tokens import App, Granted
from portavoce.value import Value

GRANT, ACCESS, REFRESH = "grant", "access_token", "refresh_token"
CLIENT_ID, CLIENT_SECRET = "client_id", "client_secret"

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
    """The tokens of one account. `access` is the one in use. `app` is the app that they were given to and that alone
    can renew them; None when a person typed them in, and the app lies beside them."""

    access: Token
    refresh: SecretStr | None = None
    fresh: Token | None = None
    app: App | None = None


def new_grant(new: Granted, app: App, now: datetime) -> Grant:
    """Makes a grant of the tokens of an owner who has just let `app` in. `now` is before they were asked for."""
    return Grant(access=_token(new, now), refresh=new.refresh, app=app)


def take_renewal(grant: Grant, new: Granted, now: datetime) -> Grant:
    """Adds what a renewal gave: the old access token stays in use, the new one waits to be tried. A refresh token is
    replaced by the one that came, and never by nothing."""
    return grant.model_copy(update={"refresh": new.refresh or grant.refresh, "fresh": _token(new, now)})


def promote_fresh(grant: Grant) -> Grant:
    """Puts the fresh token in the place of the old one."""
    return grant.model_copy(update={"access": grant.fresh or grant.access, "fresh": None})


def grant_to_try(grant: Grant) -> Grant:
    """The grant as it is when its newest token is the one in use: what a probe of that token is made with."""
    return promote_fresh(grant)


def given_by_hand(grant: Grant | None, standing: Secrets, given: Secrets) -> Grant:
    """Tokens that a person typed in, put over those that stand. What was not given stays. Raises KeyError when there
    is no access token at all."""
    if ACCESS in given:
        access = Token(value=given[ACCESS])
    else:
        access = promote_fresh(grant).access if grant else Token(value=standing[ACCESS])
    if REFRESH in given:
        return Grant(access=access, refresh=given[REFRESH])
    return Grant(access=access, refresh=grant.refresh if grant else None, app=grant.app if grant else None)


def of_secrets(secrets: Secrets) -> Grant | None:
    """The grant among an account's secrets, or None. Raises GrantUnreadable."""
    found = secrets.get(GRANT)
    return read(found) if found else None


def open_secrets(secrets: Secrets, grant: Grant | None = None) -> dict[str, SecretStr]:
    """An account's secrets as its client takes them: the access token in use under its own name.

    Raises GrantUnreadable."""
    grant = grant or of_secrets(secrets)
    plain = {name: value for name, value in secrets.items() if name != GRANT}
    if grant is None:
        return plain
    return plain | {ACCESS: grant.access.value} | (_of_app(grant.app) if grant.app else {})


def app_of(secrets: Secrets) -> App | None:
    """The app that the account's tokens belong to, or that it is being connected with. Raises GrantUnreadable."""
    grant = of_secrets(secrets)
    return grant.app if grant and grant.app else app_beside(secrets)


def app_beside(secrets: Secrets) -> App | None:
    """The app that lies beside the tokens: the one that a person named last."""
    client_id = secrets.get(CLIENT_ID)
    return App(client_id=client_id.get_secret_value(), client_secret=secrets.get(CLIENT_SECRET)) if client_id else None


def read(text: SecretStr) -> Grant:
    """The grant of its text. Raises GrantUnreadable."""
    try:
        found = json.loads(text.get_secret_value())
        return Grant.model_validate(found, extra="ignore")
    except ValueError:
        raise GrantUnreadable("the tokens that are kept cannot be read: connect the channel again") from None


def as_text(grant: Grant) -> SecretStr:
    """The grant as the text that is kept."""
    found: dict[str, Any] = {"access": _plain(grant.access)}
    if grant.refresh:
        found["refresh"] = grant.refresh.get_secret_value()
    if grant.fresh:
        found["fresh"] = _plain(grant.fresh)
    if grant.app:
        found["app"] = {name: value.get_secret_value() for name, value in _of_app(grant.app).items()}
    return SecretStr(json.dumps(found))


def fingerprint(secret: SecretStr) -> str:
    """Tells one refresh token from another without holding it: the first half of its SHA-256."""
    return hashlib.sha256(secret.get_secret_value().encode()).hexdigest()[:32]


def _of_app(app: App) -> dict[str, SecretStr]:
    return {CLIENT_ID: SecretStr(app.client_id)} | ({CLIENT_SECRET: app.client_secret} if app.client_secret else {})


def _token(new: Granted, now: datetime) -> Token:
    ends_at = None if new.lasts_seconds is None else now + timedelta(seconds=new.lasts_seconds)
    return Token(value=new.access, ends_at=ends_at)


def _plain(token: Token) -> dict[str, str]:
    ends = {"ends_at": token.ends_at.isoformat()} if token.ends_at else {}
    return {"value": token.value.get_secret_value()} | ends
