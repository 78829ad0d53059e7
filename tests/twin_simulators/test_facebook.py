"""Facebook Pages as platforms/facebook.md tells of them."""

import hashlib
import hmac
import json

import httpx2
import pytest

from tests.twin_simulators.conftest import SECRET, World, jpeg
from tests.twin_simulators.meta_calls import error_of


def post_text(meta: World, text: str) -> str:
    answer = meta.client.post("/v26.0/101/feed", data={"message": text})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def test_an_expired_version_falls_forward_silently(meta: World) -> None:
    answers = {path: meta.client.get(path) for path in ("/v26.0/101", "/v19.0/101", "/v20.0/101", "/101")}
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 200)
    served = [answer.headers["facebook-api-version"] for answer in answers.values()]
    assert served == ["v26.0", "v21.0", "v21.0", "v21.0"]


@pytest.mark.parametrize("version", ["v27.0", "v99.0", "v26.1"])
def test_a_version_that_does_not_exist_is_refused(meta: World, version: str) -> None:
    assert error_of(meta.client.get(f"/{version}/101"))[0] == 2500


@pytest.mark.parametrize(
    ("method", "path", "data"),
    [
        ("POST", "/v26.0/101/feed", {"message": "hello", "colour": "red"}),
        ("POST", "/v26.0/101/feed", {"message": "hello", "scheduled_publish_time": "1"}),
        ("POST", "/v26.0/17841/media", {"image_url": "http://img/a.jpg", "idempotency_key": "1"}),
    ],
)
def test_an_unknown_parameter_is_refused_and_nothing_is_posted(
    meta: World, method: str, path: str, data: dict[str, str]
) -> None:
    assert error_of(meta.client.request(method, path, data=data)) == (100, None)
    assert meta.state()["posts"] == meta.state()["containers"] == []


@pytest.mark.parametrize("fields", ["colour", "id,comments{colour}", "id,attachments{colour}", "id,,name", "id{"])
def test_an_unknown_field_or_bad_syntax_is_refused(meta: World, fields: str) -> None:
    answer = meta.client.post("/v26.0/101/photos", data={"url": "http://img/a.jpg", "message": "one"})
    meta.sim("comments", {"post_id": answer.json()["post_id"], "text": "hi"})
    refused = meta.client.get(f"/v26.0/{answer.json()['post_id']}", params={"fields": fields})
    assert refused.status_code == 400
    assert error_of(refused)[0] in {100, 2500}


@pytest.mark.parametrize(
    ("token", "code"), [(None, 104), ("nonsense", 190), ("700|wrong", 190), ("SYSTEM", 200), ("OTHER", 100)]
)
def test_a_token_that_may_not_post_is_refused_in_the_platforms_words(meta: World, token: str | None, code: int) -> None:
    meta.sim("accounts", {"pages": [{"id": "102", "name": "Other", "access_token": "OTHER", "app_id": "700"}]})
    headers = {"Authorization": f"Bearer {token}" if token else ""}
    answer = meta.client.post("/v26.0/101/feed", data={"message": "hello"}, headers=headers)
    assert answer.status_code >= 400
    assert error_of(answer)[0] == code
    assert meta.state()["posts"] == []


def test_an_expired_token_is_190_463_and_a_lost_role_190_492(meta: World) -> None:
    tokens = [
        {"value": "OLD", "kind": "page", "app_id": "700", "profile_id": "101", "expires_at": "2026-11-22T00:00:00Z"},
        {"value": "ROLE", "kind": "page", "app_id": "700", "profile_id": "101", "dead_subcode": 492},
    ]
    meta.sim("accounts", {"tokens": tokens})
    answers = [meta.client.get("/v26.0/101", headers={"Authorization": f"Bearer {value}"}) for value in ("OLD", "ROLE")]
    assert [error_of(answer) for answer in answers] == [(190, 463), (190, 492)]


