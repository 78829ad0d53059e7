"""The deployed HTTP API: who is let in, how it refuses, and that a repeated request is done once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from infra.assembly import ROOT
from portavoce.cli.client import PREFIX
from tests.twin.running import BRAND, Running

POSTS = f"/brands/{BRAND}/posts"


def row(post: str, **fields: Any) -> dict[str, Any]:
    when = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d %H:%M}"
    return {"post": post, "channel": "facebook", "when": when, "text": "Hello"} | fields


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_an_unsigned_request_is_forbidden_and_does_nothing(running: Running, method: str) -> None:
    before = running.table()
    url = f"{running.twin.outputs.api_url}{PREFIX}{POSTS}"
    answer = httpx2.request(method, url, content=json.dumps(row("unsigned")) if method in {"POST", "PUT"} else None)
    assert answer.status_code == 403
    assert BRAND not in answer.text
    assert running.table() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"channel": "facebook", "when": "2030-01-01 12:00", "text": "Hello"}, "post"),
        (row("bad", text=7), "text"),
        (row("bad", colour="red"), "colour"),
        (row("Not An Id!"), "post"),
        (row("bad", channel="myspace"), "myspace"),
        (row("bad", when="tomorrow"), "tomorrow"),
    ],
)
def test_a_bad_body_is_a_problem_document_that_names_the_field(
    running: Running, body: dict[str, Any], field: str
) -> None:
    before = running.table()
    answer = running.api.post(POSTS, json=body)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert any(field in f"{one['field']} {one['message']}" for one in problem["errors"])
    assert running.table() == before


def test_a_body_that_is_no_json_is_a_problem_document(running: Running) -> None:
    answer = running.api.post(POSTS, content=b"{not json", headers={"Content-Type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_the_same_idempotency_key_twice_makes_one_post_and_one_answer(running: Running) -> None:
    body, key = row("sent-twice"), {"Idempotency-Key": "sent-twice-1"}
    first, second = (running.api.post(POSTS, json=body, headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    ids = [one["publication_id"] for one in running.table() if one["type"] == "publication"]
    assert ids.count(f"{BRAND}.sent-twice.facebook") == 1
    other = running.api.post(POSTS, json=body, headers={"Idempotency-Key": "sent-twice-2"})
    assert other.status_code == 200, "another key is another request, which finds the post standing"


def test_a_key_used_for_another_request_is_refused(running: Running) -> None:
    key = {"Idempotency-Key": "one-key"}
    assert running.api.post(POSTS, json=row("first-use"), headers=key).status_code == 201
    before = running.table()
    assert running.api.post(POSTS, json=row("second-use"), headers=key).status_code == 422
    assert running.table() == before


def test_the_api_serves_the_description_that_is_checked_in(running: Running) -> None:
    served = running.api.get("/openapi.json")
    assert served.status_code == 200
    assert served.json() == json.loads((ROOT / "docs/openapi.json").read_text("utf-8"))
