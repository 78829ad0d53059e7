"""What a Facebook video says of itself decides whether it was published, and nothing else does."""

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, OutgoingPost, Video
from portavoce.platforms.facebook.client import Facebook, connect
from portavoce.platforms.http import Http
from portavoce.platforms.manifest import PostKind
from portavoce.platforms.outcomes import Absent, AuthFailed, Found, NotReady, Ready, Refused, Unclear, Unknown

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FILM = Video(
    url="https://media.example/1.mp4",
    mime_type="video/mp4",
    size_bytes=244,
    width=1080,
    height=1920,
    duration_ms=8000,
)


def saying(body: dict[str, Any], status: int = 200) -> Facebook:
    """A Page whose every video answers this."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, json=body))
    access = ChannelAccess(channel_id="aurora.facebook", account_id="1001", secrets={"access_token": SecretStr("t")})
    return connect(access, Http("https://graph.facebook.com", transport))


def post(kind: PostKind) -> OutgoingPost:
    return OutgoingPost(
        publication_id="p", planned_at=NOON, kind=kind, text="", media=(FILM,), handles={"video": "2001"}
    )


def standing(said: str, processing: str, publishing: dict[str, str], **more: Any) -> dict[str, Any]:
    phases = {
        "uploading_phase": {"status": "complete"},
        "processing_phase": {"status": processing},
        "publishing_phase": publishing,
    }
    return {"id": "2001", "status": {"video_status": said, **phases}, **more}


SHOWN = {"status": "complete", "publish_status": "published"}
NOT_BEGUN = {"status": "not_started"}


@pytest.mark.parametrize("kind", ["post", "reel", "story"])
def test_what_is_published_is_found_by_its_post_with_a_whole_address(kind: PostKind) -> None:
    body = standing("ready", "complete", SHOWN, published=True, post_id="900", permalink_url="/reel/2001/")
    found = Found(remote_id="1001_900", url="https://www.facebook.com/reel/2001/", is_proven=True)
    assert saying(body).look_up(post(kind), NOON) == found


@pytest.mark.parametrize(
    "body",
    [
        standing("ready", "complete", {"status": "complete", "publish_status": "draft"}, published=False),
        standing("ready", "complete", {"status": "complete", "publish_status": "draft"}, post_id="900"),
        standing("ready", "complete", SHOWN, published=False, post_id="900"),
        standing("ready", "complete", NOT_BEGUN, post_id="900"),
        standing("upload_complete", "not_started", {"status": "not_started", "publish_status": "published"}),
    ],
)
def test_a_draft_or_a_plan_to_publish_is_not_published(body: dict[str, Any]) -> None:
    assert isinstance(saying(body).look_up(post("post"), NOON), Absent)


def test_while_it_is_processed_nobody_knows() -> None:
    body = standing("processing", "in_progress", NOT_BEGUN)
    assert isinstance(saying(body).look_up(post("reel"), NOON), Unclear)
    assert isinstance(saying(body).prepare(post("post"), dict[str, str]().__setitem__), NotReady)
    assert saying(body).prepare(post("reel"), dict[str, str]().__setitem__) == Ready()


@pytest.mark.parametrize(
    "body",
    [
        standing("error", "error", NOT_BEGUN),
        standing("processing", "error", NOT_BEGUN),
        standing("upload_failed", "not_started", NOT_BEGUN),
        standing("expired", "complete", NOT_BEGUN),
    ],
)
def test_what_failed_was_not_published_and_is_refused(body: dict[str, Any]) -> None:
    assert isinstance(saying(body).look_up(post("reel"), NOON), Absent)
    assert isinstance(saying(body).prepare(post("reel"), dict[str, str]().__setitem__), Refused)


def test_a_status_that_cannot_be_read_leaves_it_open() -> None:
    error = {"error": {"code": 2, "message": "Service temporarily unavailable"}}
    assert isinstance(saying(error, 500).look_up(post("reel"), NOON), Unclear)
    assert isinstance(saying(error, 500).prepare(post("reel"), dict[str, str]().__setitem__), Unknown)
    dead = {"error": {"code": 190, "error_subcode": 463, "message": "expired"}}
    assert isinstance(saying(dead, 401).prepare(post("reel"), dict[str, str]().__setitem__), AuthFailed)


def test_an_answer_of_another_shape_is_no_success() -> None:
    for body in ({"id": "2001"}, {"id": "2001", "status": None}, {"id": "2001", "status": {"publishing_phase": None}}):
        assert not isinstance(saying(body).look_up(post("post"), NOON), Found)
    assert isinstance(saying({"id": "2001"}).look_up(post("post"), NOON), Unclear)
