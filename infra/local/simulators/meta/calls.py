"""What the Graph API's calls are: registered by method, kind of node and edge, and opened from a request."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request

from infra.local.simulators.meta.errors import bad_parameter
from infra.local.simulators.meta.fields import Field, parse_fields, read
from infra.local.simulators.meta.graph import Graph
from infra.local.simulators.meta.store import Token

Handler = Callable[[Graph, "Call", Any], object]
_COMMON_PARAMETERS = frozenset({"access_token", "appsecret_proof"})
_LIST_PARAMETERS = frozenset({"summary"})
"""Every list takes it; Meta's own client (facebook-business 26.0.3) always sends it."""


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


def read_node(graph: Graph, call: Call, kind: str, node: object) -> dict[str, object]:
    """The node itself with the asked fields: what a plain GET answers."""
    return read(graph, kind, node, call.fields())
