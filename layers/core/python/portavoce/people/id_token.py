"""What a sign-in says of who signed in. Pure.

The signature is not checked: the token comes straight from the token endpoint over TLS, which stands for it (OpenID
Connect Core 1.0, 3.1.3.7, 6)."""

import base64
import json
from datetime import UTC, datetime
from typing import Any, NamedTuple


class TokenRefused(Exception):
    """The token is not one that was made for this sign-in; the message names the claim and no value of it."""


class Expected(NamedTuple):
    """What the token has to say: who made it, for which client, in answer to which sign-in."""

    issuer: str
    client_id: str
    nonce: str


def read_user_id(token: str, expected: Expected, now: datetime) -> str:
    """Whom it names, by the id that never changes. Raises TokenRefused."""
    claims = _read_claims(token)
    wanted = {"iss": expected.issuer, "aud": expected.client_id, "nonce": expected.nonce, "token_use": "id"}
    for claim, value in wanted.items():
        if claims.get(claim) != value:
            raise TokenRefused(f"{claim} is not what was asked for")
    expires = claims.get("exp")
    if not isinstance(expires, int) or datetime.fromtimestamp(expires, UTC) <= now:
        raise TokenRefused("exp has passed, or is none")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise TokenRefused("sub is missing")
    return subject


def _read_claims(token: str) -> dict[str, Any]:
    try:
        _, payload, _ = token.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError as error:
        raise TokenRefused("it is no JWT") from error
    if not isinstance(claims, dict):
        raise TokenRefused("its claims are no object")
    return claims
