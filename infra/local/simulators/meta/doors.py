"""What of Meta is no node of the Graph: the upload host, the login dialog and its tokens."""

import json
from collections.abc import Callable

from werkzeug.wrappers import Request, Response

from infra.local.simulators.meta.errors import GraphError
from infra.local.simulators.meta.graph import Graph

Door = Callable[[Graph, Request], Response]
DOORS: dict[str, Door] = {}
"""By the first part of the path after the version, whatever the method; each sees to tokens itself."""


def door(name: str) -> Callable[[Door], Door]:
    """Register what answers under a path's first part."""

    def register(handler: Door) -> Door:
        DOORS[name] = handler
        return handler

    return register


def answered(graph: Graph, act: Callable[[], object]) -> Response:
    """What an act answers as JSON, its refusal in the platform's shape."""
    try:
        return Response(json.dumps(act()), mimetype="application/json")
    except GraphError as error:
        return error.response(graph.trace_id())
