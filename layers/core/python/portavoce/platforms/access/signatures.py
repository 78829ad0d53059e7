"""Webhook signatures over raw bytes: standard library only, compared in constant time, and never an exception."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Sequence

SCHEME = "sha256="
_CHALLENGE = re.compile(r"[A-Za-z0-9+/=_-]{1,128}")
"""What platforms ask us to answer: X sends the base64 of a UUID (48 letters), Meta a number of ten digits or so."""

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


def is_challenge(text: str) -> bool:
    """True for a short text of the base64 alphabet, as platforms send in their handshakes: no JSON object is one."""
    return _CHALLENGE.fullmatch(text) is not None


def are_equal(given: str, expected: str) -> bool:
    """Whether both are the same; takes as long for a near miss as for a far one. Text that is no text is no match."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode("utf-8", "surrogatepass"))
