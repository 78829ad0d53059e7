"""The Graph API's frame: version, parameters, token, node and edge, usage headers."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from infra.local.simulators.meta.doors import DOORS
from infra.local.simulators.meta.errors import (
    GraphError,
    bad_parameter,
    dead_token,
    no_permission,
    not_visible,
)
from infra.local.simulators.meta.fields import Field, parse_fields, read
from infra.local.simulators.meta.outbox import Outbox
from infra.local.simulators.meta.store import Node, Profile, Store, Token
from infra.local.simulators.meta.usage import Usage
from infra.local.simulators.pictures import Fetch
from infra.local.simulators.webhooks import Courier

LIVE_VERSIONS = ("v21.0", "v22.0", "v23.0", "v24.0", "v25.0", "v26.0")
"""Graph versions alive in November 2026 (platforms/facebook.md §1), oldest first."""
OLDEST_MARKETING_VERSION = "v25.0"
"""Marketing keeps its own calendar (platforms/meta_marketing.md)."""

Handler = Callable[["Graph", "Call", Any], object]
_COMMON_PARAMETERS = frozenset({"access_token", "appsecret_proof"})
_LIST_PARAMETERS = frozenset({"summary"})
"""Every list takes it; Meta's own client (facebook-business 26.0.3) always sends it."""
_AD_KINDS = frozenset({"ad_account", "campaign"})
_PAGE_KINDS = frozenset({"page", "post", "comment", "photo", "video"})
_IG_KINDS = frozenset({"ig_user", "media", "ig_comment", "container"})
_PATH = re.compile(r"^/(?:v(?P<major>\d+)\.(?P<minor>\d+)(?:/|$))?(?P<rest>.*)$")


@dataclass(frozen=True)
class Route:
    """One call that the API takes; any other parameter is refused."""

    handler: Handler
    parameters: frozenset[str]
    scope: str | None
    page_token_only: bool


ROUTES: dict[tuple[str, str, str], Route] = {}
"""By method, kind of node, and edge (empty: the node itself)."""


