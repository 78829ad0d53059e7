"""The session of one account: opened with its app password, kept in the process, renewed when it runs out.

Opening one is limited to 30 in five minutes and 300 a day, so that no call opens its own.
Source: `com.atproto.server.createSession` and `refreshSession`; Bluesky, "Rate limits"."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from portavoce.platforms.http import RECONNECT_SECONDS, Answer, Http, ask_once
from portavoce.platforms.outcomes import AuthFailed, Throttled, Unknown
from portavoce.value import Value

from .errors import BlueskyFailure, failure_of

_MOST_SESSIONS = 64


class Tokens(Value):
    """Whom the account is and what proves it: `access` for about two hours, `refresh` for about ninety days, once.

    `server` is the host that keeps the account, when Bluesky says it: it may be another than the one that is asked."""

    did: str
    access: SecretStr
    refresh: SecretStr
    server: str | None = None

    @property
    def scope(self) -> str | None:
        """What the session may do, by its own token; None for a token that does not say."""
        try:
            payload = self.access.get_secret_value().split(".")[1]
            found = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
            return str(found["scope"])
        except (LookupError, TypeError, ValueError):
            return None


class Session:
    """One account's session. Safe to use from several threads: it is opened and renewed by one at a time."""

    def __init__(self, http: Http, identifier: str, password: SecretStr) -> None:
        self._http = http
        self._identifier = identifier
        self._password = password
        self._tokens: Tokens | None = None
        self._lock = Lock()

    def tokens(self) -> Tokens | BlueskyFailure:
        """The tokens at hand, or those of a session that is opened now."""
        with self._lock:
            return self._tokens or self._open_session()

    def renew_tokens(self, outdated: Tokens) -> Tokens | BlueskyFailure:
        """Other tokens than these: refreshed, or of a new session when the refresh is refused."""
        with self._lock:
            if self._tokens and self._tokens != outdated:
                return self._tokens
            headers = {"Authorization": f"Bearer {outdated.refresh.get_secret_value()}"}
            found = self._ask("com.atproto.server.refreshSession", headers=headers)
            return self._open_session() if isinstance(found, AuthFailed) else found

    def _open_session(self) -> Tokens | BlueskyFailure:
        credentials = {"identifier": self._identifier, "password": self._password.get_secret_value()}
        return self._ask("com.atproto.server.createSession", json=credentials)

    def _ask(
        self, method: str, *, json: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Tokens | BlueskyFailure:
        """A failure that says nothing for sure is "not now": asking for a session again does no harm."""
        answer = ask_once("Bluesky", lambda: self._http.request("POST", f"/xrpc/{method}", json=json, headers=headers))
        found = (failure_of(answer) or _tokens(answer)) if isinstance(answer, Answer) else answer
        if isinstance(found, Unknown):
            return Throttled(retry_after_seconds=RECONNECT_SECONDS, reason=found.reason)
        self._tokens = found if isinstance(found, Tokens) else self._tokens
        return found


@lru_cache(maxsize=_MOST_SESSIONS)
def session_for(http: Http, identifier: str, password: SecretStr) -> Session:
    """The account's session in this process: it outlives the clients, which are made anew every few minutes."""
    return Session(http, identifier, password)


def _tokens(answer: Answer) -> Tokens | Unknown:
    did, access, refresh = (answer.body.get(name) for name in ("did", "accessJwt", "refreshJwt"))
    if not (did and access and refresh):
        return Unknown(reason="Bluesky opened a session without its tokens")
    return Tokens(
        did=str(did),
        access=SecretStr(str(access)),
        refresh=SecretStr(str(refresh)),
        server=_server(answer.body.get("didDoc")),
    )


def _server(document: Any) -> str | None:
    """The host that an identity's document names as the account's server."""
    services = document.get("service") if isinstance(document, Mapping) else None
    for one in services if isinstance(services, list) else ():
        if isinstance(one, Mapping) and str(one.get("id", "")).endswith("#atproto_pds"):
            return urlsplit(str(one.get("serviceEndpoint", ""))).hostname
    return None
