"""Videos, reels and stories of a Page as platforms/facebook.md tells of them."""

import httpx2
import pytest

from tests.contract.platforms.wire import movie
from tests.twin_simulators.conftest import World
from tests.twin_simulators.meta_calls import error_of

WIDE, UPRIGHT = "http://img/wide.mp4", "http://img/upright.mp4"
OAUTH = {"Authorization": "OAuth PAGE"}


@pytest.fixture(autouse=True)
def films(meta: World) -> None:
    meta.images[WIDE] = movie(1, 1280, 720, 20)
    meta.images[UPRIGHT] = movie(2, 540, 960, 20)


def slow(meta: World, seconds: float) -> None:
    page = {"id": "101", "name": "Aurora Coffee", "access_token": "PAGE", "video_ready_seconds": seconds}
    meta.sim("accounts", {"pages": [page]})


def begun(meta: World, edge: str = "video_reels") -> dict[str, str]:
    answer = meta.client.post(f"/v26.0/101/{edge}", data={"upload_phase": "start"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def uploaded(meta: World, video_id: str, url: str = UPRIGHT) -> None:
    answer = meta.client.post(f"/video-upload/v26.0/{video_id}", headers=OAUTH | {"file_url": url})
    assert answer.json() == {"success": True}


def finished(meta: World, video_id: str, edge: str = "video_reels", **more: str) -> httpx2.Response:
    state = {"video_state": "PUBLISHED"} if edge == "video_reels" else {}
    data = {"upload_phase": "finish", "video_id": video_id, **state, **more}
    return meta.client.post(f"/v26.0/101/{edge}", data=data)


def status(meta: World, video_id: str) -> tuple[str, str, str]:
    found = meta.client.get(f"/v26.0/{video_id}", params={"fields": "status"}).json()["status"]
    return found["video_status"], found["processing_phase"]["status"], found["publishing_phase"]["status"]


def kinds(meta: World) -> list[str]:
    return [post["kind"] for post in meta.state()["posts"]]


def test_a_video_is_processed_before_it_is_seen(meta: World) -> None:
    slow(meta, 60)
    made = meta.client.post("/v26.0/101/videos", data={"file_url": WIDE, "description": "hello"}).json()["id"]
    assert status(meta, made) == ("processing", "in_progress", "not_started")
    assert kinds(meta) == []
    meta.clock.pass_seconds(60)
    assert status(meta, made) == ("ready", "complete", "complete")
    params = {"fields": "published,post_id,permalink_url"}
    found = meta.client.get(f"/v26.0/{made}", params=params).json()
    listed = meta.client.get("/v26.0/101/published_posts", params={"fields": "message,attachments{media_type}"}).json()[
        "data"
    ]
    assert [(post["id"], post["message"]) for post in listed] == [(f"101_{found['post_id']}", "hello")]
    assert listed[0]["attachments"]["data"][0]["media_type"] == "video"
    assert found["permalink_url"] == f"/101/videos/{made}/"


def test_an_unpublished_video_waits_until_it_is_published_by_its_id_and_that_once(meta: World) -> None:
    made = meta.client.post("/v26.0/101/videos", data={"file_url": WIDE, "published": "false"}).json()["id"]
    assert (status(meta, made), kinds(meta)) == (("ready", "complete", "not_started"), [])
    for _ in range(2):
        assert meta.client.post(f"/v26.0/{made}", data={"published": "true"}).json() == {"success": True}
    assert kinds(meta) == ["post"]
    assert meta.client.delete(f"/v26.0/{made}").json() == {"success": True}
    assert [post["deleted"] for post in meta.state()["posts"]] == [True]


def test_a_video_as_upright_as_a_reel_stays_a_draft(meta: World) -> None:
    meta.client.post("/v26.0/101/videos", data={"file_url": UPRIGHT})
    assert kinds(meta) == []


@pytest.mark.parametrize(("url", "code"), [("http://img/none.mp4", 389), (None, 100)])
def test_a_video_that_cannot_be_fetched_is_refused(meta: World, url: str | None, code: int) -> None:
    data = {"description": "x"} | ({"file_url": url} if url else {})
    assert error_of(meta.client.post("/v26.0/101/videos", data=data))[0] == code
    assert meta.state()["videos"] == []


@pytest.mark.parametrize(("edge", "kind"), [("video_reels", "reel"), ("video_stories", "story")])
def test_an_upload_is_begun_sent_to_the_upload_host_and_ended(meta: World, edge: str, kind: str) -> None:
    session = begun(meta, edge)
    assert session["upload_url"] == f"http://meta.test/video-upload/v26.0/{session['video_id']}"
    assert status(meta, session["video_id"])[0] == "uploading"
    uploaded(meta, session["video_id"])
    assert (status(meta, session["video_id"])[0], kinds(meta)) == ("upload_complete", [])
    for _ in range(2):
        assert finished(meta, session["video_id"], edge).json()["success"] is True
    assert kinds(meta) == [kind]
    assert status(meta, session["video_id"])[2] == "complete"


def test_the_upload_host_is_named_after_the_graphs(meta: World) -> None:
    answer = meta.client.post("https://graph.facebook.com/v26.0/101/video_reels", data={"upload_phase": "start"})
    assert answer.json()["upload_url"].startswith("https://rupload.facebook.com/video-upload/v26.0/")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Authorization": "Bearer PAGE", "file_url": UPRIGHT}, 104),
        ({"Authorization": "OAuth nonsense", "file_url": UPRIGHT}, 190),
        ({"Authorization": "OAuth SYSTEM", "file_url": UPRIGHT}, 100),
        (OAUTH, 100),
        (OAUTH | {"file_url": "http://img/none.mp4"}, 389),
        (OAUTH | {"offset": "0", "file_size": "4"}, 100),
    ],
)
def test_an_upload_that_is_not_as_the_guide_says_is_refused(meta: World, headers: dict[str, str], code: int) -> None:
    session = begun(meta)
    answer = meta.client.post(f"/video-upload/v26.0/{session['video_id']}", headers=headers)
    assert error_of(answer)[0] == code
    assert error_of(finished(meta, session["video_id"])) == (6000, 1363130)


