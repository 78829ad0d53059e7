"""The API's OpenAPI document: `python -m portavoce.api.openapi > docs/openapi.json`."""

import json
import sys
from functools import cache
from typing import Any

from portavoce.api.app import PREFIX, app
from portavoce.api.problems import CONTENT_TYPE, ProblemDocument

_PROBLEM = "#/components/schemas/ProblemDocument"
_SIGNED = {
    "type": "apiKey",
    "name": "Authorization",
    "in": "header",
    "description": "AWS Signature Version 4 for the service execute-api",
    "x-amazon-apigateway-authtype": "awsSigv4",
}


@cache
def document() -> str:
    """The document as JSON text, the same for the same routes."""
    found = json.loads(app.get_openapi_json_schema(title="Portavoce", version="1", description=_ABOUT))
    found["servers"] = [{"url": PREFIX}]
    found["security"] = [{"sigv4": []}]
    components = found.setdefault("components", {})
    components["securitySchemes"] = {"sigv4": _SIGNED}
    components["schemas"] = _schemas(components.get("schemas", {}))
    for path in found["paths"].values():
        for operation in path.values():
            operation["responses"] = _responses(operation["responses"])
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


_ABOUT = (
    "Every error is an RFC 9457 problem document. POST takes an Idempotency-Key: the same key and request within a day "
    "is done once. Listings give next_cursor; documents that can be changed give an ETag for If-Match."
)


def _schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """Our problem document in the place of the framework's own errors, which the API never sends."""
    own = {name: schema for name, schema in schemas.items() if name not in ("HTTPValidationError", "ValidationError")}
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    parts: dict[str, Any] = problem.pop("$defs")
    return own | parts | {"ProblemDocument": problem}


def _responses(responses: dict[str, Any]) -> dict[str, Any]:
    refused = {"description": "Refused", "content": {CONTENT_TYPE: {"schema": {"$ref": _PROBLEM}}}}
    return {status: one for status, one in responses.items() if status != "422"} | {"4XX": refused}


if __name__ == "__main__":
    sys.stdout.write(document())
