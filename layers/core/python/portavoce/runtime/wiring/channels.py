"""The platforms' clients, each made of its platform's folder, one account's secrets and the one HTTP client."""

import time
from functools import cache, lru_cache
from typing import Any

from portavoce.platforms import discovery
from portavoce.platforms.addresses import NoInstance, base_url_of
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Http
from portavoce.runtime import secrets
from portavoce.runtime.settings import settings

SECRETS_KEPT_SECONDS = 300
"""How long a process may go on with a token that was replaced."""

_MOST_CLIENTS = 64


class AccountMalformed(secrets.SecretMissing):
    """The account id does not say where the account is: as with a missing secret, a person must mend the channel."""


def http_for(platform: str, account_id: str) -> Http:
    """The account's door: where the manifest says, unless this stage says otherwise. Raises KeyError, NoInstance."""
    here = (settings().platform_urls or {}).get(platform)
    return _door(here or base_url_of(discovery.manifest(platform), account_id), is_stand_in=here is not None)


@cache
def _door(base_url: str, *, is_stand_in: bool) -> Http:
    return Http(base_url, is_stand_in=is_stand_in)


def client_for(platform: str, channel_id: str, account_id: str) -> Any:
    """The client of one channel, such as `aurora.facebook`. Raises KeyError, SecretMissing."""
    return _client(platform, f"channels/{channel_id}", channel_id, account_id, _period())


def ad_client_for(platform: str, owner: str, account_id: str) -> Any:
    """The client of one ad account; `owner` is `<brand>.<ad account id>`. Raises KeyError, SecretMissing."""
    return _client(platform, f"ads/{owner}", owner, account_id, _period())


@lru_cache(maxsize=_MOST_CLIENTS)
def _client(platform: str, parameters: str, owner: str, account_id: str, period: int) -> Any:  # noqa: ARG001
    """`period` is part of the key alone: in the next one the secrets are read anew."""
    access = ChannelAccess(channel_id=owner, account_id=account_id, secrets=secrets.read_secrets(parameters))
    try:
        http = http_for(platform, account_id)
    except NoInstance as error:
        raise AccountMalformed(f"{owner} cannot be reached: {error}") from None
    return discovery.part(platform, "client").connect(access, http)


def _period() -> int:
    return int(time.monotonic() // SECRETS_KEPT_SECONDS)
