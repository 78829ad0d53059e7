"""The key that signs review links: `<prefix>/review/links/signing_key`.

Whoever takes the parameter away voids every link that is out; the next link makes a new key."""

from functools import cache

from portavoce.runtime.stage_key import StageKey


def signing_key() -> bytes:
    """The stage's key, made now if there is none. Raises KeyNotYetReadable."""
    return _key().ensure()


def known_signing_key() -> bytes | None:
    """The stage's key, or None while no link was ever signed, as far as this process has heard."""
    return _key().recall()


@cache
def _key() -> StageKey:
    return StageKey("review/links", "signing_key")
