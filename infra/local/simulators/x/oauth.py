"""Letting an app in: the authorize page, and tokens whose refresh works once (platforms/x.md §1)."""

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from datetime import timedelta
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import Problem
from infra.local.simulators.x.store import ALL_SCOPES, App, Code, Token

ACCESS_LIFE = timedelta(hours=2)
CODE_LIFE = timedelta(seconds=30)
LONGEST_STATE = 500
_ASKED = "response_type client_id redirect_uri scope state code_challenge code_challenge_method"


class TokenRefusal(Problem):
    """An OAuth error body (RFC 6749 §5.2) instead of a problem document."""

    def response(self) -> Response:
        """The answer in OAuth's shape."""
        body = json.dumps({"error": self.title, "error_description": str(self)})
        return Response(body, status=self.status, mimetype="application/json")


@endpoint("GET", "/i/oauth2/authorize", who="nobody", limit=10_000, query=_ASKED)
def authorize(api: Api, call: Call) -> Response:
    """The page on which the user who is signed in approves, here at once: back to the app with a code.

    What cannot be trusted with a redirect is an error on the page itself (RFC 6749 §4.1.2.1)."""
    asked = call.request.args
    app = api.store.apps.get(asked.get("client_id", ""))
    redirect_uri = asked.get("redirect_uri", "")
    if app is None or redirect_uri not in app.redirect_uris or api.store.signed_in is None:
        raise Problem(400, "Invalid Request", "Something went wrong. You weren't able to give access to the App.")
    state = asked.get("state", "")
    error = _fault_of_authorization(call)
    if error:
        return _redirect_back(redirect_uri, {"error": error, "state": state})
    code = Code(
        value=secrets.token_urlsafe(24),
        user_id=api.store.signed_in,
        client_id=app.client_id,
        redirect_uri=redirect_uri,
        scopes=frozenset(asked["scope"].split()),
        challenge=asked["code_challenge"],
        method=asked["code_challenge_method"],
        family=api.store.new_id(),
        expires_at=call.now + CODE_LIFE,
    )
    api.store.codes[code.value] = code
    return _redirect_back(redirect_uri, {"state": state, "code": code.value})


