"""Words of ours that carry a signature, so that they come back as they left. Pure.

What was signed for one purpose is nothing for another. The words stand in an address as they are."""

import hashlib
import hmac

_MARK = "."


def sign_words(purpose: str, said: str, key: bytes) -> str:
    """The words, and behind their last dot the signature: HMAC-SHA256 in lower-case hexadecimal."""
    return f"{said}{_MARK}{_signature(purpose, said, key)}"


def read_words(purpose: str, token: str, key: bytes | None) -> str | None:
    """What a token says once its signature is right, or None. Without a key nothing was ever signed."""
    said, _, signature = token.rpartition(_MARK)
    expected = _signature(purpose, said, key or b"")
    # Bytes, because compare_digest takes no text beyond ASCII; whatever a stranger sends is compared, not read.
    right = hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), expected.encode())
    return said if key and right else None


def _signature(purpose: str, said: str, key: bytes) -> str:
    return hmac.new(key, f"{purpose} {said}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