def route(
    method: str, kind: str, edge: str = "", *, params: str = "", scope: str | None = None, page_token_only: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler for one method of a node or of its edge."""

    def register(handler: Handler) -> Handler:
        lists = _LIST_PARAMETERS if method == "GET" and edge else frozenset()
        parameters = frozenset(params.split()) | _COMMON_PARAMETERS | lists
        ROUTES[method, kind, edge] = Route(handler, parameters, scope, page_token_only)
        return handler

    return register


@dataclass
class Call:
    """One request, opened: the version that serves it, its parameters as text, and who asks."""

    request: Request
    version: str
    path: str
    params: dict[str, str]
    token: Token
    now: datetime
    use_case_headers: dict[str, str] = field(default_factory=dict)

    def fields(self) -> tuple[Field, ...]:
        """The asked fields; empty when the caller leaves the choice to the platform."""
        return parse_fields(self.params["fields"]) if self.params.get("fields") else ()

    def required(self, name: str) -> str:
        """A parameter that must be there. Raises `GraphError` 100."""
        if not self.params.get(name):
            raise bad_parameter(f"The parameter {name} is required")
        return self.params[name]

    def flag(self, name: str, *, default: bool) -> bool:
        """A boolean parameter. Raises `GraphError` 100."""
        text = self.params.get(name, str(default)).lower()
        if text not in {"true", "false", "1", "0"}:
            raise bad_parameter(f"Param {name} must be a boolean")
        return text in {"true", "1"}

    def instant(self, name: str) -> datetime | None:
        """A Unix or ISO time parameter, UTC. Raises `GraphError` 100."""
        text = self.params.get(name)
        if not text:
            return None
        try:
            if text.isdigit():
                return datetime.fromtimestamp(int(text), UTC)
            moment = datetime.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise bad_parameter(f"Invalid time for param {name}") from error
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def words(self, name: str) -> list[str]:
        """A required list: JSON, as Meta's own client writes it, or words between commas. Raises `GraphError` 100."""
        text = self.required(name)
        found = self.parsed(name) if text.startswith("[") else text.split(",")
        if not isinstance(found, list):
            raise bad_parameter(f"Param {name} must be an array")
        return [str(one).strip() for one in found]

    def parsed(self, name: str, text: str | None = None) -> Any:
        """A JSON parameter. Raises `GraphError` 100."""
        try:
            return json.loads(self.params[name] if text is None else text)
        except json.JSONDecodeError as error:
            raise bad_parameter(f"Param {name} must be valid JSON") from error


class Graph:
    """The API over one store. The caller holds the network's lock."""

    def __init__(self, store: Store, courier: Courier, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.courier = courier
        self.fetch = fetch
        self.clock = clock
        self.usage = Usage()
        self.outbox = Outbox(store)
        self._traces = count(1)

    def answer(self, request: Request) -> Response:
        """Serve one call; refusals are answers in the platform's shape."""
        path = _PATH.match(request.path)
        if path and (other := DOORS.get(path["rest"].partition("/")[0])):
            return other(self, request)
        call = None
        try:
            call = self._open(request)
            body = self._dispatch(call)
            response = Response(json.dumps(body), mimetype="application/json")
        except GraphError as error:
            response = error.response(self.trace_id())
        response.headers.update(call.use_case_headers if call else {})
        response.headers["facebook-api-version"] = call.version if call else LIVE_VERSIONS[0]
        return response

    def trace_id(self) -> str:
        """A fresh `fbtrace_id`."""
        return f"A{next(self._traces):010d}"

    def node(self, call: Call, id_: str) -> tuple[str, Any]:
        """A node this token may see. Raises `GraphError` 100.33."""
        found: tuple[str, Node] | None
        if id_ == "me":
            token = call.token
            if token.kind == "page":
                return "page", self.store.pages[token.profile_id]
            return "me", Profile(token.profile_id)
        found = self.store.find(id_)
        if found is None or not self._may_see(call.token, found[1], found[0]):
            raise not_visible(id_, call.request.method)
        kind, node = found
        if getattr(node, "deleted", False):
            raise not_visible(id_, call.request.method)
        return kind, node

    def _may_see(self, token: Token, node: Node, kind: str) -> bool:
        if token.kind == "app":
            return kind == "app" and self.store.owner_id(node) == token.app_id
        if token.kind == "page":
            return kind not in _AD_KINDS and self.store.owner_id(node) == token.profile_id
        return kind != "app"

    def _open(self, request: Request) -> Call:
        version, path = _served_version(request.path)
        params = _parameters(request)
        header = request.headers.get("Authorization", "")
        value = header.partition(" ")[2].strip() if header else params.get("access_token", "")
        token = self.token(value, path)
        self._check_proof(token, params.get("appsecret_proof"))
        return Call(request, version, path, params, token, self.clock())

    def token(self, value: str, path: str) -> Token:
        """The token of this value, alive. Raises `GraphError` 104, 190, 2500."""
        if not value:
            if path.startswith("me"):
                raise GraphError(
                    2500, "An active access token must be used to query information about the current user."
                )
            raise GraphError(104, "An access token is required to request this resource.")
        app_id, bar, secret = value.partition("|")
        app = self.store.apps.get(app_id)
        if bar and app and hmac.compare_digest(app.secret.encode(), secret.encode()):
            return Token(value, "app", app.id, app.id)
        token = self.store.tokens.get(value)
        if token is None:
            raise dead_token("Invalid OAuth access token - Cannot parse access token")
        if token.dead_subcode is not None:
            raise dead_token("Error validating access token: The session has been invalidated.", token.dead_subcode)
        if token.expires_at and self.clock() >= token.expires_at:
            raise dead_token("Error validating access token: Session has expired.", 463)
        return token

    def _check_proof(self, token: Token, proof: str | None) -> None:
        if proof is None:
            return
        secret = self.store.apps[token.app_id].secret if token.app_id in self.store.apps else ""
        expected = hmac.new(secret.encode(), token.value.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), proof.encode()):
            raise GraphError(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")

    def _dispatch(self, call: Call) -> object:
        id_, _, edge = call.path.partition("/")
        method = call.request.method
        if id_ == "debug_token":
            kind, node = "debug_token", None
        else:
            kind, node = self.node(call, id_)
        found = ROUTES.get((method, kind, edge))
        if found is None:
            message = f"Unknown path components: /{edge}" if edge else f"Unsupported {method.lower()} request"
            raise GraphError(2500 if edge else 100, message)
        if kind in _AD_KINDS:
            call.version = max(call.version, OLDEST_MARKETING_VERSION)
        owner = self.store.owner_id(node) if node is not None else call.token.app_id
        call.use_case_headers = self.usage.spend(owner, use_case(kind, edge), call.now)
        _check_allowed(call, found)
        return found.handler(self, call, node)


def use_case(kind: str, edge: str) -> str:
    """Which quota a call counts against."""
    if kind in _AD_KINDS:
        return "ads_insights" if edge == "insights" else "ads_management"
    if kind in _IG_KINDS:
        return "instagram"
    return "pages" if kind in _PAGE_KINDS else "app"


def read_node(graph: Graph, call: Call, kind: str, node: object) -> dict[str, object]:
    """The node itself with the asked fields: what a plain GET answers."""
    return read(graph, kind, node, call.fields())


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
