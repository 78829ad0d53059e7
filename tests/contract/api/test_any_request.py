"""The API keeps to its own description, whatever is sent to it: requests made up from docs/openapi.json."""

import base64
import json
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from portavoce.api.description import PREFIX
from portavoce.api.problems import CONTENT_TYPE, ProblemDocument
from tests.http_api import call

Operation = APIOperation[Any, Any, Any, Any]

ORIGIN = "https://api.test"
DESCRIPTION = json.loads((Path(__file__).parents[3] / "docs/openapi.json").read_text("utf-8"))
# Who calls is the gateway's to check, before a request comes here.
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION | {"security": []})
OPERATIONS: list[Operation] = [
    SCHEMA[path][method] for path, methods in DESCRIPTION["paths"].items() for method in methods
]
HELD_TO = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
FEW, MANY = 6, 25
"""Requests for each operation. What is made up is the same each time, and the few are not the first of the many."""


@pytest.mark.takes_long("many requests are made up for each operation")
@pytest.mark.parametrize("requests_made", [FEW, pytest.param(MANY, marks=pytest.mark.whole)])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_one_that_the_description_names(
    operation: Operation, requests_made: int, known: Mapping[str, str]
) -> None:
    """Half of the requests are made wrong on purpose, half of them speak of what is there."""
    requested = [
        operation.as_strategy(mode, path_parameters=there) for mode in GenerationMode for there in (dict(known), None)
    ]

    @settings(
        max_examples=requests_made,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(requested))
    def hold(case: Case[Any]) -> None:
        answered = send(case)
        case.validate_response(answered, checks=HELD_TO)
        if answered.status_code >= HTTPStatus.BAD_REQUEST:
            assert answered.headers["content-type"] == [CONTENT_TYPE]
            assert ProblemDocument.model_validate_json(answered.content).status == answered.status_code

    hold()


def send(case: Case[Any]) -> Response:
    """The request as the gateway would hand it on: a path that is decoded, and base64 where the body is no text."""
    written: Any = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN + PREFIX)).prepare()
    address = urlsplit(written.url)
    text, encoded = as_text(written.body)
    answered = call(
        written.method,
        unquote(address.path).removeprefix(PREFIX),
        text=text,
        query=address.query,
        headers=dict(written.headers),
        base64_encoded=encoded,
    )
    headers = {name: [value] for name, value in answered.headers.items()}
    return Response(answered.status, headers, answered.text.encode(), written, elapsed=0, verify=True)


def as_text(content: bytes | str | None) -> tuple[str | None, bool]:
    """The body of the gateway's event, and whether it is in base64."""
    if not isinstance(content, bytes):
        return content, False
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(content).decode(), True
