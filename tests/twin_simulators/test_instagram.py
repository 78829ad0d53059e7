"""Instagram as platforms/instagram.md tells of it."""

import pytest

from tests.twin_simulators.conftest import World, jpeg
from tests.twin_simulators.meta_calls import error_of, publish, status


def container(meta: World, **fields: str) -> str:
    answer = meta.client.post("/v26.0/17841/media", data={"image_url": "http://img/a.jpg", **fields})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def media_published(meta: World, **fields: str) -> str:
    return str(publish(meta, container(meta, **fields)).json()["id"])


def test_a_container_is_in_progress_then_finished_then_published_once(meta: World) -> None:
    user = {"id": "17841", "username": "aurora", "page_id": "101", "container_ready_seconds": 30}
    meta.sim("accounts", {"instagram_users": [user]})
    made = container(meta, caption="Buongiorno", alt_text="a cup")
    assert status(meta, made) == "IN_PROGRESS"
    assert error_of(publish(meta, made)) == (9007, 2207027)
    meta.clock.pass_seconds(30)
    assert status(meta, made) == "FINISHED"
    media = publish(meta, made).json()["id"]
    assert status(meta, made) == "PUBLISHED"
    assert error_of(publish(meta, made)) == (24, 2207006)
    listed = meta.client.get("/v26.0/17841/media", params={"fields": "id,caption,timestamp,permalink"}).json()["data"]
    assert [(item["id"], item["caption"]) for item in listed] == [(media, "Buongiorno")]


def test_a_container_expires_after_a_day(meta: World) -> None:
    made = container(meta)
    meta.clock.pass_seconds(24 * 3600)
    assert status(meta, made) == "EXPIRED"
    assert error_of(publish(meta, made)) == (-2, 2207020)


def test_a_carousel_takes_two_to_ten_children_and_counts_once(meta: World) -> None:
    children = [container(meta, is_carousel_item="true") for _ in range(3)]
    carousel = {"media_type": "CAROUSEL", "caption": "Three"}
    refused = meta.client.post("/v26.0/17841/media", data=carousel | {"children": children[0]})
    assert error_of(refused) == (100, 2207028)
    parent = meta.client.post("/v26.0/17841/media", data=carousel | {"children": ",".join(children)}).json()["id"]
    media = publish(meta, parent).json()["id"]
    fields = {"fields": "media_type,children"}
    found = meta.client.get(f"/v26.0/{media}", params=fields).json()
    assert (found["media_type"], len(found["children"]["data"])) == ("CAROUSEL_ALBUM", 3)
    quota = meta.client.get("/v26.0/17841/content_publishing_limit", params={"fields": "quota_usage,config"}).json()
    assert quota["data"][0]["quota_usage"] == 1


def test_a_carousel_child_or_an_ordinary_container_does_not_stand_for_the_other(meta: World) -> None:
    child, whole = container(meta, is_carousel_item="true"), container(meta)
    assert error_of(publish(meta, child)) == (24, 2207006)
    data = {"media_type": "CAROUSEL", "children": f"{child},{whole}"}
    assert error_of(meta.client.post("/v26.0/17841/media", data=data))[0] == 100


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, (9004, 2207052)),
        (jpeg(kind="PNG"), (36001, 2207005)),
        (b"<html>", (36001, 2207005)),
        (jpeg(300, 400), (36003, 2207009)),
        (jpeg(400, 200), (36003, 2207009)),
        (jpeg() + b"\0" * (8 * 1024 * 1024), (36000, 2207004)),
    ],
)
def test_an_image_that_is_missing_or_out_of_its_limits_makes_no_container(
    meta: World, content: bytes | None, error: tuple[int, int]
) -> None:
    if content is not None:
        meta.images["http://img/odd.jpg"] = content
    answer = meta.client.post("/v26.0/17841/media", data={"image_url": "http://img/odd.jpg"})
    assert error_of(answer) == error
    assert meta.state()["containers"] == []


@pytest.mark.parametrize("size", [(320, 400), (764, 400), (400, 400)])
def test_images_at_the_edge_of_the_ratio_are_taken(meta: World, size: tuple[int, int]) -> None:
    meta.images["http://img/edge.jpg"] = jpeg(*size)
    assert container(meta, image_url="http://img/edge.jpg")


@pytest.mark.parametrize(
    ("caption", "error"),
    [("x" * 2201, (36004, 2207010)), ("#tag " * 31, (36004, 2207010)), ("@ana " * 21, (100, 2207040))],
)
def test_a_caption_over_its_limits_is_refused(meta: World, caption: str, error: tuple[int, int]) -> None:
    answer = meta.client.post("/v26.0/17841/media", data={"image_url": "http://img/a.jpg", "caption": caption})
    assert error_of(answer) == error


