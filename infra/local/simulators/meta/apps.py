"""Calls of the app itself: token inspection and webhook subscriptions (platforms/facebook.md §1, §4)."""

from infra.local.simulators.meta.calls import Call, route
from infra.local.simulators.meta.errors import GraphError, bad_parameter, no_permission
from infra.local.simulators.meta.facebook import PAGE_WEBHOOK_FIELDS
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import App

INSTAGRAM_WEBHOOK_FIELDS = frozenset(
    {"comments", "live_comments", "mentions", "messages", "messaging_postbacks", "story_insights"}
)
_FIELDS = {"page": PAGE_WEBHOOK_FIELDS, "instagram": INSTAGRAM_WEBHOOK_FIELDS}
_CHALLENGE = "1158201444"


@route("GET", "debug_token", params="input_token")
def inspect_token(graph: Graph, call: Call, _node: object) -> object:
    """What a token is and whether it still works; asked with the app's own token."""
    if call.token.kind != "app":
        raise no_permission("You must provide an app access token", 100)
    token = graph.store.tokens.get(call.require_parameter("input_token"))
    if token is None or token.app_id != call.token.app_id:
        error = {"code": 190, "message": "Invalid OAuth access token."}
        return {"data": {"error": error, "is_valid": False, "scopes": []}}
    expired = token.expires_at is not None and call.now >= token.expires_at
    data: dict[str, object] = {
        "app_id": token.app_id,
        "type": {"page": "PAGE", "user": "USER", "system": "SYSTEM_USER"}.get(token.kind, "APP"),
        "is_valid": not expired and token.dead_subcode is None,
        "expires_at": int(token.expires_at.timestamp()) if token.expires_at else 0,
        "data_access_expires_at": 0,
        "scopes": sorted(token.scopes),
        "granular_scopes": [{"scope": scope} for scope in sorted(token.scopes)],
    }
    data["profile_id" if token.kind == "page" else "user_id"] = token.profile_id
    if expired or token.dead_subcode is not None:
        subcode = token.dead_subcode if token.dead_subcode is not None else 463
        data["error"] = {"code": 190, "subcode": subcode, "message": "Error validating access token"}
    return {"data": data}


@route("POST", "app", "subscriptions", params="object callback_url fields verify_token")
def subscribe_app(graph: Graph, call: Call, app: App) -> object:
    """Point an object's webhooks at a callback, which must echo the challenge first."""
    object_, url = call.require_parameter("object"), call.require_parameter("callback_url")
    verify_token = call.require_parameter("verify_token")
    if object_ not in _FIELDS:
        raise bad_parameter(f"Param object must be one of {sorted(_FIELDS)}")
    fields = frozenset(call.words("fields"))
    if unknown := fields - _FIELDS[object_]:
        raise bad_parameter(f"Param fields must be known fields of {object_}, not {sorted(unknown)}")
    params = {"hub.mode": "subscribe", "hub.verify_token": verify_token, "hub.challenge": _CHALLENGE}
    answer = graph.courier.handshake(url, params)
    if answer is None or answer.status_code != 200 or answer.text != _CHALLENGE:
        raise GraphError(2200, "(#2200) Callback verification failed: the challenge was not echoed")
    app.callback_url, app.verify_token = url, verify_token
    app.subscriptions[object_] = fields
    return {"success": True}


@route("GET", "app", "subscriptions")
def list_subscriptions(_graph: Graph, _call: Call, app: App) -> object:
    """The app's webhooks by object."""
    return {
        "data": [
            {"object": object_, "callback_url": app.callback_url, "active": True, "fields": sorted(fields)}
            for object_, fields in app.subscriptions.items()
        ]
    }
