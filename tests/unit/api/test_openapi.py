"""The OpenAPI document: checked in, served, and true."""

import json
from pathlib import Path
from typing import Any

from portavoce.api.app import describe_api
from portavoce.api.routes import routers_for
from portavoce.table.table import Table
from tests.http_api import call

CHECKED_IN = Path(__file__).parents[3] / "docs" / "openapi.json"


def operations() -> dict[str, Any]:
    paths = json.loads(describe_api())["paths"]
    return {f"{method} {path}": one for path, methods in paths.items() for method, one in methods.items()}


def test_the_document_that_is_checked_in_is_what_the_code_says() -> None:
    remedy = "run: python -m portavoce.api.openapi > docs/openapi.json"
    assert CHECKED_IN.read_text("utf-8") == describe_api(), remedy


def test_the_document_is_served_as_it_is_checked_in(stage: Table) -> None:
    served = call("GET", "/openapi.json")
    assert (served.status, served.headers["content-type"]) == (200, "application/json")
    assert served.text == CHECKED_IN.read_text("utf-8")


def test_every_operation_says_how_it_refuses() -> None:
    for name, operation in operations().items():
        assert "application/problem+json" in operation["responses"]["4XX"]["content"], name
        assert "422" not in operation["responses"], name


def test_a_post_that_stood_already_is_answered_as_the_document_says() -> None:
    answers = operations()["post /brands/{brand}/posts"]["responses"]
    schemas = {status: one["content"]["application/json"]["schema"] for status, one in answers.items() if status < "3"}
    assert schemas == {status: {"$ref": "#/components/schemas/Publication"} for status in ("200", "201")}


def test_every_post_takes_an_idempotency_key() -> None:
    for name, operation in operations().items():
        keys = [one["name"] for one in operation.get("parameters", ())]
        assert ("Idempotency-Key" in keys) == name.startswith("post "), name


def test_every_schema_that_is_referred_to_is_there() -> None:
    text = describe_api()
    schemas = json.loads(text)["components"]["schemas"]
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in schemas


def test_every_operation_is_described_in_words() -> None:
    for name, operation in operations().items():
        assert operation["description"], name


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [one["operationId"] for one in operations().values()]
    assert len(names) == len(set(names))


def test_every_operation_is_known_to_a_process_that_was_asked_for_nothing_else() -> None:
    for name in operations():
        path = name.partition(" ")[2].replace("{", "<").replace("}", ">")
        known = {route for router in routers_for(path) for route, *_ in router._routes}
        assert path in known or path == "/openapi.json", name
