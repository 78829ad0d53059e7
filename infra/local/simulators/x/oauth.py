"""The token endpoint: refresh tokens that work once (platforms/x.md §1)."""

import base64
import binascii
import hmac
import json
import secrets
from datetime import timedelta

from werkzeug.wrappers import Response

from infra.local.simulators.x.api import Api, Call, endpoint
from infra.local.simulators.x.errors import Problem
from infra.local.simulators.x.store import App, Token

ACCESS_LIFE = timedelta(hours=2)


class TokenRefusal(Problem):
    """An OAuth error body (RFC 6749 §5.2) instead of a problem document."""

    def response(self) -> Response:
        """The answer in OAuth's shape."""
        body = json.dumps({"error": self.title, "error_description": str(self)})
        return Response(body, status=self.status, mimetype="application/json")


@endpoint("POST", "/2/oauth2/token", who="nobody", limit=10_000)
def refresh(api: Api, call: Call) -> object:
    """A new pair for a refresh token. Using one a second time locks the whole chain out."""
    form = call.request.form
    if unknown := form.keys() - {"grant_type", "refresh_token", "client_id"}:
        raise TokenRefusal(400, "invalid_request", f"Unknown parameter {min(unknown)}.")
    if form.get("grant_type") != "refresh_token":
        raise TokenRefusal(400, "unsupported_grant_type", "Only refresh_token is simulated.")
    app = _client(api, call)
    old = api.store.refresh.get(form.get("refresh_token", ""))
    if old is None or old.client_id != app.client_id:
        raise TokenRefusal(400, "invalid_request", "Value passed for the token was invalid.")
    if old.used:
        _lock_out(api, old.family)
        raise TokenRefusal(400, "invalid_request", "Value passed for the token was invalid.")
    old.used = True
    expires_at = call.now + ACCESS_LIFE
    fresh = Token(secrets.token_urlsafe(24), old.user_id, app.client_id, old.family, old.scopes, expires_at)
    after = Token(secrets.token_urlsafe(24), old.user_id, app.client_id, old.family, old.scopes)
    api.store.access[fresh.value], api.store.refresh[after.value] = fresh, after
    return {
        "token_type": "bearer",
        "expires_in": int(ACCESS_LIFE.total_seconds()),
        "access_token": fresh.value,
        "refresh_token": after.value,
        "scope": " ".join(sorted(old.scopes)),
    }


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


def _lock_out(api: Api, family: str) -> None:
    for shelf in (api.store.access, api.store.refresh):
        for token in [token for token in shelf.values() if token.family == family]:
            del shelf[token.value]
