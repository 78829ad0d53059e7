"""The platforms' clients, each made of its platform's folder, one account's secrets and the one HTTP client."""

import time
from functools import cache, lru_cache
from typing import Any

from portavoce.platforms import discovery
from portavoce.platforms.contract import ChannelAccess
from portavoce.platforms.http import Http
from portavoce.runtime import secrets
from portavoce.runtime.settings import settings

SECRETS_KEPT_SECONDS = 300
"""How long a process may go on with a token that was replaced."""

_MOST_CLIENTS = 64


@cache
def http_for(platform: str) -> Http:
    """The platform's door: where its manifest says, unless this stage says otherwise. Raises KeyError."""
    base_url = discovery.manifest(platform).base_url
    return Http((settings().platform_urls or {}).get(platform, base_url))


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
    return discovery.part(platform, "client").connect(access, http_for(platform))


def _period() -> int:
    return int(time.monotonic() // SECRETS_KEPT_SECONDS)
