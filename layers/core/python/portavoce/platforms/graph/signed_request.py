"""The request that Meta signs when somebody wants the data of their login deleted. Pure.

Source: Meta for Developers, "Data Deletion Request Callback": `signature.payload`, both base64url with or without
their `=`; the signature is HMAC-SHA256 of the payload as it came, under the app's secret."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

_ALGORITHM = "HMAC-SHA256"
_MOST_AGE, _MOST_AHEAD = timedelta(hours=1), timedelta(minutes=5)
"""Ours: Meta says nothing of a repetition, and an old request is one that somebody has kept."""


def read_deletion(signed: str, secrets: Sequence[str], now: datetime) -> str | None:
    """The code of a request that is proven and fresh, else None. It is the same for the same request, and nobody
    without the app's secret can tell whose it is."""
    signature, _, payload = signed.partition(".")
    proof, found = _decode(signature), _read_payload(payload)
    if not found.get("user_id") or found.get("algorithm") != _ALGORITHM or not _is_fresh(found.get("issued_at"), now):
        return None
    for secret in secrets:
        if hmac.compare_digest(proof, _sign(secret, payload)):
            return _sign(secret, f"code of {payload.rstrip('=')}").hex()[:24]
    return None


def _sign(secret: str, text: str) -> bytes:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()


def _read_payload(payload: str) -> dict[str, Any]:
    try:
        found = json.loads(_decode(payload))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _decode(text: str) -> bytes:
    bare = text.rstrip("=")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""


def _is_fresh(issued_at: object, now: datetime) -> bool:
    if not isinstance(issued_at, int) or isinstance(issued_at, bool):
        return False
    age = now.astimezone(UTC).timestamp() - issued_at
    return -_MOST_AHEAD.total_seconds() <= age <= _MOST_AGE.total_seconds()
