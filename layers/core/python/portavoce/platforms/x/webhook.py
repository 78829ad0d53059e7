"""How X's webhooks prove themselves and ask us to: standard library only.

Source: X API v2, Webhooks, "Securing webhooks" (challenge-response checks, signature header)."""

import json
from collections.abc import Mapping, Sequence

from portavoce.platforms.access.signatures import as_base64, is_challenge, is_signed, sha256_signature


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> bool:
    """True if the raw body carries X's signature under one of the consumer secrets. Header names are lower case.

    Challenges are signed with the same secret for whoever asks: a body that could be one proves nothing."""
    if is_challenge(body.decode("latin-1")):
        return False
    return is_signed(body, headers.get("x-twitter-webhooks-signature"), secrets, as_base64)


def is_malformed(query: Mapping[str, str]) -> bool:
    """True for a CRC in a form that X never sends: to answer it would be to sign what a stranger wrote."""
    token = query.get("crc_token")
    return token is not None and not is_challenge(token)


def challenge(query: Mapping[str, str], secrets: Sequence[str], verify_token: str | None) -> tuple[str, str] | None:  # noqa: ARG001
    """Content type and body that answer a CRC, which is asked hourly and signed with the current secret."""
    token = query.get("crc_token")
    if not token or not is_challenge(token) or not secrets or not secrets[0]:
        return None
    answer = sha256_signature(secrets[0], token.encode(), as_base64)
    return "application/json", json.dumps({"response_token": answer})
