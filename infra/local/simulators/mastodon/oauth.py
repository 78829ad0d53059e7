"""Letting an app in: it registers itself, its user agrees, a code becomes a token (platforms/mastodon.md §1)."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from urllib.parse import urlencode

from werkzeug.utils import redirect

from infra.local.simulators.mastodon.api import Api, Call, Problem, endpoint, invalid_request
from infra.local.simulators.mastodon.store import ALL_SCOPES, App, Code, Token

CODE_LIFE = timedelta(minutes=10)
_ASKED = "response_type client_id redirect_uri scope state code_challenge code_challenge_method"


@endpoint("POST", "/api/v1/apps")
def register(api: Api, call: Call) -> tuple[int, object]:
    """An app of anybody's, with the addresses that it may send users back to."""
    form = call.request.form
    if not form.get("client_name") or not form.get("redirect_uris"):
        raise invalid_request("Application name can't be blank")
    scopes = frozenset(form.get("scopes", "read").split())
    if scopes - ALL_SCOPES:
        raise invalid_request("Scopes doesn't match configured on the server.")
    app = App(secrets.token_urlsafe(24), secrets.token_urlsafe(24), tuple(form["redirect_uris"].split()), scopes)
    api.store.apps[app.client_id] = app
    return 200, {"id": api.store.new_id(), "client_id": app.client_id, "client_secret": app.client_secret}


@endpoint("GET", "/oauth/authorize", query=_ASKED)
def authorize(api: Api, call: Call) -> tuple[int, object]:
    """The page on which the first user agrees, here at once: back to the app with a code."""
    asked = call.request.args
    app, address = api.store.apps.get(asked.get("client_id", "")), asked.get("redirect_uri", "")
    if app is None or address not in app.redirect_uris:
        raise Problem(400, "The requested redirect uri is malformed or doesn't match client redirect URI.")
    scopes = frozenset(asked.get("scope", "read").split())
    if asked.get("response_type") != "code" or scopes - app.scopes or asked.get("code_challenge_method") != "S256":
        raise Problem(400, "The requested scope is invalid, unknown, or malformed.")
    user = next(iter(api.store.users.values()))
    code = Code(app.client_id, address, scopes, asked.get("code_challenge", ""), user.id, call.now + CODE_LIFE)
    value = secrets.token_urlsafe(24)
    api.store.codes[value] = code
    return 302, redirect(f"{address}?{urlencode({'code': value, 'state': asked.get('state', '')})}")


@endpoint("POST", "/oauth/token")
def token(api: Api, call: Call) -> tuple[int, object]:
    """A token without an end for a code, which is good once."""
    form = call.request.form
    app = api.store.apps.get(form.get("client_id", ""))
    if app is None or not hmac.compare_digest(app.client_secret, form.get("client_secret", "")):
        return 401, {"error": "invalid_client"}
    code = api.store.codes.pop(form.get("code", ""), None)
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    proven = code and hmac.compare_digest(base64.urlsafe_b64encode(digest).decode().rstrip("="), code.challenge)
    if form.get("grant_type") != "authorization_code" or code is None or not proven or call.now >= code.expires_at:
        return 400, {"error": "invalid_grant"}
    if (app.client_id, form.get("redirect_uri")) != (code.client_id, code.redirect_uri):
        return 400, {"error": "invalid_grant"}
    made = Token(secrets.token_urlsafe(24), code.user_id, code.scopes)
    api.store.tokens[made.value] = made
    answer = {"access_token": made.value, "token_type": "Bearer", "scope": " ".join(sorted(made.scopes))}
    return 200, answer | {"created_at": int(call.now.timestamp())}
