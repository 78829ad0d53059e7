"""Brands over HTTP."""

import base64
import json
from typing import Any

from portavoce.brands.model import Brand
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.http_api import call

KEYS = ("pk", "sk", "list_pk", "list_sk")


def test_a_brand_that_was_put_is_read_back_as_it_was_written(stage: Table) -> None:
    written = DOCUMENT | {"tone_of_voice": "caldo, diretto — مرحبا ☕️"}
    put = call("PUT", "/brands/aurora", written)
    assert put.status == 200
    read = call("GET", "/brands/aurora")
    assert read.status == 200
    assert Brand.model_validate(read.json) == Brand.model_validate(written)
    assert read.headers["etag"] == put.headers["etag"] == '"1"'
    assert "مرحبا ☕️" in read.text


def test_the_same_brand_again_changes_nothing(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    again = call("PUT", "/brands/aurora", DOCUMENT)
    assert again.json == {"changes": [], "losses": [], "prices": [], "version": 1}


def test_a_dry_run_says_what_would_change_and_changes_nothing(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    dry = call("PUT", "/brands/aurora", DOCUMENT | {"name": "Aurora Tea"}, query={"dry_run": "true"})
    assert dry.json["changes"] == [{"field": "name", "before": "Aurora Coffee", "after": "Aurora Tea"}]
    assert call("GET", "/brands/aurora").json["name"] == "Aurora Coffee"


def test_a_dry_run_names_the_posts_that_a_removed_channel_would_strand(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    post = {"post": "spring", "channel": "facebook", "text": "Ciao", "when": "2036-05-01 10:00"}
    assert call("POST", "/brands/aurora/posts", post).status == 201
    others = [one for one in DOCUMENT["channels"] if one["id"] != "facebook"]
    others = others or [{"id": "x", "platform": "x", "account_id": "7"}]
    dry = call("PUT", "/brands/aurora", DOCUMENT | {"channels": others}, query={"dry_run": "true"})
    assert [(one["kind"], one["publications"]) for one in dry.json["losses"]] == [
        ("channel", ["aurora.spring.facebook"])
    ]


def test_if_match_of_an_older_version_is_refused_and_nothing_is_overwritten(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    call("PUT", "/brands/aurora", DOCUMENT | {"name": "Second"}, headers={"If-Match": '"1"'})
    late = call("PUT", "/brands/aurora", DOCUMENT | {"name": "Late"}, headers={"If-Match": '"1"'})
    assert late.status == 412
    assert late.json["type"] == "urn:portavoce:problem:changed-meanwhile"
    assert call("GET", "/brands/aurora").json["name"] == "Second"


def test_an_if_match_that_is_no_etag_of_ours_is_named(stage: Table) -> None:
    refused = call("PUT", "/brands/aurora", DOCUMENT, headers={"If-Match": "yesterday"})
    assert refused.status == 422
    assert refused.json["errors"][0]["field"] == "If-Match"


def test_a_brand_that_is_not_there_is_404(stage: Table) -> None:
    assert call("GET", "/brands/nobody").status == 404
    assert call("GET", "/brands/nobody/channels").status == 404


def test_a_field_that_is_not_allowed_is_named_with_its_place(stage: Table) -> None:
    wrong = DOCUMENT | {"budgets": [DOCUMENT["budgets"][0] | {"amount_minor": -5}]}
    refused = call("PUT", "/brands/aurora", wrong)
    assert refused.status == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert [one["field"] for one in refused.json["errors"]] == ["budgets[0].amount_minor"]
    assert call("GET", "/brands/aurora").status == 404


def test_an_unknown_field_is_named(stage: Table) -> None:
    refused = call("PUT", "/brands/aurora", DOCUMENT | {"colour": "red"})
    assert refused.status == 422
    assert refused.json["errors"][0]["field"] == "colour"


def test_an_unknown_platform_is_named_by_its_channel(stage: Table) -> None:
    channels = [DOCUMENT["channels"][0], {"id": "orkut", "platform": "orkut", "account_id": "1"}]
    refused = call("PUT", "/brands/aurora", DOCUMENT | {"channels": channels})
    assert refused.status == 422
    assert refused.json["errors"][0]["field"] == "channels[1].platform"


def test_a_path_and_a_body_that_name_different_brands_are_refused(stage: Table) -> None:
    refused = call("PUT", "/brands/borea", DOCUMENT)
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "id")


def test_an_account_of_another_brand_is_a_conflict_that_says_whose_it_is(stage: Table) -> None:
    call("PUT", "/brands/aurora", DOCUMENT)
    other = DOCUMENT | {"id": "borea"}
    refused = call("PUT", "/brands/borea", other)
    assert refused.status == 409
    assert "aurora.facebook" in refused.json["detail"]


def test_brands_come_in_pages_and_the_last_page_says_so(stage: Table) -> None:
    for number in range(3):
        channels = [{"id": "facebook", "platform": "facebook", "account_id": str(number)}]
        call("PUT", f"/brands/b{number}", DOCUMENT | {"id": f"b{number}", "channels": channels})
    first = call("GET", "/brands", query={"limit": "2"}).json
    second = call("GET", "/brands", query={"limit": "2", "cursor": first["next_cursor"]}).json
    assert [one["id"] for one in first["items"] + second["items"]] == ["b0", "b1", "b2"]
    assert second["next_cursor"] is None


def test_a_cursor_that_is_not_ours_is_a_problem(stage: Table) -> None:
    for made_up in ("nonsense", written({}), written({"pk": {"S": "a"}}), written({key: {"N": "1"} for key in KEYS})):
        refused = call("GET", "/brands", query={"cursor": made_up})
        assert (refused.status, refused.json["type"]) == (400, "urn:portavoce:problem:bad-cursor")


def written(key: dict[str, Any]) -> str:
    """A key as a cursor is written."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_a_limit_that_is_too_large_is_named(stage: Table) -> None:
    refused = call("GET", "/brands", query={"limit": "5000"})
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "limit")
