"""Letting an app in: the login dialog, codes, longer tokens (platforms/facebook.md §1). The person always agrees."""

import secrets
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from infra.local.simulators.meta.doors import door, json_answer
from infra.local.simulators.meta.errors import GraphError, bad_parameter
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import ALL_SCOPES, App, Code, Token

PERSON = "900100"
CODE_LIFE, SHORT_LIFE, LONG_LIFE = timedelta(minutes=10), timedelta(hours=1), timedelta(days=60)
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})


@door("dialog")
def dialog(graph: Graph, request: Request) -> Response:
    """Send the person back with a code and the caller's `state`; what is wrong with the request is shown instead."""
    app, address = graph.store.apps.get(request.args.get("client_id", "")), request.args.get("redirect_uri", "")
    if app is None:
        return Response("Invalid App ID", 400)
    if not _may_return(app, address):
        return Response("URL blocked: the redirect URI is not among the app's valid OAuth redirect URIs", 400)
    asked = frozenset(filter(None, request.args.get("scope", "").split(",")))
    if asked - ALL_SCOPES:
        return Response(f"Invalid Scopes: {', '.join(sorted(asked - ALL_SCOPES))}", 400)
    code = secrets.token_urlsafe(24)
    graph.store.codes[code] = Code(app.id, address, asked, graph.clock() + CODE_LIFE)
    back = {"code": code} | ({"state": request.args["state"]} if "state" in request.args else {})
    return redirect(f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(back)}#_=_")


@door("oauth")
def access_token(graph: Graph, request: Request) -> Response:
    """Change a code for a short token, a short token for one of 60 days, or the app's secret for its own."""

    def grant() -> object:
        given = {**request.args, **request.form}
        app = graph.store.apps.get(given.get("client_id", ""))
        if app is None:
            raise GraphError(101, "Error validating application. Cannot get application info due to a system error.")
        if not secrets.compare_digest(given.get("client_secret", ""), app.secret):
            raise GraphError(1, "Error validating client secret.")
        match given.get("grant_type", "authorization_code"):
            case "authorization_code":
                return _token_for_code(graph, app, given)
            case "fb_exchange_token":
                return _longer_token(graph, app, given)
            case "client_credentials":
                return {"access_token": f"{app.id}|{app.secret}", "token_type": "bearer"}
            case other:
                raise bad_parameter(f"grant_type {other} is not known")

    return json_answer(graph, grant)


def _token_for_code(graph: Graph, app: App, given: dict[str, str]) -> object:
    code = graph.store.codes.get(given.get("code", ""))
    if code is None or code.app_id != app.id:
        raise bad_parameter("Invalid verification code format.", 36007)
    if code.is_used:
        raise bad_parameter("This authorization code has been used.", 36009)
    if graph.clock() >= code.expires_at:
        raise bad_parameter("This authorization code has expired.", 36007)
    if given.get("redirect_uri") != code.redirect_uri:
        message = "Error validating verification code. Please make sure your redirect_uri is identical"
        raise bad_parameter(message, 36008)
    code.is_used = True
    return _user_token(graph, app, code.scopes, SHORT_LIFE)


def _longer_token(graph: Graph, app: App, given: dict[str, str]) -> object:
    token = graph.token(given.get("fb_exchange_token", ""), "oauth")
    if token.app_id != app.id or token.kind != "user":
        raise GraphError(190, "The access token does not belong to application", status=401)
    return _user_token(graph, app, token.scopes, LONG_LIFE)


def _user_token(graph: Graph, app: App, scopes: frozenset[str], life: timedelta) -> object:
    value = f"EAA{secrets.token_hex(24)}"
    graph.store.tokens[value] = Token(value, "user", app.id, PERSON, scopes, graph.clock() + life)
    return {"access_token": value, "token_type": "bearer", "expires_in": int(life.total_seconds())}


def _may_return(app: App, address: str) -> bool:
    parts = urlsplit(address)
    if app.redirect_uris:
        return address in app.redirect_uris
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
