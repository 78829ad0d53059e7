"""The API's handler, called with real HTTP API events (payload version 2.0) and no socket."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlencode

from functions.api.handler import handler as api
from functions.import_media.handler import handler as import_media
from functions.letters.handler import handler as letters
from functions.people.handler import handler as people
from functions.persons.handler import handler as persons
from infra.shapes import Route
from infra.topology import FUNCTIONS
from portavoce.api.description import PREFIX
from tests.grants.plugin import serving

HANDLERS = {"api": api, "import_media": import_media, "letters": letters, "people": people, "persons": persons}
CONTEXT: Any = SimpleNamespace(
    function_name="portavoce-test-api",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-south-1:123456789012:function:portavoce-test-api",
    aws_request_id="8c5fb8b7-4cd5-4a8d-9f0e-6c8f6f8f4f3d",
)


@dataclass(frozen=True)
class Answered:
    """What the gateway would send: the status, the headers by lower-case name, the body."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


def call(
    method: str,
    path: str,
    body: object = None,
    *,
    text: str | None = None,
    query: Mapping[str, str] | str | None = None,
    headers: Mapping[str, str] | None = None,
    base64_encoded: bool = False,
    user: str = "ada",
) -> Answered:
    """One request to `path` below /api/v1; `text` is a body as it is, `body` one to be written as JSON."""
    content = text if text is not None else None if body is None else json.dumps(body, ensure_ascii=False)
    kind = {"content-type": "application/json"} if content is not None else {}
    raw_query = query if isinstance(query, str) else urlencode(query or {})
    event = {
        "version": "2.0",
        "routeKey": "ANY /api/v1/{proxy+}",
        "rawPath": f"/api/v1{path}",
        "rawQueryString": raw_query,
        "headers": kind | {name.lower(): value for name, value in (headers or {}).items()},
        "requestContext": request_context(method, path, user),
        "isBase64Encoded": base64_encoded,
    }
    if raw_query:
        parsed = parse_qs(raw_query, keep_blank_values=True)
        event["queryStringParameters"] = {name: ",".join(values) for name, values in parsed.items()}
    if content is not None:
        event["body"] = content
    function = _find_function(method, path)
    with serving(function):
        answer = HANDLERS[function](event, CONTEXT)
    found = {name.lower(): value for name, value in answer.get("headers", {}).items()}
    return Answered(answer["statusCode"], found, answer.get("body") or "")


def _find_function(method: str, path: str) -> str:
    """Whom the gateway hands the request to: a route of its own goes before the one that takes all others."""
    asked = f"{method} {PREFIX}{path}"

    def takes(route: Route) -> bool:
        return "+" not in route.path and bool(re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.key), asked))

    found = ((one.name, route) for one in FUNCTIONS for route in one.triggers if isinstance(route, Route))
    return next((name for name, route in found if takes(route)), "api")


def request_context(method: str, path: str, user: str) -> dict[str, Any]:
    return {
        "accountId": "123456789012",
        "apiId": "a1b2c3d4e5",
        "authorizer": {
            "iam": {
                "accessKey": "AKIAIOSFODNN7EXAMPLE",
                "accountId": "123456789012",
                "callerId": "AIDACKCEVSQ6C2EXAMPLE",
                "cognitoIdentity": None,
                "principalOrgId": "aws:PrincipalOrgID",
                "userArn": user if user.startswith("arn:") else f"arn:aws:iam::123456789012:user/{user}",
                "userId": "AIDACKCEVSQ6C2EXAMPLE",
            }
        },
        "domainName": "a1b2c3d4e5.execute-api.eu-south-1.amazonaws.com",
        "http": {
            "method": method,
            "path": f"/api/v1{path}",
            "protocol": "HTTP/1.1",
            "sourceIp": "198.51.100.7",
            "userAgent": "portavoce",
        },
        "requestId": "JKJaXmPLvHcESHA=",
        "routeKey": "ANY /api/v1/{proxy+}",
        "stage": "$default",
        "time": "10/Mar/2027:09:00:00 +0000",
        "timeEpoch": 1804669200000,
    }