def test_bytes_may_be_uploaded_in_one_piece(meta: World) -> None:
    session, film = begun(meta), meta.images[UPRIGHT]
    headers = OAUTH | {"offset": "0", "file_size": str(len(film))}
    answer = meta.client.post(f"/video-upload/v26.0/{session['video_id']}", headers=headers, content=film)
    assert answer.json() == {"success": True}
    assert finished(meta, session["video_id"]).json()["success"] is True


@pytest.mark.parametrize(
    ("edge", "film"),
    [
        ("video_reels", movie(1, 1080, 1080, 20)),
        ("video_reels", movie(1, 360, 640, 20)),
        ("video_reels", movie(1, 1080, 1920, 2)),
        ("video_reels", movie(1, 1080, 1920, 91)),
        ("video_stories", movie(1, 1080, 1920, 61)),
        ("video_reels", b"no film at all"),
    ],
)
def test_what_is_no_reel_is_found_out_while_it_is_processed_and_never_seen(meta: World, edge: str, film: bytes) -> None:
    meta.images["http://img/odd.mp4"] = film
    session = begun(meta, edge)
    uploaded(meta, session["video_id"], "http://img/odd.mp4")
    assert finished(meta, session["video_id"], edge).json() == {"success": True}
    assert status(meta, session["video_id"]) == ("error", "error", "not_started")
    assert kinds(meta) == []


def test_a_draft_is_not_seen_and_a_reel_does_not_end_as_a_story(meta: World) -> None:
    session = begun(meta)
    uploaded(meta, session["video_id"])
    assert error_of(finished(meta, session["video_id"], "video_stories"))[0] == 100
    assert finished(meta, session["video_id"], video_state="DRAFT").json() == {"success": True}
    assert kinds(meta) == []


def test_the_thirty_first_reel_in_a_rolling_day_is_refused(meta: World) -> None:
    for _ in range(30):
        session = begun(meta)
        uploaded(meta, session["video_id"])
        assert finished(meta, session["video_id"]).is_success
        meta.clock.pass_seconds(60)
    late = begun(meta)
    uploaded(meta, late["video_id"])
    assert error_of(finished(meta, late["video_id"]))[0] == 613
    meta.clock.pass_seconds(24 * 3600 - 30 * 60)
    assert finished(meta, late["video_id"]).is_success


def test_a_photo_story_takes_an_unpublished_photo_once_and_is_in_no_list(meta: World) -> None:
    data = {"url": "http://img/a.jpg", "published": "false"}
    photo = meta.client.post("/v26.0/101/photos", data=data).json()["id"]
    told = meta.client.post("/v26.0/101/photo_stories", data={"photo_id": photo}).json()
    assert told["success"] is True
    assert [post["id"] for post in meta.state()["posts"]] == [f"101_{told['post_id']}"]
    again = meta.client.post("/v26.0/101/photo_stories", data={"photo_id": photo})
    assert error_of(again) == (100, 1366051)
    for edge in ("feed", "posts", "published_posts"):
        assert meta.client.get(f"/v26.0/101/{edge}").json()["data"] == []


def test_a_published_photo_makes_no_story(meta: World) -> None:
    photo = meta.client.post("/v26.0/101/photos", data={"url": "http://img/a.jpg"}).json()["id"]
    answer = meta.client.post("/v26.0/101/photo_stories", data={"photo_id": photo})
    assert error_of(answer) == (100, 1366051)
