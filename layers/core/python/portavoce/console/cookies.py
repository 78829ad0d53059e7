"""The two cookies: who is signed in, and a sign-in that is under way. Pure.

`__Host-` keeps any other host, and any other path, from setting them. Lax: with Strict the return from the sign-in page
would come without them."""

import base64
from typing import NamedTuple

SESSION, SIGN_IN = "__Host-session", "__Host-signin"
SESSION_SECONDS, SIGN_IN_SECONDS = 14 * 24 * 3600, 600
MOST_WANTED = 1024
"""Letters of the page that was wanted: a browser keeps no cookie of more than 4,096 bytes (RFC 6265, 6.1), and without
it nobody comes in. The first page is one click from any other."""
_PARTS = 4


class PendingSignIn(NamedTuple):
    """What the return from the sign-in page is held against, and the page that was wanted: a path below the console."""

    verifier: str
    state: str
    nonce: str
    wanted: str


def session_cookie(token: str) -> str:
    """For a browser that has signed in."""
    return _cookie(SESSION, token, SESSION_SECONDS)


def sign_in_cookie(pending: PendingSignIn) -> str:
    """For one that is about to."""
    wanted = base64.urlsafe_b64encode(pending.wanted.encode()).decode().rstrip("=")
    return _cookie(SIGN_IN, ".".join((pending.verifier, pending.state, pending.nonce, wanted)), SIGN_IN_SECONDS)


def ended_cookie(name: str) -> str:
    """Takes a cookie back."""
    return _cookie(name, "", 0)


def read_sign_in(value: str | None) -> PendingSignIn | None:
    """What `sign_in_cookie` wrote, or None."""
    parts = (value or "").split(".")
    if len(parts) != _PARTS or not all(parts[:3]):
        return None
    try:
        wanted = base64.urlsafe_b64decode(parts[3] + "=" * (-len(parts[3]) % 4)).decode()
    except ValueError:
        return None
    return PendingSignIn(parts[0], parts[1], parts[2], wanted)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