def test_a_missing_permission_is_named(meta: World) -> None:
    token = {"value": "READER", "kind": "page", "app_id": "700", "profile_id": "101", "scopes": ["pages_show_list"]}
    meta.sim("accounts", {"tokens": [token]})
    answer = meta.client.post("/v26.0/101/feed", data={"message": "x"}, headers={"Authorization": "Bearer READER"})
    assert (answer.status_code, error_of(answer)[0]) == (403, 200)
    assert "pages_manage_posts" in answer.json()["error"]["message"]


def test_a_proof_is_verified_when_sent(meta: World) -> None:
    right = hmac.new(SECRET.encode(), b"PAGE", hashlib.sha256).hexdigest()
    assert meta.client.get("/v26.0/101", params={"appsecret_proof": right}).status_code == 200
    assert error_of(meta.client.get("/v26.0/101", params={"appsecret_proof": "0" * 64}))[0] == 100


def test_an_identical_consecutive_post_is_506_and_only_that(meta: World) -> None:
    post_text(meta, "Ciao")
    assert error_of(meta.client.post("/v26.0/101/feed", data={"message": "Ciao"}))[0] == 506
    post_text(meta, "Another")
    post_text(meta, "Ciao")
    assert len(meta.state()["posts"]) == 3
    assert len(meta.state()["duplicates"]) == 1


def test_a_photo_post_answers_both_the_photo_and_the_post(meta: World) -> None:
    data = {"url": "http://img/a.jpg", "message": "One", "alt_text_custom": "a cup"}
    answer = meta.client.post("/v26.0/101/photos", data=data).json()
    fields = "message,attachments{media_type,target{id}}"
    post = meta.client.get(f"/v26.0/{answer['post_id']}", params={"fields": fields}).json()
    assert post["attachments"]["data"] == [{"media_type": "photo", "target": {"id": answer["id"]}}]
    assert meta.state()["posts"][0]["pictures"][0]["alt_text"] == "a cup"


def test_several_photos_are_uploaded_unpublished_and_attached_once(meta: World) -> None:
    def upload(name: str) -> str:
        files = {"source": (name, jpeg(), "image/jpeg")}
        return str(meta.client.post("/v26.0/101/photos", data={"published": "false"}, files=files).json()["id"])

    ids = [upload("a.jpg"), upload("b.jpg")]
    assert meta.state()["posts"] == []
    attached = json.dumps([{"media_fbid": id_} for id_ in ids])
    first = meta.client.post("/v26.0/101/feed", data={"message": "Two", "attached_media": attached})
    again = meta.client.post("/v26.0/101/feed", data={"message": "Two more", "attached_media": attached})
    assert first.status_code == 200
    assert error_of(again) == (100, 1366051)
    assert [picture["id"] for picture in meta.state()["posts"][0]["pictures"]] == ids
    [album] = meta.client.get(f"/v26.0/{first.json()['id']}/attachments").json()["data"]
    inside = album["subattachments"]["data"]
    assert [("media_type" in photo, photo["type"], photo["target"]["id"]) for photo in inside] == [
        (False, "photo", id_) for id_ in ids
    ], "what an album holds has no media_type unless it is asked for inside"
    asked = {"fields": "attachments{subattachments{media_type}}"}
    [album] = meta.client.get(f"/v26.0/{first.json()['id']}", params=asked).json()["attachments"]["data"]
    assert album["subattachments"]["data"] == [{"media_type": "photo"}] * 2


def test_a_photo_too_large_or_not_an_image_is_refused(meta: World) -> None:
    meta.images["http://img/big.jpg"] = jpeg() + b"\0" * (4 * 1024 * 1024)
    meta.images["http://img/page.html"] = b"<html>"
    answers = [
        meta.client.post("/v26.0/101/photos", data={"url": f"http://img/{name}"})
        for name in ("big.jpg", "page.html", "missing.jpg")
    ]
    assert [error_of(answer)[0] for answer in answers] == [100, 324, 324]


