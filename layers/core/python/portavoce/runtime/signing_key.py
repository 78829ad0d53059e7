"""The key that signs review links: `<prefix>/review/links/signing_key`, made by whoever needs it first.

Whoever takes the parameter away voids every link that is out; the next link makes a new key."""

import secrets
from functools import cache

from portavoce.runtime import aws
from portavoce.runtime.settings import settings

_FOLDER, _NAME = "review/links", "signing_key"
_KEY_BYTES = 32


class KeyNotYetReadable(Exception):
    """Another process made the key a moment ago and this one cannot read it yet: try again."""


def signing_key() -> bytes:
    """The stage's key, made now if there is none. Two that make it at once end with the same one.

    Raises KeyNotYetReadable."""
    return known_signing_key() or _made()


def known_signing_key() -> bytes | None:
    """The stage's key, or None while no link was ever signed."""
    try:
        return _read()
    except LookupError:
        return None


@cache
def _read() -> bytes:
    """Raises LookupError, which is not remembered: the key may be made at any moment."""
    path = f"{settings().need('parameter_prefix')}/{_FOLDER}"
    found = aws.ssm().get_parameters_by_path(Path=path, WithDecryption=True)["Parameters"]
    values = {one["Name"].rsplit("/", 1)[1]: one["Value"] for one in found}
    return values[_NAME].encode()


def _made() -> bytes:
    value = secrets.token_hex(_KEY_BYTES)
    name = f"{settings().need('parameter_prefix')}/{_FOLDER}/{_NAME}"
    try:
        aws.ssm().put_parameter(Name=name, Value=value, Type="SecureString", Overwrite=False)
    except aws.ssm().exceptions.ParameterAlreadyExists:
        found = known_signing_key()
        if found is None:
            raise KeyNotYetReadable from None
        return found
    return value.encode()