def test_the_daily_quota_is_enforced_when_publishing_and_moves_with_time(meta: World) -> None:
    user = {"id": "17841", "username": "aurora", "page_id": "101", "quota_total": 1}
    meta.sim("accounts", {"instagram_users": [user]})
    media_published(meta)
    waiting = container(meta)
    assert error_of(publish(meta, waiting)) == (9, 2207042)
    assert status(meta, waiting) == "FINISHED"
    meta.clock.pass_seconds(24 * 3600 - 1)
    assert error_of(publish(meta, waiting)) == (9, 2207042)
    meta.clock.pass_seconds(1)
    assert "id" in publish(meta, container(meta)).json()


def test_fields_on_a_written_comment_create_it_and_then_refuse(meta: World) -> None:
    media = media_published(meta)
    data = {"message": "grazie", "fields": "id,text"}
    assert error_of(meta.client.post(f"/v26.0/{media}/comments", data=data))[0] == 100
    assert [comment["text"] for comment in meta.state()["comments"]] == ["grazie"]


def test_comments_are_listed_newest_first_with_replies_and_hidden(meta: World) -> None:
    media = media_published(meta)
    first = meta.sim("comments", {"post_id": media, "text": "bello"})["comment_ids"][0]
    meta.clock.pass_seconds(1)
    second = meta.sim("comments", {"post_id": media, "text": "brutto"})["comment_ids"][0]
    reply = meta.client.post(f"/v26.0/{first}/replies", data={"message": "grazie"}).json()["id"]
    assert error_of(meta.client.post(f"/v26.0/{reply}/replies", data={"message": "deeper"}))[0] == 100
    assert meta.client.post(f"/v26.0/{second}", data={"hide": "true"}).json() == {"success": True}
    assert error_of(meta.client.post(f"/v26.0/{reply}", data={"hide": "true"}))[0] == 100
    fields = {"fields": "id,text,username,hidden,replies{id,text}"}
    listed = meta.client.get(f"/v26.0/{media}/comments", params=fields).json()["data"]
    assert [(item["id"], item["hidden"]) for item in listed] == [(second, True), (first, False)]
    assert listed[1]["replies"]["data"] == [{"id": reply, "text": "grazie"}]


def test_a_mention_is_told_by_ids_and_read_through_the_account(meta: World) -> None:
    mention = {"action": "mention", "account_id": "17841", "text": "@aurora aperti?", "author_name": "ana"}
    id_ = meta.sim("comments", mention)["comment_ids"][0]
    change = meta.callback.received[0].read()
    assert b"aperti" not in change
    asked = f"mentioned_comment.comment_id({id_}){{text,username,media{{id,permalink}}}}"
    found = meta.client.get("/v26.0/17841", params={"fields": asked}).json()["mentioned_comment"]
    assert (found["text"], found["username"]) == ("@aurora aperti?", "ana")
    data = {"media_id": found["media"]["id"], "comment_id": id_, "message": "si"}
    answer = meta.client.post("/v26.0/17841/mentions", data=data)
    assert "id" in answer.json()


@pytest.mark.parametrize("metric", ["impressions", "reach,plays", "profile_views"])
def test_a_retired_metric_fails_the_whole_call(meta: World, metric: str) -> None:
    media = media_published(meta)
    meta.sim("accounts", {"posts": [{"id": media, "metrics": {"reach": 5}}]})
    assert error_of(meta.client.get(f"/v26.0/{media}/insights", params={"metric": metric}))[0] == 100
    params = {"metric": metric, "period": "day", "metric_type": "total_value"}
    assert error_of(meta.client.get("/v26.0/17841/insights", params=params))[0] == 100


def test_totals_need_their_metric_type_and_unknown_is_no_row(meta: World) -> None:
    span = {"period": "day", "since": "2026-11-21", "until": "2026-11-22"}
    assert error_of(meta.client.get("/v26.0/17841/insights", params={"metric": "views", **span}))[0] == 100
    params = {"metric": "views,likes", "metric_type": "total_value", **span}
    rows = meta.client.get("/v26.0/17841/insights", params=params).json()["data"]
    assert [(row["name"], row["total_value"]["value"]) for row in rows] == [("views", 14)]


def test_demographics_need_a_breakdown_and_a_hundred_followers(meta: World) -> None:
    user = {"id": "17841", "username": "aurora", "page_id": "101", "followers_count": 300}
    parts = {"follower_demographics": {"country": {"IT": 250, "AE": 50}}}
    meta.sim("accounts", {"instagram_users": [user | {"metrics": parts}]})
    params = {
        "metric": "follower_demographics",
        "period": "lifetime",
        "metric_type": "total_value",
        "timeframe": "this_month",
    }
    assert error_of(meta.client.get("/v26.0/17841/insights", params=params))[0] == 100
    params["breakdown"] = "country"
    breakdown = meta.client.get("/v26.0/17841/insights", params=params).json()["data"][0]["total_value"]["breakdowns"][
        0
    ]
    assert breakdown["results"] == [
        {"dimension_values": ["IT"], "value": 250},
        {"dimension_values": ["AE"], "value": 50},
    ]
    meta.sim("accounts", {"instagram_users": [user | {"followers_count": 99}]})
    assert meta.client.get("/v26.0/17841/insights", params=params).json() == {"data": []}
