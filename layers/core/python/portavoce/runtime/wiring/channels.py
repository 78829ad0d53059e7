"""The platforms' clients, each made of its platform's folder, one account's secrets and the one HTTP client."""

import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from portavoce.connections.grants import Secrets, open_secrets
from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import NoInstance, base_url_of
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.outcomes import AuthFailed
from portavoce.platforms.readings import AccessRefused
from portavoce.runtime import clock, secrets
from portavoce.runtime.settings import settings

if TYPE_CHECKING:
    from portavoce.platforms.client import Client
    from portavoce.platforms.http import Http
    from portavoce.platforms.text.web_page import LinkedPage, PageWish

SECRETS_KEPT_SECONDS = 300
"""How long a process may go on with a token that was replaced, while the platform still takes it."""

SAME_SECONDS = 2
"""For how long secrets that were read after a refusal, and are the same, are not read again: of forty posts of one
second that are refused, one looks."""

_MOST_CLIENTS = 64
_one_by_one: defaultdict[str, Lock] = defaultdict(Lock)
"""By channel: of several threads that want its client one reads its secrets, and the others have what it made."""


class AccountMalformed(secrets.SecretMissing):
    """The account id does not say where the account is: as with a missing secret, a person must mend the channel."""


def http_for(platform: str, account_id: str) -> "Http":
    """The account's door: where the manifest says, unless this stage says otherwise. Raises KeyError, NoInstance."""
    here = (settings().platform_urls or {}).get(platform)
    return _door(here or base_url_of(discovery.manifest(platform), account_id), is_stand_in=here is not None)


@cache
def _door(base_url: str, *, is_stand_in: bool) -> "Http":
    # Whoever calls no platform does without the client of HTTP, which is large.
    door: Http = import_module("portavoce.platforms.http").Http(
        base_url, is_stand_in=is_stand_in, read_link=_read_link, clock=clock.utc_now
    )
    return door


def _read_link(wish: "PageWish") -> "LinkedPage":
    # Few posts have a link's card: whoever makes none does without what fetches pages.
    reader = import_module("portavoce.runtime.link_reader").LinkReader(
        clock.utc_now, loopback=bool(settings().loopback_sources)
    )
    page: LinkedPage = reader.read(wish)
    return page


def client_for(platform: str, channel_id: str, account_id: str) -> "Client":
    """The client of one channel, such as `aurora.facebook`. Raises KeyError, SecretMissing."""
    with _one_by_one[channel_id]:
        return _client(platform, f"channels/{channel_id}", channel_id, account_id, _period())


def ad_client_for(platform: str, owner: str, account_id: str) -> "Client":
    """The client of one ad account; `owner` is `<brand>.<ad account id>`. Raises KeyError, SecretMissing."""
    return _client(platform, f"ads/{owner}", owner, account_id, _period())


def visit_reader_for(platform: str, owner: str, account_id: str) -> "Client":
    """The client of one site in a source of analytics; `owner` is `<brand>.<site>`. Raises KeyError, SecretMissing."""
    return _client(platform, f"analytics/{owner}", owner, account_id, _period())


def client_with(platform: str, owner: str, account_id: str, given: Secrets) -> "Client":
    """A client with these secrets. Raises KeyError for no platform, SecretMissing when they are not all there."""
    try:
        http = http_for(platform, account_id)
    except NoInstance as error:
        raise AccountMalformed(f"{owner} cannot be reached: {error}") from None
    part, access = (
        discovery.part(platform, "client"),
        ChannelAccess(channel_id=owner, account_id=account_id, secrets=given),
    )
    try:
        client: Client = part.connect(access, http)
    except KeyError as missing:
        raise secrets.SecretMissing(
            f"{owner} has no {missing.args[0]}: connect it with `portavoce channel connect {owner}`"
        ) from None
    return client


class RereadingClient:
    """A client whose secrets are read once more when the platform refuses them: they may have been renewed meanwhile.

    The call is made again only with other secrets than those that were refused. A refusal is a definite no, so that
    this is safe for calls that change something."""

    def __init__(self, make: "Callable[[Secrets], Client]", read: Callable[[], Secrets]) -> None:
        self._make, self._read, self._reading = make, read, Lock()
        self._secrets = read()
        self._client = make(self._secrets)
        self._known_until = 0.0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found):
            return found

        def call(*arguments: Any, **named: Any) -> Any:
            used = self._client
            try:
                answer = getattr(used, name)(*arguments, **named)
            except AccessRefused:
                if not self._is_renewed(used):
                    raise
            else:
                if not (isinstance(answer, AuthFailed) and self._is_renewed(used)):
                    return answer
            return getattr(self._client, name)(*arguments, **named)

        return call

    def _is_renewed(self, refused: "Client") -> bool:
        """Whether there is another client by now than the one that was refused: several threads may be, at once."""
        with self._reading:
            if self._client is not refused:
                return True
            if time.monotonic() < self._known_until:
                return False
            found = self._read()
            if found == self._secrets:
                self._known_until = time.monotonic() + SAME_SECONDS
                return False
            self._secrets, self._client = found, self._make(found)
            return True


@lru_cache(maxsize=_MOST_CLIENTS)
def _client(platform: str, parameters: str, owner: str, account_id: str, period: int) -> "Client":  # noqa: ARG001
    """`period` is part of the key alone: in the next one the secrets are read anew."""
    client = RereadingClient(
        make=lambda given: client_with(platform, owner, account_id, given),
        read=lambda: open_secrets(secrets.read_secrets(parameters)),
    )
    return cast("Client", client)


def _period() -> int:
    return int(time.monotonic() // SECRETS_KEPT_SECONDS)
