"""What is Instagram's alone of reels, stories, mixed carousels, first comments and the day's quota."""

from typing import Any
from urllib.parse import parse_qs

import pytest

from portavoce.platforms.contract import OutgoingPost, Sent
from portavoce.platforms.outcomes import (
    Absent,
    Accepted,
    Found,
    NotReady,
    Published,
    Ready,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from tests.contract.platforms.instagram import DAY, seed_user
from tests.contract.platforms.preparation import made_ready, prepared
from tests.contract.platforms.stands import Stand, stand_for


@pytest.fixture
def instagram() -> Stand:
    return stand_for("instagram")


def reel(stand: Stand, text: str = "Il latte si monta così", seconds: int = 8) -> OutgoingPost:
    changes = {"kind": "reel", "media": (stand.video(1, seconds=seconds),)}
    return stand.post(text, images=0).model_copy(update=changes)


def story(stand: Stand, number: int = 0) -> OutgoingPost:
    return stand.post("", images=0).model_copy(update={"kind": "story", "media": (stand.image(number),)})


def forms(stand: Stand, path: str) -> list[dict[str, list[str]]]:
    found = [request for request in stand.wire.seen if request.method == "POST" and request.url.path.endswith(path)]
    return [parse_qs(request.read().decode()) for request in found]


def containers(stand: Stand) -> Any:
    platform: Any = stand.network.platform
    return platform.graph.store.containers


def test_a_reel_shows_in_the_feed_too_and_a_story_has_neither_words_nor_alt_text(instagram: Stand) -> None:
    client = instagram.client()
    client.release(made_ready(instagram, client, reel(instagram)))
    client.release(made_ready(instagram, client, story(instagram)))
    reel_form, story_form = forms(instagram, "/media")
    assert set(reel_form) == {"media_type", "video_url", "caption", "share_to_feed"}
    assert (reel_form["media_type"], reel_form["share_to_feed"]) == (["REELS"], ["true"])
    assert set(story_form) == {"media_type", "image_url"}
    assert [seen.kind for seen in instagram.published()] == ["reel", "story"]


def test_a_carousel_of_images_and_videos_keeps_their_order_and_waits_for_each(instagram: Stand) -> None:
    seed_user(instagram, video_ready_seconds=60)
    client = instagram.client()
    media = (instagram.image(0), instagram.video(1), instagram.image(2), instagram.video(3))
    mixed = instagram.post("Quattro passi", images=0).model_copy(update={"media": media})
    kept: dict[str, str] = {}
    assert isinstance(client.prepare(mixed, kept.__setitem__), NotReady)
    post = made_ready(instagram, client, mixed.model_copy(update={"handles": kept}))
    assert len(forms(instagram, "/media")) == 5
    assert isinstance(client.release(post), Published)
    [seen] = instagram.published()
    assert [picture.is_video for picture in seen.pictures] == [False, True, False, True]


def test_one_feed_video_is_no_post_of_its_own(instagram: Stand) -> None:
    alone = instagram.post(images=0).model_copy(update={"media": (instagram.video(),)})
    outcome = instagram.client().prepare(alone, dict[str, str]().__setitem__)
    assert isinstance(outcome, Refused)
    assert instagram.published() == []


def test_a_video_that_instagram_cannot_take_is_refused_with_its_number_and_not_tried_again(instagram: Stand) -> None:
    outcome = instagram.client().prepare(reel(instagram, seconds=1000), dict[str, str]().__setitem__)
    assert isinstance(outcome, Refused)
    assert outcome.code == "2207026"
    assert len(forms(instagram, "/media")) == 1


def test_a_failure_that_was_not_the_videos_is_tried_once_more_and_no_oftener(instagram: Stand) -> None:
    seed_user(instagram, video_ready_seconds=30)
    client, kept = instagram.client(), dict[str, str]()
    for _ in range(2):
        standing = reel(instagram).model_copy(update={"handles": dict(kept)})
        assert isinstance(client.prepare(standing, kept.__setitem__), NotReady)
        containers(instagram)[kept["container"]].error = 2207077
        instagram.clock.move(30)
    standing = reel(instagram).model_copy(update={"handles": dict(kept)})
    outcome = client.prepare(standing, kept.__setitem__)
    assert isinstance(outcome, Refused)
    assert outcome.code == "2207077"
    assert len(forms(instagram, "/media")) == 2


def test_a_story_whose_answer_was_lost_is_found_by_its_time_and_only_when_it_is_alone(instagram: Stand) -> None:
    client = instagram.client()
    first = prepared(client, story(instagram))
    instagram.fault("lost_answer", "media_publish$")
    assert isinstance(client.release(first), Unknown)
    assert isinstance(client.look_up(first, instagram.clock.now), Found)
    assert isinstance(client.release(prepared(client, story(instagram, 1))), Published)
    assert isinstance(client.look_up(first, instagram.clock.now), Unclear)


def test_a_reel_is_not_taken_for_a_post_with_the_same_caption(instagram: Stand) -> None:
    client = instagram.client()
    client.release(made_ready(instagram, client, reel(instagram, "Ciao")))
    post = prepared(client, instagram.post("Ciao"))
    instagram.fault("lost_answer", "media_publish$")
    instagram.fault("lagging_lookup", "media_publish$", reads=1)
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, instagram.clock.now), Unclear)
    found = client.look_up(post, instagram.clock.now)
    assert isinstance(found, Found)
    assert found.remote_id == instagram.published()[-1].id


