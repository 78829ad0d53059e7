"""The key that signs review links: `<prefix>/review/links/signing_key`, made by whoever needs it first.

Whoever takes the parameter away voids every link that is out; the next link makes a new key."""

import secrets
import time
from dataclasses import dataclass
from functools import cache

from portavoce.runtime import aws
from portavoce.runtime.secrets import secrets_of
from portavoce.runtime.settings import settings

_FOLDER, _NAME = "review/links", "signing_key"
_KEY_BYTES = 32
_ASKED_AGAIN_SECONDS = 10.0
"""How long a process takes it that there is still no key: a stranger at the review page must not cost a read each."""


class KeyNotYetReadable(Exception):
    """Another process made the key a moment ago and this one cannot read it yet: try again."""


def signing_key() -> bytes:
    """The stage's key, made now if there is none. Two that make it at once end with the same one.

    Raises KeyNotYetReadable."""
    return _key_cache().key or _key_cache().read() or _make_key()


def known_signing_key() -> bytes | None:
    """The stage's key, or None while no link was ever signed, as far as this process has heard."""
    return _key_cache().recall()


@dataclass
class _KnownKey:
    """The key, kept for the life of the process; that there is none is believed for some seconds."""

    key: bytes | None = None
    read_at: float = -_ASKED_AGAIN_SECONDS

    def recall(self) -> bytes | None:
        stale = self.key is None and time.monotonic() - self.read_at >= _ASKED_AGAIN_SECONDS
        return self.read() if stale else self.key

    def read(self) -> bytes | None:
        found = secrets_of(_FOLDER).get(_NAME)
        self.key, self.read_at = found.get_secret_value().encode() if found else None, time.monotonic()
        return self.key


@cache
def _key_cache() -> _KnownKey:
    return _KnownKey()


def _make_key() -> bytes:
    value = secrets.token_hex(_KEY_BYTES)
    name = f"{settings().need('parameter_prefix')}/{_FOLDER}/{_NAME}"
    try:
        aws.ssm().put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=False)
    except aws.ssm().exceptions.ParameterAlreadyExists:
        found = _key_cache().read()
        if found is None:
            raise KeyNotYetReadable from None
        return found
    _key_cache().key = value.encode()
    return value.encode()
