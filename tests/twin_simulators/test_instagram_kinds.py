"""Instagram's reels, stories and mixed carousels as platforms/instagram.md tells of them."""

import pytest

from tests.clips import clip
from tests.contract.platforms.wire import movie
from tests.twin_simulators.conftest import World, jpeg
from tests.twin_simulators.meta_calls import error_of, publish, status

FILM, PHOTO = "http://img/film.mp4", "http://img/a.jpg"


@pytest.fixture(autouse=True)
def films(meta: World) -> None:
    meta.images[FILM] = movie(1, 1080, 1920, 20)


def container(meta: World, **fields: str) -> str:
    answer = meta.client.post("/v26.0/17841/media", data=fields)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


def media(meta: World, edge: str) -> list[str]:
    fields = {"fields": "media_product_type"}
    listed = meta.client.get(f"/v26.0/17841/{edge}", params=fields).json()["data"]
    return [item["media_product_type"] for item in listed]


def slow(meta: World, seconds: float) -> None:
    user = {"id": "17841", "username": "aurora", "page_id": "101", "video_ready_seconds": seconds}
    meta.sim("accounts", {"instagram_users": [user]})


def test_a_reel_is_processed_and_then_published(meta: World) -> None:
    slow(meta, 60)
    made = container(meta, media_type="REELS", video_url=FILM, caption="hello", share_to_feed="true")
    assert status(meta, made) == "IN_PROGRESS"
    assert error_of(publish(meta, made)) == (9007, 2207027)
    meta.clock.pass_seconds(60)
    assert publish(meta, made).is_success
    assert (media(meta, "media"), media(meta, "stories")) == (["REELS"], [])


@pytest.mark.parametrize("source", [{"image_url": PHOTO}, {"video_url": FILM}])
def test_a_story_is_among_the_stories_for_a_day_and_never_among_the_media(meta: World, source: dict[str, str]) -> None:
    assert publish(meta, container(meta, media_type="STORIES", **source)).is_success
    assert (media(meta, "media"), media(meta, "stories")) == ([], ["STORY"])
    meta.clock.pass_seconds(24 * 3600)
    assert media(meta, "stories") == []


def test_an_upright_image_is_a_story_and_no_post(meta: World) -> None:
    meta.images["http://img/tall.jpg"] = jpeg(360, 640)
    refused = meta.client.post("/v26.0/17841/media", data={"image_url": "http://img/tall.jpg"})
    assert error_of(refused) == (36003, 2207009)
    assert publish(meta, container(meta, media_type="STORIES", image_url="http://img/tall.jpg")).is_success


def test_a_carousel_mixes_images_and_videos_in_their_order(meta: World) -> None:
    film = container(meta, media_type="VIDEO", video_url=FILM, is_carousel_item="true")
    photo = container(meta, image_url=PHOTO, is_carousel_item="true")
    made = publish(meta, container(meta, media_type="CAROUSEL", children=f"{film},{photo}")).json()["id"]
    children = meta.client.get(f"/v26.0/{made}", params={"fields": "children"}).json()["children"]["data"]
    assert [child["media_type"] for child in children] == ["VIDEO", "IMAGE"]


@pytest.mark.parametrize(
    "fields",
    [
        {"media_type": "VIDEO", "video_url": FILM},
        {"media_type": "REELS", "image_url": PHOTO},
        {"media_type": "REELS", "video_url": FILM, "alt_text": "a cup"},
        {"media_type": "STORIES", "image_url": PHOTO, "caption": "hello"},
        {"media_type": "STORIES", "image_url": PHOTO, "alt_text": "a cup"},
        {"media_type": "STORIES", "image_url": PHOTO, "video_url": FILM},
        {"media_type": "STORIES"},
        {"media_type": "REELS"},
        {"media_type": "FILM", "video_url": FILM},
        {"media_type": "CAROUSEL", "image_url": PHOTO},
    ],
)
def test_each_type_takes_its_own_parameters(meta: World, fields: dict[str, str]) -> None:
    assert error_of(meta.client.post("/v26.0/17841/media", data=fields))[0] == 100
    assert meta.state()["containers"] == []


@pytest.mark.parametrize(("index_first", "code"), [(True, "FINISHED"), (False, "ERROR")])
def test_a_film_from_a_real_encoder_is_looked_into_by_its_boxes(meta: World, index_first: bool, code: str) -> None:
    meta.images["http://img/real.mp4"] = clip(seconds=3.2, size=(540, 960), index_first=index_first)
    assert status(meta, container(meta, media_type="REELS", video_url="http://img/real.mp4")) == code


def with_index_last(film: bytes) -> bytes:
    at, end = film.index(b"moov") - 4, film.index(b"mdat") - 4
    return film[:at] + film[end:] + film[at:end]


@pytest.mark.parametrize(
    ("kind", "film", "number"),
    [
        ("REELS", movie(1, 1080, 1920, 2), "2207026"),
        ("REELS", movie(1, 1080, 1920, 901), "2207026"),
        ("REELS", movie(1, 2160, 3840, 20), "2207026"),
        ("REELS", with_index_last(movie(1, 1080, 1920, 20)), "2207026"),
        ("REELS", b"no film", "2207026"),
        ("STORIES", movie(1, 1080, 1920, 61), "2207026"),
        ("REELS", None, "2207052"),
    ],
)
def test_what_is_wrong_with_a_video_is_told_by_its_container(
    meta: World, kind: str, film: bytes | None, number: str
) -> None:
    if film is not None:
        meta.images["http://img/odd.mp4"] = film
    made = container(meta, media_type=kind, video_url="http://img/odd.mp4")
    found = meta.client.get(f"/v26.0/{made}", params={"fields": "status_code,status"}).json()
    assert found["status_code"] == "ERROR"
    assert number in found["status"]
    assert not publish(meta, made).is_success
    assert meta.state()["posts"] == []


def test_reels_and_stories_count_towards_the_days_posts(meta: World) -> None:
    publish(meta, container(meta, media_type="REELS", video_url=FILM))
    publish(meta, container(meta, media_type="STORIES", image_url=PHOTO))
    quota = meta.client.get("/v26.0/17841/content_publishing_limit", params={"fields": "quota_usage,config"}).json()
    assert quota["data"] == [{"quota_usage": 2, "config": {"quota_total": 100, "quota_duration": 86_400}}]
