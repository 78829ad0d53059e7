"""The kinds of post that X has: threads, first comments, polls, GIFs and videos; and what becomes of their media."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from portavoce.platforms import discovery
from portavoce.platforms.contract import Image, OutgoingPost, Poll, Sent, Video
from portavoce.platforms.outcomes import Absent, Found, NotReady, Published, Ready, Refused, Unknown
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for
from tests.contract.platforms.wire import MEDIA_HOST, movie

DAY = 86_400
SEGMENT = 5_000_000


@pytest.fixture
def x() -> Stand:
    return stand_for("x")


def later(post: OutgoingPost, text: str, *after: Published, is_comment: bool = False) -> OutgoingPost:
    """The part that comes after these."""
    sent = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in after)
    known = {"text": text, "part": len(after), "after": sent, "is_comment": is_comment, "media": (), "handles": {}}
    return post.model_copy(update=known)


def released(client: Any, post: OutgoingPost) -> Published:
    outcome = client.release(prepared(client, post))
    assert isinstance(outcome, Published), outcome
    return outcome


def gif(x: Stand) -> Image:
    x.wire.files["/steam.gif"] = content = b"GIF89a" + b"steam"
    shape = {"width": 480, "height": 480, "size_bytes": len(content)}
    return Image(url=f"https://{MEDIA_HOST}/steam.gif", mime_type="image/gif", alt_text="Vapore", **shape)


def long_video(x: Stand, size_bytes: int) -> Video:
    """A video of this size: its pictures are noughts."""
    whole = movie(1, 1280, 720, 90)
    start, pictures = whole[:-12], size_bytes - len(whole) + 12
    x.wire.files["/film.mp4"] = start + pictures.to_bytes(4) + b"mdat" + bytes(pictures - 8)
    shape = {"width": 1280, "height": 720, "size_bytes": size_bytes, "duration_ms": 90_000}
    return Video(url=f"https://{MEDIA_HOST}/film.mp4", mime_type="video/mp4", **shape)


def prepare(x: Stand, post: OutgoingPost, kept: dict[str, str]) -> Any:
    return x.client().prepare(post.model_copy(update={"handles": dict(kept)}), kept.__setitem__)


def posts_to(x: Stand, path: str) -> int:
    return len([one for one in x.wire.seen if one.method == "POST" and re.search(path, one.url.path)])


def test_a_thread_answers_its_last_part_and_a_first_comment_its_first(x: Stand) -> None:
    client, post = x.client(), x.post("Tre passi", images=1)
    first = released(client, post)
    second = released(client, later(post, "Macinare", first))
    third = released(client, later(post, "Versare", first, second))
    comment = released(client, later(post, "Il menu: aurora.example", first, second, third, is_comment=True))
    parents = {one.id: one.in_reply_to for one in x.published()}
    assert parents == {
        first.remote_id: None,
        second.remote_id: first.remote_id,
        third.remote_id: second.remote_id,
        comment.remote_id: first.remote_id,
    }


def test_each_part_is_found_by_its_words_its_media_and_what_it_answers(x: Stand) -> None:
    client, post = x.client(), x.post("Uno")
    first = released(client, post)
    part = later(post, "Due", first)
    released(client, x.post("Due"))
    assert isinstance(client.look_up(part, x.clock.now), Absent)
    with_image = part.model_copy(update={"media": (x.image(1),)})
    released(client, with_image)
    assert isinstance(client.look_up(part, x.clock.now), Absent)
    second = released(client, part)
    assert client.look_up(part, x.clock.now) == Found(remote_id=second.remote_id, url=second.url)


def test_a_part_that_is_out_is_not_taken_for_the_next_one_with_the_same_words(x: Stand) -> None:
    client, post = x.client(), x.post("Uno", images=1)
    first = released(client, post)
    second = released(client, later(post, "Ci vediamo domani", first))
    same_words = later(post, "Ci vediamo domani", first, second, is_comment=True)
    assert isinstance(client.look_up(same_words, x.clock.now), Absent)


def test_a_reply_to_a_post_that_is_gone_is_refused(x: Stand) -> None:
    client, post = x.client(), x.post("Uno")
    first = released(client, post)
    x.network.platform.posts[first.remote_id].deleted = True
    assert isinstance(client.release(later(post, "Due", first)), Refused)


def test_a_poll_is_published_and_told_from_the_same_words_without_one(x: Stand) -> None:
    client = x.client()
    poll = Poll(options=("Espresso", "Moka", "Filtro", "Freddo"), duration_minutes=1440)
    post = x.post("Come lo bevi?").model_copy(update={"poll": poll})
    assert isinstance(client.look_up(post, x.clock.now), Absent)
    outcome = released(client, post)
    polls: Any = x.network.platform.state()["polls"]
    [shown] = polls
    assert (shown["options"], shown["duration_minutes"]) == (poll.options, 1440)
    assert client.look_up(post, x.clock.now) == Found(remote_id=outcome.remote_id, url=outcome.url)
    assert isinstance(client.look_up(x.post("Come lo bevi?"), x.clock.now), Absent)


def test_a_gif_goes_out_with_its_alt_text_when_x_has_worked_on_it(x: Stand) -> None:
    post, kept = x.post("Fuma").model_copy(update={"media": (gif(x),)}), dict[str, str]()
    assert prepare(x, post, kept) == NotReady(retry_after_seconds=2)
    x.clock.move(2)
    assert prepare(x, post, kept) == Ready()
    outcome = released(x.client(), post.model_copy(update={"handles": kept}))
    [seen] = x.published()
    assert [(one.mime, one.alt_text) for one in seen.pictures] == [("image/gif", "Vapore")]
    assert x.client().look_up(post, x.clock.now) == Found(remote_id=outcome.remote_id, url=outcome.url)


def test_a_video_is_waited_for_as_long_as_x_says_and_not_posted_before(x: Stand) -> None:
    x.network.platform.seeds["accounts"]({"processing_seconds": 40})
    post, kept = x.post("Film").model_copy(update={"media": (x.video(),)}), dict[str, str]()
    assert prepare(x, post, kept) == NotReady(retry_after_seconds=40)
    assert isinstance(x.client().release(post.model_copy(update={"handles": dict(kept)})), NotReady)
    x.clock.move(40)
    assert prepare(x, post, kept) == Ready()
    released(x.client(), post.model_copy(update={"handles": kept}))
    assert [one.is_video for one in x.published()[0].pictures] == [True]
    assert posts_to(x, "initialize$") == 1


def test_a_video_that_x_cannot_show_is_refused_before_it_is_due(x: Stand) -> None:
    x.network.platform.seeds["accounts"]({"processing_fails": True})
    post, kept = x.post("Film").model_copy(update={"media": (x.video(),)}), dict[str, str]()
    prepare(x, post, kept)
    x.clock.move(2)
    outcome = prepare(x, post, kept)
    assert isinstance(outcome, Refused)
    assert outcome.code == "processing_failed"


def test_a_large_video_is_read_and_sent_in_segments_a_few_at_a_time(x: Stand) -> None:
    size = 6 * SEGMENT + 1_234
    post, kept = x.post("Film").model_copy(update={"media": (long_video(x, size),)}), dict[str, str]()
    assert prepare(x, post, kept) == NotReady(retry_after_seconds=1)
    assert prepare(x, post, kept) == NotReady(retry_after_seconds=2)
    x.clock.move(2)
    assert prepare(x, post, kept) == Ready()
    assert x.wire.parts == [(at, min(at + SEGMENT, size) - 1) for at in range(0, size, SEGMENT)]
    released(x.client(), post.model_copy(update={"handles": kept}))
    [sent] = x.published()[0].pictures
    assert sent.content == x.wire.files["/film.mp4"]


def test_an_upload_that_died_goes_on_with_the_segment_that_x_lacks(x: Stand) -> None:
    post, kept = x.post("Film").model_copy(update={"media": (long_video(x, 2 * SEGMENT + 9),)}), dict[str, str]()
    deaths = 0

    def die_after(name: str, value: str) -> None:
        kept[name] = value
        raise InterruptedError

    for _ in range(5):
        try:
            x.client().prepare(post.model_copy(update={"handles": dict(kept)}), die_after)
        except InterruptedError:
            deaths += 1
    x.clock.move(2)
    assert prepare(x, post, kept) == Ready()
    assert deaths == 5
    assert (posts_to(x, "initialize$"), posts_to(x, "append$"), posts_to(x, "finalize$")) == (1, 3, 1)
    assert x.wire.parts == [(0, SEGMENT - 1), (SEGMENT, 2 * SEGMENT - 1), (2 * SEGMENT, 2 * SEGMENT + 8)]


@pytest.mark.parametrize("step", ["initialize$", "append$", "finalize$"])
def test_a_lost_answer_in_the_middle_of_an_upload_costs_no_more_than_that_step(x: Stand, step: str) -> None:
    post, kept = x.post("Film").model_copy(update={"media": (long_video(x, SEGMENT + 9),)}), dict[str, str]()
    x.fault("lost_answer", step, method="POST")
    assert isinstance(prepare(x, post, kept), Unknown)
    assert isinstance(prepare(x, post, kept), NotReady)
    assert posts_to(x, "initialize$|append$|finalize$") == 5
    x.clock.move(2)
    assert prepare(x, post, kept) == Ready()
    released(x.client(), post.model_copy(update={"handles": kept}))
    assert [one.content for one in x.published()[0].pictures] == [x.wire.files["/film.mp4"]]


def test_media_that_cannot_be_read_are_tried_again(x: Stand) -> None:
    video = long_video(x, SEGMENT + 9)
    x.wire.files["/film.mp4"] = x.wire.files["/film.mp4"][:-1]
    kept: dict[str, str] = {}
    assert isinstance(prepare(x, x.post("Film").model_copy(update={"media": (video,)}), kept), Unknown)
    assert kept["media_0"].endswith("/1")


def ids(kept: Mapping[str, str]) -> list[str]:
    return [value.partition("/")[0] for value in kept.values()]


@pytest.mark.parametrize("passed", [DAY - 1800, DAY, 3 * DAY])
def test_media_that_x_forgets_or_has_forgotten_are_sent_anew(x: Stand, passed: int) -> None:
    """As when a post waited out a freeze."""
    for media in ((x.image(1), x.image(2)), (x.video(),)):
        post, kept = x.post(f"Dopo {len(media)}").model_copy(update={"media": media}), dict[str, str]()
        prepare(x, post, kept)
        x.clock.move(2)
        assert prepare(x, post, kept) == Ready()
        before = ids(kept)
        x.clock.move(passed)
        prepare(x, post, kept)
        x.clock.move(2)
        assert prepare(x, post, kept) == Ready()
        assert not set(before) & set(ids(kept))
        released(x.client(), post.model_copy(update={"handles": kept}))


def test_media_are_not_sent_anew_while_x_knows_them_for_an_hour_more(x: Stand) -> None:
    post, kept = x.post(images=2), dict[str, str]()
    prepare(x, post, kept)
    before = dict(kept)
    x.clock.move(DAY - 3600)
    assert prepare(x, post, kept) == Ready()
    assert kept == before


def test_a_half_sent_video_that_x_no_longer_knows_is_begun_anew(x: Stand) -> None:
    post, kept = x.post("Film").model_copy(update={"media": (long_video(x, 2 * SEGMENT),)}), dict[str, str]()
    x.fault("server_error", "append$", method="POST")
    assert isinstance(prepare(x, post, kept), Unknown)
    x.clock.move(2 * DAY)
    assert isinstance(prepare(x, post, kept), NotReady)
    assert posts_to(x, "initialize$") == 2


@pytest.mark.parametrize("kind", ["server_error", "throttled", "lost_answer"])
def test_a_post_that_is_ready_is_not_held_up_when_x_cannot_be_asked_about_its_media(x: Stand, kind: str) -> None:
    post, kept = x.post(images=1), dict[str, str]()
    prepare(x, post, kept)
    x.fault(kind, "/2/media/upload$", method="GET")
    assert prepare(x, post, kept) == Ready()


def test_the_last_post_of_a_window_says_how_long_to_rest(x: Stand) -> None:
    x.network.platform.seeds["accounts"]({"limits": {"POST /2/tweets": 2}})
    assert released(x.client(), x.post("Uno")).rest_seconds is None
    x.clock.move(60)
    assert released(x.client(), x.post("Due")).rest_seconds == 840


ADDRESSES = (
    ("https://x.com/auroracoffee/status/1990000000000000001", "1990000000000000001"),
    ("https://x.com/i/web/status/1990000000000000001", "1990000000000000001"),
    ("https://twitter.com/Aurora_Coffee/status/20?s=20", "20"),
    ("https://mobile.twitter.com/auroracoffee/status/20/photo/1", "20"),
    ("http://www.x.com/auroracoffee/status/20#m", "20"),
    ("https://x.com/auroracoffee", None),
    ("https://x.com.example.com/auroracoffee/status/20", None),
    ("https://example.com/?u=https://x.com/a/status/20", None),
    ("https://x.com/auroracoffee/status/abc", None),
)


@pytest.mark.parametrize(("address", "remote_id"), ADDRESSES)
def test_a_post_is_known_by_its_public_address(address: str, remote_id: str | None) -> None:
    rule = discovery.manifest("x").post_address
    assert rule is not None
    found = re.fullmatch(rule.pattern, address)
    assert (found["id"] if found else None) == remote_id