def comment_under(stand: Stand, client: Any, text: str) -> OutgoingPost:
    main = client.release(prepared(client, stand.post()))
    after = (Sent(remote_id=main.remote_id),)
    changes = {"part": 1, "after": after, "is_comment": True, "media": ()}
    return stand.post(text).model_copy(update=changes)


def test_a_first_comment_asks_for_no_fields_and_is_written_once(instagram: Stand) -> None:
    client = instagram.client()
    comment = comment_under(instagram, client, "#caffè #aurora")
    assert client.prepare(comment, dict[str, str]().__setitem__) == Ready()
    assert isinstance(client.release(comment), Published)
    assert forms(instagram, "/comments") == [{"message": ["#caffè #aurora"]}]
    [seen] = instagram.network.platform.comments.values()
    assert (seen.post_id, seen.text) == (comment.after[0].remote_id, "#caffè #aurora")


def test_a_first_comment_is_found_when_instagram_does_not_say_who_wrote_it(instagram: Stand) -> None:
    client = instagram.client()
    comment = comment_under(instagram, client, "#caffè")
    client.release(comment)
    instagram.fault("refused", "/comments$", method="GET")
    assert isinstance(client.look_up(comment, instagram.clock.now), Found)


def test_yesterdays_comment_with_the_same_words_is_not_taken_for_this_one(instagram: Stand) -> None:
    client = instagram.client()
    comment = comment_under(instagram, client, "#caffè")
    client.release(comment)
    instagram.clock.move(DAY)
    assert isinstance(client.look_up(comment, instagram.clock.now), Absent)


def test_planning_is_told_of_a_full_day_in_numbers(instagram: Stand) -> None:
    seed_user(instagram, quota_total=2)
    client = instagram.client()
    for number in range(2):
        assert client.check(instagram.post()) == Accepted()
        client.release(prepared(client, instagram.post(f"Numero {number}")))
    told = client.check(instagram.post())
    assert isinstance(told, Unclear)
    assert "2 of the 2 posts" in told.reason
    assert "24 hours" in told.reason
    seed_user(instagram, quota_total=0)
    assert isinstance(client.check(instagram.post()), Refused)


def test_a_quota_that_cannot_be_read_is_unclear_while_planning_and_stops_nothing_when_due(instagram: Stand) -> None:
    client = instagram.client()
    instagram.fault("server_error", "content_publishing_limit", count=2)
    assert isinstance(client.check(instagram.post()), Unclear)
    assert isinstance(client.release(prepared(client, instagram.post())), Published)


def test_a_full_day_waits_as_long_as_its_places_take_to_come_free(instagram: Stand) -> None:
    seed_user(instagram, quota_total=4)
    client = instagram.client()
    for number in range(4):
        client.release(prepared(client, instagram.post(f"Numero {number}")))
    outcome = client.prepare(instagram.post("Una di troppo"), dict[str, str]().__setitem__)
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == DAY // 4