def test_look_up_lists_newest_first_since_a_time_in_pages(meta: World) -> None:
    for number in range(5):
        post_text(meta, f"post {number}")
        meta.clock.pass_seconds(60)
    params = {"fields": "message", "limit": "2", "since": str(int(meta.clock().timestamp()) - 200)}
    page = meta.client.get("/v26.0/101/published_posts", params=params).json()
    assert [post["message"] for post in page["data"]] == ["post 4", "post 3"]
    rest = meta.client.get(page["paging"]["next"]).json()
    assert [post["message"] for post in rest["data"]] == ["post 2"]
    assert "next" not in rest["paging"]


def test_next_links_carry_a_token_only_when_the_query_did(meta: World) -> None:
    post_text(meta, "one")
    post_text(meta, "two")
    by_header = meta.client.get("/v26.0/101/posts", params={"limit": "1"}).json()["paging"]["next"]
    by_query = meta.client.get("/v26.0/101/posts", params={"limit": "1", "access_token": "PAGE"}).json()["paging"][
        "next"
    ]
    assert "access_token" not in by_header
    assert "access_token=PAGE" in by_query


def test_posts_are_edited_and_deleted(meta: World) -> None:
    id_ = post_text(meta, "before")
    assert meta.client.post(f"/v26.0/{id_}", data={"message": "after"}).json() == {"success": True}
    assert meta.client.get(f"/v26.0/{id_}").json()["message"] == "after"
    assert meta.client.delete(f"/v26.0/{id_}").json() == {"success": True}
    assert error_of(meta.client.get(f"/v26.0/{id_}")) == (100, 33)
    assert meta.client.get("/v26.0/101/published_posts").json()["data"] == []


def test_comments_are_listed_answered_hidden_and_removed(meta: World) -> None:
    post = post_text(meta, "hello")
    comment = meta.sim("comments", {"post_id": post, "text": "quanto costa?"})["comment_ids"][0]
    answer = meta.client.post(f"/v26.0/{comment}/comments", data={"message": "3 euro"}).json()["id"]
    fields = {"fields": "id,parent{id},is_hidden,can_hide,comment_count", "filter": "stream"}
    listed = meta.client.get(f"/v26.0/{post}/comments", params=fields).json()["data"]
    assert [(c["id"], c.get("parent"), c["can_hide"]) for c in listed] == [
        (comment, None, True),
        (answer, {"id": comment}, False),
    ]
    assert len(meta.client.get(f"/v26.0/{post}/comments").json()["data"]) == 1
    assert error_of(meta.client.post(f"/v26.0/{answer}/comments", data={"message": "deeper"}))[0] == 100
    assert meta.client.post(f"/v26.0/{comment}", data={"is_hidden": "true"}).json() == {"success": True}
    assert meta.state()["comments"][0]["hidden"] is True
    counted = meta.client.get(f"/v26.0/{post}", params={"fields": "comments.limit(0).summary(true)"}).json()
    assert counted["comments"]["data"] == []
    assert counted["comments"]["summary"]["total_count"] == 2
    assert meta.client.delete(f"/v26.0/{comment}").json() == {"success": True}
    assert meta.client.get(f"/v26.0/{post}/comments", params={"filter": "stream"}).json()["data"] == []


def test_posting_a_message_to_a_comment_edits_it_and_only_ones_own(meta: World) -> None:
    post = post_text(meta, "hello")
    theirs = meta.sim("comments", {"post_id": post, "text": "mine!"})["comment_ids"][0]
    own = meta.client.post(f"/v26.0/{theirs}/comments", data={"message": "teh"}).json()["id"]
    assert error_of(meta.client.post(f"/v26.0/{theirs}", data={"message": "changed"}))[0] == 200
    assert meta.client.post(f"/v26.0/{own}", data={"message": "the"}).json() == {"success": True}
    assert [comment["text"] for comment in meta.state()["comments"]] == ["mine!", "the"]


def test_one_bad_metric_fails_the_whole_call(meta: World) -> None:
    params = {"metric": "page_media_view,page_impressions", "since": "2026-11-21", "until": "2026-11-22"}
    answer = meta.client.get("/v26.0/101/insights", params=params)
    assert error_of(answer)[0] == 100
    assert "must be a valid insights metric" in answer.json()["error"]["message"]
    good = meta.client.get("/v26.0/101/insights", params=params | {"metric": "page_media_view"}).json()
    assert [value["value"] for value in good["data"][0]["values"]][-1:] == [12]


