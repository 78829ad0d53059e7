"""Where a platform is. Some are one place for everybody; of others there are many, and an account names its own."""

import re

from portavoce.platforms.manifest import Manifest

INSTANCE = "{instance}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ACCOUNT = re.compile(
    rf"@?\w+(?:[.-]+\w+)*@(?P<host>(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[a-z]{{2,63}}))", re.ASCII | re.IGNORECASE
)


class NoInstance(ValueError):
    """The account id does not say on which host the account is. The message says how to write it."""


def base_url_of(manifest: Manifest, account_id: str) -> str:
    """The address of the account's platform: `{instance}` in the manifest's stands for the host of `@name@host`.

    Raises NoInstance."""
    if INSTANCE not in manifest.base_url:
        return manifest.base_url
    found = _ACCOUNT.fullmatch(account_id)
    if found is None:
        raise NoInstance(f"{account_id!r} names no host: {manifest.title} needs it as @name@host")
    return manifest.base_url.replace(INSTANCE, found["host"].lower())
