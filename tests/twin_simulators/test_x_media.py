"""Media on X as platforms/x.md tells of it."""

import httpx2
import pytest

from tests.contract.platforms.wire import movie
from tests.twin_simulators.conftest import World, jpeg
from tests.twin_simulators.x_calls import post, posted


def upload(x: World, content: bytes, category: str = "tweet_image") -> httpx2.Response:
    files = {"media": ("a.jpg", content, "image/jpeg")}
    return x.client.post("/2/media/upload", data={"media_category": category}, files=files)


def test_the_duplicate_check_does_not_hold_with_media(x: World) -> None:
    posted(x, "Buongiorno")
    for _ in range(2):
        media = upload(x, jpeg()).json()["data"]["id"]
        posted(x, "Buongiorno", media={"media_ids": [media]})
    assert len(x.state()["duplicates"]) == 1


def test_a_post_with_an_image_carries_its_alt_text_and_a_link(x: World) -> None:
    media = upload(x, jpeg()).json()["data"]["id"]
    body = {"id": media, "metadata": {"alt_text": {"text": "una tazza"}}}
    assert x.client.post("/2/media/metadata", json=body).status_code == 200
    id_ = posted(x, "Foto", media={"media_ids": [media]})
    params = {"tweet.fields": "attachments", "expansions": "attachments.media_keys", "media.fields": "alt_text"}
    found = x.client.get(f"/2/tweets/{id_}", params=params).json()
    assert found["data"]["attachments"] == {"media_keys": [f"3_{media}"]}
    assert found["includes"]["media"][0]["alt_text"] == "una tazza"
    assert found["data"]["text"].startswith("Foto https://t.co/")


def begun(x: World, kind: str, size: int, category: str) -> str:
    asked = {"media_type": kind, "total_bytes": size, "media_category": category}
    answer = x.client.post("/2/media/upload/initialize", json=asked)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["id"])


def appended(x: World, media: str, index: int, segment: bytes) -> int:
    files = {"media": ("blob", segment)}
    path = f"/2/media/upload/{media}/append"
    return x.client.post(path, data={"segment_index": str(index)}, files=files).status_code


def finalized(x: World, media: str) -> httpx2.Response:
    return x.client.post(f"/2/media/upload/{media}/finalize")


def sent(x: World, content: bytes, kind: str, category: str) -> str:
    """The id of a GIF or video that X has begun to work on."""
    media = begun(x, kind, len(content), category)
    assert appended(x, media, 0, content) == 200
    answer = finalized(x, media)
    assert answer.status_code == 200, answer.text
    return media


def state_of(x: World, media: str) -> dict[str, object]:
    found = x.client.get("/2/media/upload", params={"command": "STATUS", "media_id": media}).json()["data"]
    info: dict[str, object] = found["processing_info"]
    return info


def test_media_in_segments_must_be_whole_and_finalized_before_it_is_posted(x: World) -> None:
    content = jpeg(800, 800)
    media = begun(x, "image/jpeg", len(content), "tweet_image")
    half = len(content) // 2
    assert appended(x, media, 0, content[:half]) == 200
    assert finalized(x, media).status_code == 400
    assert post(x, "early", media={"media_ids": [media]}).status_code == 400
    assert appended(x, media, 1, content[half:]) == 200
    assert post(x, "early", media={"media_ids": [media]}).status_code == 400
    assert finalized(x, media).status_code == 200
    posted(x, "whole", media={"media_ids": [media]})
    assert x.network.platform.posts.popitem()[1].pictures[0].content == content


def test_segments_come_in_order_and_only_the_last_one_may_come_again(x: World) -> None:
    media = begun(x, "video/mp4", 9, "tweet_video")
    assert appended(x, media, 1, b"bbb") == 400
    assert [appended(x, media, 0, b"aaa"), appended(x, media, 1, b"bbb")] == [200, 200]
    assert appended(x, media, 1, b"bbb") == 200
    assert appended(x, media, 1, b"xxx") == 400
    assert appended(x, media, 0, b"aaa") == 400
    assert appended(x, media, 2, b"more than was announced") == 400
    assert appended(x, media, 2, b"c" * 5 * 1024 * 1024 + b"c") == 400


def test_a_video_is_worked_on_before_it_can_be_posted(x: World) -> None:
    media = sent(x, movie(1, 640, 640, 9), "video/mp4", "tweet_video")
    assert state_of(x, media) == {"state": "pending", "check_after_secs": 2}
    assert post(x, "film", media={"media_ids": [media]}).status_code == 400
    x.clock.pass_seconds(2)
    assert state_of(x, media)["state"] == "succeeded"
    assert finalized(x, media).status_code == 400
    id_ = posted(x, "film", media={"media_ids": [media]})
    params = {"tweet.fields": "attachments", "expansions": "attachments.media_keys"}
    found = x.client.get(f"/2/tweets/{id_}", params=params).json()
    assert found["includes"]["media"][0]["type"] == "video"
    assert found["data"]["attachments"] == {"media_keys": [f"13_{media}"]}


@pytest.mark.parametrize("content", [b"\0\0\0\x08ftypisom", movie(1, 640, 640, 0), movie(1, 640, 640, 141)])
def test_a_video_that_is_none_or_too_short_or_too_long_fails_while_x_works_on_it(x: World, content: bytes) -> None:
    media = sent(x, content, "video/mp4", "tweet_video")
    x.clock.pass_seconds(2)
    assert state_of(x, media) == {"state": "failed"}
    assert post(x, "film", media={"media_ids": [media]}).status_code == 400


def test_a_gif_stands_alone_and_so_does_a_video(x: World) -> None:
    gif = sent(x, jpeg(kind="GIF"), "image/gif", "tweet_gif")
    film = sent(x, movie(1, 640, 640, 9), "video/mp4", "tweet_video")
    still = upload(x, jpeg()).json()["data"]["id"]
    x.clock.pass_seconds(2)
    for media in ([gif, still], [film, still], [gif, film]):
        assert post(x, "beides", media={"media_ids": media}).status_code == 400
    posted(x, "nur das", media={"media_ids": [gif]})


def test_a_gif_or_video_is_not_taken_in_one_request(x: World) -> None:
    assert upload(x, jpeg(kind="GIF"), "tweet_gif").status_code == 400
    assert upload(x, movie(1, 640, 640, 9), "tweet_video").status_code == 400


def test_media_too_large_of_another_kind_or_expired_is_refused(x: World) -> None:
    assert upload(x, jpeg() + b"\0" * (5 * 1024 * 1024)).status_code == 400
    assert upload(x, b"<html>").status_code == 400
    assert upload(x, jpeg(), "poster").status_code == 400
    media = upload(x, jpeg()).json()["data"]["id"]
    x.clock.pass_seconds(24 * 3600)
    assert post(x, "late", media={"media_ids": [media]}).status_code == 400