def test_a_page_insight_is_named_by_the_end_of_its_pacific_day(meta: World) -> None:
    params = {"metric": "page_media_view", "since": "2026-11-22T12:00:00Z", "until": "2026-11-22T20:00:00Z"}
    values = meta.client.get("/v26.0/101/insights", params=params).json()["data"][0]["values"]
    assert values == [{"value": 30, "end_time": "2026-11-23T08:00:00+0000"}]


def test_a_span_over_ninety_days_is_refused(meta: World) -> None:
    params = {"metric": "page_media_view", "since": "2026-08-01", "until": "2026-11-22"}
    assert error_of(meta.client.get("/v26.0/101/insights", params=params))[0] == 100


def test_what_has_no_row_is_no_zero_and_a_small_page_has_no_insights(meta: World) -> None:
    params = {"metric": "page_views_total"}
    assert meta.client.get("/v26.0/101/insights", params=params).json()["data"] == []
    small = {
        "id": "101",
        "name": "A",
        "access_token": "PAGE",
        "metrics": {"page_views_total": 5},
        "followers_count": 99,
    }
    meta.sim("accounts", {"pages": [small]})
    assert meta.client.get("/v26.0/101/insights", params=params).json()["data"] == []


def test_post_counters_and_insights_are_what_was_seeded(meta: World) -> None:
    post = post_text(meta, "hello")
    numbers = {"id": post, "counters": {"reactions": 4, "shares": 2}, "metrics": {"post_media_view": 90}}
    meta.sim("accounts", {"posts": [numbers]})
    fields = "shares,comments.limit(0).summary(true),reactions.limit(0).summary(true)"
    answer = meta.client.get(f"/v26.0/{post}", params={"fields": fields}).json()
    assert (answer["shares"]["count"], answer["reactions"]["summary"]["total_count"]) == (2, 4)
    insights = meta.client.get(f"/v26.0/{post}/insights", params={"metric": "post_media_view"}).json()
    assert insights["data"][0]["values"] == [{"value": 90}]


def test_a_full_quota_is_80001_with_the_minutes_to_wait(meta: World) -> None:
    meta.sim("accounts", {"quotas": {"pages": 2}})
    usage = [json.loads(meta.client.get("/v26.0/101").headers["X-Business-Use-Case-Usage"]) for _ in range(2)]
    assert [entry["101"][0]["call_count"] for entry in usage] == [50, 100]
    refused = meta.client.get("/v26.0/101")
    assert error_of(refused)[0] == 80001
    assert refused.json()["error"]["is_transient"] is True
    wait = json.loads(refused.headers["X-Business-Use-Case-Usage"])["101"][0]["estimated_time_to_regain_access"]
    assert wait == 24 * 60
    meta.clock.pass_seconds(24 * 3600)
    assert meta.client.get("/v26.0/101").status_code == 200


def test_a_token_is_inspected_with_the_apps_own(meta: World) -> None:
    def inspect(token: str, asker: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {asker}"}
        return meta.client.get("/v26.0/debug_token", params={"input_token": token}, headers=headers)

    data = inspect("PAGE", f"700|{SECRET}").json()["data"]
    assert (data["is_valid"], data["type"], data["profile_id"], data["expires_at"]) == (True, "PAGE", "101", 0)
    assert inspect("nonsense", f"700|{SECRET}").json()["data"]["is_valid"] is False
    assert error_of(inspect("PAGE", "PAGE"))[0] == 100


def test_accounts_of_a_system_user_bring_page_tokens(meta: World) -> None:
    params = {"fields": "id,name,access_token,tasks,instagram_business_account"}
    answer = meta.client.get("/v26.0/me/accounts", params=params, headers={"Authorization": "Bearer SYSTEM"}).json()
    page = answer["data"][0]
    assert (page["id"], page["access_token"], page["instagram_business_account"]) == ("101", "PAGE", {"id": "17841"})
