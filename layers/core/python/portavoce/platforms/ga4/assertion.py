"""What a service account proves itself with: a JSON web token, signed RS256 (RFC 7515, RFC 8017 section 8.2). Pure.

One signature a day needs no library of cryptography, which would be the largest part of the layer: what is done here is
one SHA-256 and one power."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
_SEQUENCE, _INTEGER = 0x30, 0x02
_LONG_FORM = 0x80


class NoPrivateKey(ValueError):
    """The text is no RSA key in PEM (PKCS #8). The message holds nothing of it."""


class RsaKey(NamedTuple):
    """The modulus and the private exponent."""

    modulus: int
    exponent: int


def sign_claims(claims: Mapping[str, Any], key: RsaKey) -> str:
    """The claims as a signed token."""
    head = {"alg": "RS256", "typ": "JWT"}
    text = ".".join(_encode(json.dumps(one, separators=(",", ":")).encode()) for one in (head, claims))
    return f"{text}.{_encode(_sign(text.encode(), key))}"


def read_key(pem: str) -> RsaKey:
    """The key in a PEM text. Raises NoPrivateKey."""
    lines = [line.strip() for line in pem.strip().splitlines()]
    if not lines or lines[0] != "-----BEGIN PRIVATE KEY-----":
        raise NoPrivateKey("the private key is not one in PEM (PKCS #8)")
    try:
        _version, _algorithm, wrapped, *_ = _parts(_only(b64decode("".join(lines[1:-1])), _SEQUENCE))
        numbers = [int.from_bytes(value) for tag, value in _parts(_only(wrapped[1], _SEQUENCE)) if tag == _INTEGER]
        _, modulus, _, exponent = numbers[:4]
    except ValueError:
        raise NoPrivateKey("the private key is not one of RSA in PEM (PKCS #8)") from None
    return RsaKey(modulus, exponent)


def _sign(message: bytes, key: RsaKey) -> bytes:
    size = (key.modulus.bit_length() + 7) // 8
    ending = _DIGEST_INFO + sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(ending) - 3) + b"\x00" + ending
    return pow(int.from_bytes(padded), key.exponent, key.modulus).to_bytes(size)


def _only(data: bytes, wanted: int) -> bytes:
    ((tag, value),) = _parts(data)
    if tag != wanted:
        raise ValueError(tag)
    return value


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The values that stand one after the other in DER (X.690). Raises ValueError for a cut one."""
    at = 0
    while at < len(data):
        tag, size, begin = data[at], *_length(data, at + 1)
        if begin + size > len(data):
            raise ValueError("cut")
        yield tag, data[begin : begin + size]
        at = begin + size


def _length(data: bytes, at: int) -> tuple[int, int]:
    """A length, and where the value begins."""
    first = data[at] if at < len(data) else 0
    if first < _LONG_FORM:
        return first, at + 1
    count = first - _LONG_FORM
    return int.from_bytes(data[at + 1 : at + 1 + count]), at + 1 + count


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
