"""Media on X as platforms/x.md tells of it."""

import httpx2

from tests.twin_simulators.conftest import World, jpeg
from tests.twin_simulators.test_x import post, posted


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


def test_media_in_chunks_must_be_whole_and_finalized_before_it_is_posted(x: World) -> None:
    content = jpeg(800, 800)
    begin = {"media_type": "image/jpeg", "total_bytes": len(content), "media_category": "tweet_image"}
    media = x.client.post("/2/media/upload/initialize", json=begin).json()["data"]["id"]
    half = len(content) // 2
    parts = [content[:half], content[half:]]

    def append(index: int) -> int:
        files = {"media": ("blob", parts[index])}
        path = f"/2/media/upload/{media}/append"
        return x.client.post(path, data={"segment_index": str(index)}, files=files).status_code

    assert append(0) == 200
    assert x.client.post(f"/2/media/upload/{media}/finalize").status_code == 400
    assert post(x, "early", media={"media_ids": [media]}).status_code == 400
    assert append(1) == 200
    assert x.client.post(f"/2/media/upload/{media}/finalize").status_code == 200
    posted(x, "whole", media={"media_ids": [media]})
    assert x.network.platform.posts.popitem()[1].pictures[0].content == content


def test_a_video_is_processed_before_it_can_be_posted(x: World) -> None:
    begin = {"media_type": "video/mp4", "total_bytes": 4, "media_category": "tweet_video"}
    media = x.client.post("/2/media/upload/initialize", json=begin).json()["data"]["id"]
    x.client.post(f"/2/media/upload/{media}/append", data={"segment_index": "0"}, files={"media": ("v", b"mp4!")})
    pending = x.client.post(f"/2/media/upload/{media}/finalize").json()["data"]["processing_info"]
    assert pending == {"state": "pending", "check_after_secs": 1}
    assert post(x, "film", media={"media_ids": [media]}).status_code == 400
    x.clock.pass_seconds(2)
    status = x.client.get("/2/media/upload", params={"command": "STATUS", "media_id": media}).json()
    assert status["data"]["processing_info"]["state"] == "succeeded"
    posted(x, "film", media={"media_ids": [media]})


def test_media_too_large_of_another_kind_or_expired_is_refused(x: World) -> None:
    assert upload(x, jpeg() + b"\0" * (5 * 1024 * 1024)).status_code == 400
    assert upload(x, b"<html>").status_code == 400
    assert upload(x, jpeg(), "poster").status_code == 400
    media = upload(x, jpeg()).json()["data"]["id"]
    x.clock.pass_seconds(24 * 3600)
    assert post(x, "late", media={"media_ids": [media]}).status_code == 400
