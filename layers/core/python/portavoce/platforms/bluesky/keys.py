"""The key under which a publication is stored: chosen by us, so that saying it twice is saying it once.

Source: AT Protocol, "Record keys" and "Timestamp identifiers (TIDs)"."""

from datetime import datetime
from hashlib import sha256

_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH, _BITS_A_DIGIT, _CLOCK_ID_BITS = 13, 5, 10
_MICROSECONDS = 1_000_000


def record_key(publication_id: str, planned_at: datetime, part: int = 0) -> str:
    """The same part of a publication at the same planned second has the same key, and at another second another.

    Within the second, the microseconds and the clock id are a hash of the publication and the part: 30 bits that keep
    apart what one account says in the same second."""
    said = f"{publication_id}/{part}" if part else publication_id
    hashed = int.from_bytes(sha256(said.encode()).digest()[:8])
    clock_id, microsecond = hashed % (1 << _CLOCK_ID_BITS), (hashed >> _CLOCK_ID_BITS) % _MICROSECONDS
    return tid(int(planned_at.timestamp()) * _MICROSECONDS + microsecond, clock_id)


def tid(microseconds: int, clock_id: int) -> str:
    """A timestamp identifier: microseconds since 1970 and ten bits, thirteen sortable base32 digits."""
    number = microseconds << _CLOCK_ID_BITS | clock_id
    shifts = range((_LENGTH - 1) * _BITS_A_DIGIT, -1, -_BITS_A_DIGIT)
    return "".join(_DIGITS[number >> shift & (1 << _BITS_A_DIGIT) - 1] for shift in shifts)
