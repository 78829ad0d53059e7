"""The sign-in's own service, Amazon Cognito: its addresses, and the one call that the console makes of it."""

import json
import urllib.error
import urllib.request
from urllib.parse import urlencode

from portavoce.people.id_token import Expected
from portavoce.runtime.settings import settings

_LIMIT_SECONDS = 5
_SCOPE = "openid email"
_MOST_BYTES = 100_000


class CodeRefused(Exception):
    """The code was used before, has ended, or is not for this sign-in."""


class LoginUnreachable(Exception):
    """The service does not answer, or answers with an error of its own: try again."""


def sign_in_address(return_to: str, *, state: str, nonce: str, challenge: str, language: str) -> str:
    """Where a browser goes to give its password. `challenge` is the verifier's SHA-256 (RFC 7636, S256)."""
    asked = {
        "response_type": "code",
        "client_id": settings().need("login_client"),
        "redirect_uri": return_to,
        "scope": _SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "lang": language,
    }
    return f"{settings().need('login_url')}/oauth2/authorize?{urlencode(asked)}"


def sign_out_address(return_to: str) -> str:
    """Where a browser goes to be forgotten by the sign-in page too."""
    asked = {"client_id": settings().need("login_client"), "logout_uri": return_to}
    return f"{settings().need('login_url')}/logout?{urlencode(asked)}"


def expected_token(nonce: str) -> Expected:
    """What the token of a sign-in with this nonce has to say."""
    pool = settings().need("user_pool")
    region = pool.partition("_")[0]
    return Expected(f"https://cognito-idp.{region}.amazonaws.com/{pool}", settings().need("login_client"), nonce)


def exchange_code(code: str, verifier: str, return_to: str) -> str:
    """The id token that a code stands for. Raises CodeRefused, LoginUnreachable."""
    form = {
        "grant_type": "authorization_code",
        "client_id": settings().need("login_client"),
        "code": code,
        "code_verifier": verifier,
        "redirect_uri": return_to,
    }
    asked = urllib.request.Request(  # noqa: S310 - the address is the deployment's own
        f"{settings().need('login_url')}/oauth2/token",
        urlencode(form).encode(),
        {"content-type": "application/x-www-form-urlencoded"},
    )
    try:
        with urllib.request.urlopen(asked, timeout=_LIMIT_SECONDS) as answer:  # noqa: S310
            found = json.loads(answer.read(_MOST_BYTES))
    except urllib.error.HTTPError as refused:
        if refused.code < 500:  # noqa: PLR2004
            raise CodeRefused from None
        raise LoginUnreachable from None
    except (OSError, ValueError):
        raise LoginUnreachable from None
    token = found.get("id_token") if isinstance(found, dict) else None
    if not isinstance(token, str):
        raise LoginUnreachable
    return token