@endpoint("POST", "/2/oauth2/token", who="nobody", limit=10_000)
def token(api: Api, call: Call) -> object:
    """A pair of tokens for a code or for a refresh token."""
    form = call.request.form
    kind = form.get("grant_type")
    if kind not in _GRANTS:
        raise TokenRefusal(400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token.")
    if unknown := form.keys() - _GRANTS[kind] - {"grant_type", "client_id"}:
        raise TokenRefusal(400, "invalid_request", f"Unknown parameter {min(unknown)}.")
    app = _client(api, call)
    if form.get("client_id", app.client_id) != app.client_id:
        raise TokenRefusal(400, "invalid_request", "client_id is not that of the authorization header.")
    return _pair_for_code(api, call, app) if kind == "authorization_code" else _pair_for_refresh(api, call, app)


@endpoint("POST", "/2/oauth2/revoke", who="nobody", limit=10_000)
def revoke(api: Api, call: Call) -> object:
    """The app gives a token back: with a refresh token, the whole chain."""
    form = call.request.form
    if unknown := form.keys() - {"token", "token_type_hint", "client_id"}:
        raise TokenRefusal(400, "invalid_request", f"Unknown parameter {min(unknown)}.")
    app, value = _client(api, call), form.get("token", "")
    if not value:
        raise TokenRefusal(400, "invalid_request", "Missing required parameter [token].")
    refresh, access = api.store.refresh.get(value), api.store.access.get(value)
    if refresh and refresh.client_id == app.client_id:
        api.store.lock_out(refresh.family)
    elif access and access.client_id == app.client_id:
        del api.store.access[value]
    return {"revoked": True}


_GRANTS = {
    "authorization_code": frozenset({"code", "redirect_uri", "code_verifier"}),
    "refresh_token": frozenset({"refresh_token", "scope"}),
}


def _pair_for_code(api: Api, call: Call, app: App) -> object:
    """A code is good for 30 seconds and one pair; whoever uses it again ends that pair."""
    form = call.request.form
    code = api.store.codes.get(form.get("code", ""))
    if code is None or code.client_id != app.client_id or call.now >= code.expires_at:
        raise _invalid_request("Value passed for the authorization code was invalid.")
    if code.used:
        api.store.lock_out(code.family)
        raise _invalid_request("Value passed for the authorization code was invalid.")
    code.used = True
    if form.get("redirect_uri") != code.redirect_uri:
        raise _invalid_request("Value passed for the redirect uri did not match the uri of the authorization code.")
    if not hmac.compare_digest(_challenge(form.get("code_verifier", ""), code.method), code.challenge.encode()):
        raise _invalid_request("Value passed for the code verifier did not match the code challenge.")
    return _pair(api, call, Token("", code.user_id, app.client_id, code.family, code.scopes))


def _pair_for_refresh(api: Api, call: Call, app: App) -> object:
    """Using a refresh token a second time locks the whole chain out."""
    old = api.store.refresh.get(call.request.form.get("refresh_token", ""))
    if old is None or old.client_id != app.client_id:
        raise _invalid_request("Value passed for the token was invalid.")
    if old.used:
        api.store.lock_out(old.family)
        raise _invalid_request("Value passed for the token was invalid.")
    if frozenset(call.request.form.get("scope", "").split()) - old.scopes:
        raise TokenRefusal(400, "invalid_scope", "The scope is wider than the one that was granted.")
    old.used = True
    return _pair(api, call, old)


def _pair(api: Api, call: Call, like: Token) -> dict[str, object]:
    """An access token, and a refresh token where `offline.access` was granted."""
    who = (like.user_id, like.client_id, like.family, like.scopes)
    access = Token(secrets.token_urlsafe(24), *who, call.now + ACCESS_LIFE)
    api.store.access[access.value] = access
    answer: dict[str, object] = {
        "token_type": "bearer",
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "access_token": access.value,
        "scope": " ".join(sorted(like.scopes)),
    }
    if "offline.access" in like.scopes:
        refresh = Token(secrets.token_urlsafe(24), *who)
        api.store.refresh[refresh.value] = refresh
        answer["refresh_token"] = refresh.value
    return answer


def _fault_of_authorization(call: Call) -> str | None:
    asked = call.request.args
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    scopes = frozenset(asked.get("scope", "").split())
    if not scopes or scopes - ALL_SCOPES:
        return "invalid_scope"
    is_proved = asked.get("code_challenge") and asked.get("code_challenge_method") in {"S256", "plain"}
    return None if is_proved and 0 < len(asked.get("state", "")) <= LONGEST_STATE else "invalid_request"


def _redirect_back(redirect_uri: str, said: dict[str, str]) -> Response:
    joint = "&" if "?" in redirect_uri else "?"
    return Response(status=302, headers={"Location": f"{redirect_uri}{joint}{urlencode(said)}"})


def _challenge(verifier: str, method: str) -> bytes:
    """What the verifier's challenge was (RFC 7636 §4.2)."""
    if method == "plain":
        return verifier.encode()
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")


def _invalid_request(message: str) -> TokenRefusal:
    return TokenRefusal(400, "invalid_request", message)


def _client(api: Api, call: Call) -> App:
    """Apps are confidential here: Basic authentication with the client's id and secret."""
    scheme, _, credentials = call.request.headers.get("Authorization", "").partition(" ")
    try:
        client_id, _, secret = base64.b64decode(credentials).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenRefusal(401, "unauthorized_client", "Missing valid authorization header.") from error
    app = api.store.apps.get(client_id)
    if scheme.lower() != "basic" or app is None or not hmac.compare_digest(app.client_secret.encode(), secret.encode()):
        raise TokenRefusal(401, "unauthorized_client", "Missing valid authorization header.")
    return app
