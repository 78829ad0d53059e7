"""The API described in OpenAPI, from its routes."""

import json
from functools import cache
from inspect import cleandoc
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from portavoce.api.problems import CONTENT_TYPE, ProblemDocument

PREFIX = "/api/v1"

_ABOUT = (
    "Requests are signed with AWS Signature Version 4. Every error is an RFC 9457 problem document. "
    "Listings give next_cursor; documents that can be changed give an ETag for If-Match."
)
_SIGNED = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "AWS Signature Version 4 for the service execute-api",
    "x-amazon-apigateway-authtype": "awsSigv4",
}
_ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key and request within 24 hours is done once and answered alike",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_REFUSED = {
    "description": "Refused",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
}
# The framework's own errors, which the API never sends.
_NOT_OURS = frozenset({"HTTPValidationError", "ResponseValidationError", "ValidationError"})


@cache
def document(app: APIGatewayHttpResolver) -> str:
    """The document as JSON text, the same for the same routes."""
    found = json.loads(app.get_openapi_json_schema(title="Portavoce", version="1", description=_ABOUT))
    found["servers"] = [{"url": PREFIX}]
    found["security"] = [{"sigv4": []}]
    found["components"] = {
        "securitySchemes": {"sigv4": _SIGNED},
        "schemas": _schemas(found["components"]["schemas"]),
    }
    words = _words(app)
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            operation.update(words[method, path])
            operation["responses"] = _responses(operation["responses"])
            if method == "post":
                operation["parameters"] = [*operation.get("parameters", ()), _ONCE]
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _words(app: APIGatewayHttpResolver) -> dict[tuple[str, str], dict[str, str]]:
    """What each route's function says of itself: the framework leaves docstrings out, and has no public list."""
    routes = [*app._static_routes, *app._dynamic_routes]
    return {
        (route.method.lower(), route.openapi_path): {
            "operationId": route.func.__name__,
            "summary": route.func.__name__.replace("_", " ").capitalize(),
            "description": cleandoc(route.func.__doc__ or ""),
        }
        for route in routes
    }


def _schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = problem.pop("$defs")
    ours = {name: schema for name, schema in schemas.items() if name not in _NOT_OURS}
    return ours | parts | {"ProblemDocument": problem}


def _responses(responses: dict[str, Any]) -> dict[str, Any]:
    done = {status: one for status, one in responses.items() if status.startswith("2")}
    return done | {"4XX": _REFUSED, "5XX": _REFUSED}
