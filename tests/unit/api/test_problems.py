"""Every refusal is an RFC 9457 problem document that says what to do, and none is a 500."""

import base64
import json
from http import HTTPStatus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portavoce.api.problems import FieldError, Problem, respond
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.http_api import call


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '"text"',
        "null",
        "NaN",
        '{"id": NaN}',
        '{"id": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"id": "\\ud800"}',
        "\x00",
    ],
    ids=lambda text: text[:12],
)
def test_a_body_that_is_no_json_object_is_400(stage: Table, text: str) -> None:
    refused = call("PUT", "/brands/aurora", text=text)
    assert refused.status == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert set(refused.json) == {"type", "title", "status", "detail", "errors"}


def test_a_body_that_says_it_is_no_json_is_415(stage: Table) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"):
        assert call("PUT", "/brands/aurora", DOCUMENT, headers={"Content-Type": kind}).status == 415


def test_a_body_in_base64_is_read_as_the_text_it_stands_for(stage: Table) -> None:
    digest = "0" * 64
    body = f'{{"key": "media/{digest}.png", "sha256": "{digest}", "mime_type": "image/png", "size_bytes": 3}}'
    encoded = base64.b64encode(body.encode()).decode()
    assert call("POST", "/media", text=encoded, base64_encoded=True).status == 200


@pytest.mark.parametrize("body", ["!!!", base64.b64encode(b"\xff\xfe\x00").decode()])
def test_a_body_that_is_not_utf8_is_400(stage: Table, body: str) -> None:
    assert call("PUT", "/brands/aurora", text=body, base64_encoded=True).status == 400


def test_a_missing_body_names_what_is_missing(stage: Table) -> None:
    refused = call("POST", "/media")
    assert refused.status == 422
    assert refused.json["errors"]


def test_a_list_in_the_place_of_a_document_is_not_read_as_its_first_entry(stage: Table) -> None:
    assert call("PUT", "/brands/aurora", [DOCUMENT, DOCUMENT]).status == 400
    assert call("GET", "/brands/aurora").status == 404


def test_a_path_that_is_not_there_says_where_the_paths_are_listed(stage: Table) -> None:
    refused = call("GET", "/nothing")
    assert refused.status == 404
    assert "/api/v1/openapi.json" in refused.json["detail"]


def test_an_id_that_no_brand_can_have_is_a_refusal_of_that_parameter(stage: Table) -> None:
    refused = call("GET", "/brands/NO_SUCH")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "brand")


@pytest.mark.parametrize(
    ("path", "month", "said"),
    [
        ("/brands/NO_SUCH/metrics", "2026-11", "lower-case letters, digits and hyphens"),
        ("/brands/aurora/metrics", "november", "a month such as 2026-11"),
        ("/brands/aurora/accounting", "2026-13", "a month such as 2026-11"),
        ("/brands/aurora/analytics", "11/2026", "a month such as 2026-11"),
    ],
)
def test_what_has_another_form_is_told_the_form_in_words(stage: Table, path: str, month: str, said: str) -> None:
    (error,) = call("GET", path, query={"month": month}).json["errors"]
    assert said in error["message"]
    assert "pattern" not in error["message"]


def test_a_path_with_an_id_longer_than_any_key_is_414(stage: Table) -> None:
    for path in ("/comments/facebook/" + "a" * 1100, "/freezes/" + "è" * 600):
        refused = call("GET", path)
        assert (refused.status, refused.json["type"]) == (414, "urn:portavoce:problem:path-too-long")


def test_an_accident_of_ours_shows_neither_its_message_nor_its_trace(
    stage: Table, caplog: pytest.LogCaptureFixture
) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    key = {"pk": {"S": "BRAND#aurora"}, "sk": {"S": "BRAND"}}
    broken = {"S": '{"author": "Private Person"}'}
    stage.client.update_item(
        TableName=stage.name,
        Key=key,
        UpdateExpression="SET brand = :b",
        ExpressionAttributeValues={":b": broken},
    )
    refused = call("GET", "/brands/aurora")
    assert refused.status == 500
    assert refused.headers["content-type"] == "application/problem+json"
    logged = str([vars(record) for record in caplog.records])
    for shown in (refused.text, logged):
        assert "Private Person" not in shown
        assert "Traceback" not in shown
    assert "UnreadableItem" in logged


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_random_bytes_are_never_an_accident(stage: Table, body: bytes) -> None:
    refused = call("PUT", "/brands/aurora", text=base64.b64encode(body).decode(), base64_encoded=True)
    assert refused.status in (400, 422)


def test_the_commands_in_a_problem_name_the_stage_that_refused(stage: Table) -> None:
    problem = Problem(
        HTTPStatus.CONFLICT,
        "too-late",
        "See `portavoce status`.",
        [FieldError(field="a", message="`portavoce doctor`")],
    )
    told = json.loads(respond(problem).body or "")
    assert told["detail"] == "See `portavoce status --stage test`."
    assert told["errors"] == [{"field": "a", "message": "`portavoce doctor --stage test`"}]
