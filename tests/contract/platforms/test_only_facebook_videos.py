"""What is Facebook's alone of what moves, of stories and first comments: upload addresses, processing, limits."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from infra.local.simulators.visits import Visit
from portavoce.platforms.contract import ChannelAccess, OutgoingPost, Sent, Video
from portavoce.platforms.facebook.client import connect
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import (
    Absent,
    Duplicate,
    Found,
    NotReady,
    Published,
    Ready,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from tests.contract.platforms.preparation import made_ready, prepared
from tests.contract.platforms.stands import PAGE, TOKEN, Stand, stand_for

PROCESSING_SECONDS = 90


@pytest.fixture
def facebook() -> Stand:
    return stand_for("facebook")


def seed_page(stand: Stand, **more: object) -> None:
    page = {"id": PAGE, "name": "Aurora Coffee", "access_token": TOKEN, "app_id": "9", **more}
    stand.network.platform.seeds["accounts"]({"pages": [page]})


def moving(stand: Stand, kind: str, video: Video | None = None, text: str = "") -> OutgoingPost:
    shape = (1280, 720) if kind == "post" else (1080, 1920)
    media = (video or stand.video(1, *shape),)
    return stand.post(text, images=0).model_copy(update={"kind": kind, "media": media})


def calls(stand: Stand, path: str) -> list[Any]:
    return [request for request in stand.wire.seen if request.url.path.endswith(path) and request.method == "POST"]


@pytest.mark.parametrize(("kind", "edge"), [("reel", "video_reels"), ("story", "video_stories")])
def test_an_upload_goes_by_its_address_to_the_upload_host_and_the_token_in_a_header(
    facebook: Stand, kind: str, edge: str
) -> None:
    client = facebook.client()
    post = made_ready(facebook, client, moving(facebook, kind))
    [upload] = [request for request in facebook.wire.seen if request.url.host != "graph.facebook.com"]
    assert upload.url.host == "rupload.facebook.com"
    assert upload.url.path == f"/video-upload/v26.0/{post.handles['video']}"
    assert upload.headers["authorization"] == f"OAuth {TOKEN}"
    assert upload.headers["file_url"] == post.videos[0].url
    assert TOKEN not in str(upload.url)
    assert len(calls(facebook, edge)) == 1
    assert isinstance(client.release(post), Published)
    assert len(calls(facebook, edge)) == 2


def test_an_upload_stays_with_a_network_that_stands_in_for_facebook(facebook: Stand) -> None:
    access = ChannelAccess(channel_id="aurora.facebook", account_id=PAGE, secrets={"access_token": SecretStr(TOKEN)})
    client = connect(access, Http("http://127.0.0.1:9101", facebook.wire, is_stand_in=True))
    made_ready(facebook, client, moving(facebook, "reel"))
    assert {request.url.host for request in facebook.wire.seen} == {"127.0.0.1"}


@pytest.mark.parametrize("kind", ["reel", "story"])
def test_what_is_still_being_processed_is_waited_for_and_ended_once(facebook: Stand, kind: str) -> None:
    seed_page(facebook, video_ready_seconds=PROCESSING_SECONDS)
    client = facebook.client()
    post = made_ready(facebook, client, moving(facebook, kind))
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, facebook.clock.now), Unclear)
    assert facebook.published() == []
    facebook.clock.move(PROCESSING_SECONDS)
    found = client.look_up(post, facebook.clock.now)
    assert isinstance(found, Found)
    assert [seen.id for seen in facebook.published()] == [found.remote_id]
    assert (found.url or "").startswith("https://www.facebook.com/")


def test_a_feed_video_is_processed_before_its_second_and_seen_only_then(facebook: Stand) -> None:
    seed_page(facebook, video_ready_seconds=PROCESSING_SECONDS)
    client, kept = facebook.client(), dict[str, str]()
    assert isinstance(client.prepare(moving(facebook, "post", text="La nuova macchina"), kept.__setitem__), NotReady)
    post = made_ready(facebook, client, moving(facebook, "post", text="La nuova macchina").model_copy(
        update={"handles": kept}))  # fmt: skip
    assert post.handles == kept
    assert facebook.published() == []
    facebook.clock.move(600)
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    [seen] = facebook.published()
    assert (seen.id, seen.text, seen.received_at) == (outcome.remote_id, "La nuova macchina", facebook.clock.now)


@pytest.mark.parametrize("kind", ["post", "reel", "story"])
def test_publishing_what_is_published_changes_nothing(facebook: Stand, kind: str) -> None:
    client = facebook.client()
    post = made_ready(facebook, client, moving(facebook, kind))
    first, second = client.release(post), client.release(post)
    assert isinstance(first, Published)
    assert first == second
    assert len(facebook.published()) == 1


def test_a_video_that_facebook_cannot_read_is_refused_before_its_second(facebook: Stand) -> None:
    no_video = facebook.video().model_copy(update={"url": facebook.image(1).url})
    outcome = facebook.client().prepare(moving(facebook, "post", no_video), dict[str, str]().__setitem__)
    assert isinstance(outcome, Refused)
    assert "MP4" in outcome.reason


def test_a_reel_that_fails_when_it_is_processed_was_not_published_and_is_refused(facebook: Stand) -> None:
    client = facebook.client()
    post = made_ready(facebook, client, moving(facebook, "reel", facebook.video(1, 1080, 1080)))
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, facebook.clock.now), Absent)
    assert isinstance(client.prepare(post, dict[str, str]().__setitem__), Refused)
    assert facebook.published() == []


def test_an_upload_whose_answer_was_lost_goes_on_where_it_was(facebook: Stand) -> None:
    client, kept = facebook.client(), dict[str, str]()
    facebook.fault("lost_answer", "video-upload")
    assert isinstance(client.prepare(moving(facebook, "reel"), kept.__setitem__), Unknown)
    begun = moving(facebook, "reel").model_copy(update={"handles": dict(kept)})
    assert client.prepare(begun, kept.__setitem__) == Ready()
    assert begun.handles == kept
    assert len(calls(facebook, "video_reels")) == len(calls(facebook, kept["video"])) == 1


def test_the_thirty_first_reel_of_a_day_waits(facebook: Stand) -> None:
    client = facebook.client()
    for _ in range(30):
        assert isinstance(client.release(made_ready(facebook, client, moving(facebook, "reel"))), Published)
    late = made_ready(facebook, client, moving(facebook, "reel"))
    assert isinstance(client.release(late), Throttled)
    facebook.clock.move(86_400)
    assert isinstance(client.release(late), Published)


def test_a_text_is_not_found_in_a_video_with_the_same_words(facebook: Stand) -> None:
    client = facebook.client()
    client.release(made_ready(facebook, client, moving(facebook, "post", text="Ciao")))
    assert isinstance(client.look_up(facebook.post("Ciao", images=0), facebook.clock.now), Absent)


def test_a_photo_story_is_made_of_its_photo_once_and_shows_in_no_list(facebook: Stand) -> None:
    client = facebook.client()
    story = facebook.post("", images=1).model_copy(update={"kind": "story"})
    assert isinstance(client.look_up(story, facebook.clock.now), Absent)
    story = prepared(client, story)
    outcome = client.release(story)
    assert isinstance(outcome, Published)
    assert outcome.remote_id.startswith(f"{PAGE}_")
    assert isinstance(client.release(story), Duplicate)
    assert [seen.kind for seen in facebook.published()] == ["story"]
    assert client.graph.read(f"{PAGE}/published_posts", {"fields": "id"})["data"] == []


def comment_under(stand: Stand, client: Any, text: str) -> OutgoingPost:
    main = client.release(stand.post())
    after = (Sent(remote_id=main.remote_id),)
    return stand.post(text).model_copy(update={"part": 1, "after": after, "is_comment": True})


def test_a_first_comment_asks_for_no_fields_and_stands_once_under_the_post(facebook: Stand) -> None:
    client = facebook.client()
    comment = comment_under(facebook, client, "Il link è nel menu")
    assert isinstance(client.release(comment), Published)
    [written] = calls(facebook, "/comments")
    assert parse_qs(written.read().decode()) == {"message": ["Il link è nel menu"]}
    assert written.url.query == b""
    [seen] = facebook.network.platform.comments.values()
    assert (seen.post_id, seen.text, seen.is_own) == (comment.after[0].remote_id, "Il link è nel menu", True)


def test_a_visitors_comment_with_the_same_words_is_not_taken_for_ours(facebook: Stand) -> None:
    client = facebook.client()
    comment = comment_under(facebook, client, "Che buono!")
    visit = Visit(action="add", post_id=comment.after[0].remote_id, text="Che buono!")
    facebook.network.platform.visit(visit)
    assert isinstance(client.look_up(comment, facebook.clock.now), Absent)


def test_an_allowance_that_is_used_up_says_how_long_to_rest_and_then_how_long_to_wait(facebook: Stand) -> None:
    facebook.network.platform.seeds["accounts"]({"quotas": {"pages": 2}})
    client = facebook.client()
    first, second, third = (client.release(facebook.post(f"Numero {number}")) for number in range(3))
    assert isinstance(first, Published)
    assert isinstance(second, Published)
    assert first.rest_seconds is None
    assert second.rest_seconds == 300
    assert isinstance(third, Throttled)
    assert third.retry_after_seconds == 86_400
