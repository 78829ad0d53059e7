"""The Graph API's frame: version, parameters, token, node and edge, usage headers."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from infra.local.simulators.meta.calls import ROUTES, Call, Route
from infra.local.simulators.meta.doors import DOORS
from infra.local.simulators.meta.errors import GraphError, bad_parameter, no_permission, not_visible
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import Node, Profile, Token

LIVE_VERSIONS = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0")
"""Graph versions alive in November 2026 (platforms/facebook.md §1), oldest first."""
OLDEST_MARKETING_VERSION = "v25.0"
"""Marketing keeps its own calendar (platforms/meta_marketing.md)."""

_AD_KINDS = frozenset({"ad_account", "campaign"})
_PAGE_KINDS = frozenset({"page", "post", "comment", "photo", "video"})
_IG_KINDS = frozenset({"ig_user", "media", "ig_comment", "container"})
_PATH = re.compile(r"^/(?:v(?P<major>\d+)\.(?P<minor>\d+)(?:/|$))?(?P<rest>.*)$")


class Api:
    """The API over one graph. The caller holds the network's lock."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def answer(self, request: Request) -> Response:
        """Serve one call; refusals are answers in the platform's shape."""
        path = _PATH.match(request.path)
        if path and (other := DOORS.get(path["rest"].partition("/")[0])):
            return other(self._graph, request)
        call = None
        try:
            call = self._open(request)
            body = self._dispatch(call)
            response = Response(json.dumps(body), mimetype="application/json")
        except GraphError as error:
            response = error.response(self._graph.trace_id())
        response.headers.update(call.use_case_headers if call else {})
        response.headers["facebook-api-version"] = call.version if call else LIVE_VERSIONS[0]
        return response

    def _open(self, request: Request) -> Call:
        version, path = _served_version(request.path)
        params = _parameters(request)
        header = request.headers.get("Authorization", "")
        value = header.partition(" ")[2].strip() if header else params.get("access_token", "")
        token = self._graph.token(value, path)
        self._check_proof(token, params.get("appsecret_proof"))
        return Call(request, version, path, params, token, self._graph.clock())

    def _node(self, call: Call, id_: str) -> tuple[str, Any]:
        """A node this token may see. Raises `GraphError` 100.33."""
        found: tuple[str, Node] | None
        if id_ == "me":
            token = call.token
            if token.kind == "page":
                return "page", self._graph.store.pages[token.profile_id]
            return "me", Profile(token.profile_id)
        found = self._graph.store.find(id_)
        if found is None or not self._may_see(call.token, found[1], found[0]):
            raise not_visible(id_, call.request.method)
        kind, node = found
        if getattr(node, "deleted", False):
            raise not_visible(id_, call.request.method)
        return kind, node

    def _may_see(self, token: Token, node: Node, kind: str) -> bool:
        if token.kind == "app":
            return kind == "app" and self._graph.store.owner_id(node) == token.app_id
        if token.kind == "page":
            return kind not in _AD_KINDS and self._graph.store.owner_id(node) == token.profile_id
        return kind != "app"

    def _check_proof(self, token: Token, proof: str | None) -> None:
        if proof is None:
            return
        secret = self._graph.store.apps[token.app_id].secret if token.app_id in self._graph.store.apps else ""
        expected = hmac.new(secret.encode(), token.value.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), proof.encode()):
            raise GraphError(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")

    def _dispatch(self, call: Call) -> object:
        id_, _, edge = call.path.partition("/")
        method = call.request.method
        if id_ == "debug_token":
            kind, node = "debug_token", None
        else:
            kind, node = self._node(call, id_)
        found = ROUTES.get((method, kind, edge))
        if found is None:
            message = f"Unknown path components: /{edge}" if edge else f"Unsupported {method.lower()} request"
            raise GraphError(2500 if edge else 100, message)
        if kind in _AD_KINDS:
            call.version = max(call.version, OLDEST_MARKETING_VERSION)
        owner = self._graph.store.owner_id(node) if node is not None else call.token.app_id
        call.use_case_headers = self._graph.usage.spend(owner, use_case(kind, edge), call.now)
        _check_allowed(call, found)
        return found.handler(self._graph, call, node)


def use_case(kind: str, edge: str) -> str:
    """Which quota a call counts against."""
    if kind in _AD_KINDS:
        return "ads_insights" if edge == "insights" else "ads_management"
    if kind in _IG_KINDS:
        return "instagram"
    return "pages" if kind in _PAGE_KINDS else "app"


def _served_version(path: str) -> tuple[str, str]:
    """An expired or missing version silently becomes the oldest live one; one from the future is no version."""
    match = _PATH.match(path)
    if match is None or match["major"] is None:
        return LIVE_VERSIONS[0], path.strip("/")
    version = f"v{match['major']}.{match['minor']}"
    if version in LIVE_VERSIONS:
        return version, match["rest"].strip("/")
    if int(match["major"]) > int(LIVE_VERSIONS[-1][1:3]) or match["minor"] != "0":
        raise GraphError(2500, f"Unknown path components: {path}")
    return LIVE_VERSIONS[0], match["rest"].strip("/")


def _parameters(request: Request) -> dict[str, str]:
    params = dict(request.args)
    if request.mimetype == "application/json" and request.method != "GET":
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise bad_parameter("The request body must be a JSON object")
        params |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    form: MultiDict[str, str] = request.form
    return params | dict(form.items())


def _check_allowed(call: Call, found: Route) -> None:
    names = {name.partition("[")[0] for name in call.params} | set(call.request.files)
    _refuse_unknown(names - found.parameters)
    if found.scope and call.token.kind != "app" and found.scope not in call.token.scopes:
        code = 10 if call.request.method == "GET" else 200
        raise no_permission(f"This endpoint requires the '{found.scope}' permission", code)
    if found.page_token_only and call.token.kind != "page":
        raise no_permission("This call must be made with a Page access token")


def _refuse_unknown(names: Iterable[str]) -> None:
    for name in sorted(names):
        raise bad_parameter(f"The parameter {name} is not supported by this call")
