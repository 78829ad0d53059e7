"""Webhook signatures over raw bytes: standard library only, compared in constant time, and never an exception."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Sequence

SCHEME = "sha256="

Encoding = Callable[[bytes], str]


def as_hex(digest: bytes) -> str:
    """Lower-case hexadecimal, as Meta writes digests."""
    return digest.hex()


def as_base64(digest: bytes) -> str:
    """Standard base64 with padding, as X writes digests."""
    return base64.b64encode(digest).decode()


def sha256_signature(secret: str, message: bytes, encoding: Encoding) -> str:
    """`sha256=` and the HMAC-SHA256 of the message under the secret."""
    return SCHEME + encoding(hmac.new(secret.encode(), message, hashlib.sha256).digest())


def is_signed(body: bytes, given: str | None, secrets: Sequence[str], encoding: Encoding) -> bool:
    """True if `given` is the body's signature under one of the secrets. Empty secrets sign nothing."""
    if not given:
        return False
    matches = [are_equal(given, sha256_signature(secret, body, encoding)) for secret in secrets if secret]
    return any(matches)


def are_equal(given: str, expected: str) -> bool:
    """Whether both are the same; takes as long for a near miss as for a far one. Text that is no text is no match."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))
