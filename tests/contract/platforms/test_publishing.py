"""Every platform that publishes says a post once, tells what became of it, and finds it again."""

import pytest

from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Duplicate,
    Found,
    Published,
    Ready,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from portavoce.platforms.text.sent_text import composed_text, normalise_text
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand

TEXTS = ("Il caffè è pronto ☕️ & caldo", "قهوتنا جاهزة 😍", "Two   lines\nof <text>")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_published_as_it_was_written_and_found_again(publisher: Stand, text: str) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post(text))
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    [seen] = publisher.published()
    assert (seen.id, seen.text) == (outcome.remote_id, text)
    assert client.look_up(post, publisher.clock.now) == Found(
        remote_id=outcome.remote_id, url=client.look_up(post, publisher.clock.now).url
    )


def test_as_many_images_as_the_manifest_allows_are_published_in_order_with_their_alt_texts(publisher: Stand) -> None:
    rule = publisher.manifest.post.images
    assert rule is not None
    for count in {1, 2, rule.max_count}:
        client = publisher.client()
        another = {"publication_id": f"aurora.spring-{count}.{publisher.platform}"}
        post = prepared(client, publisher.post(f"Con {count} foto", images=count).model_copy(update=another))
        outcome = client.release(post)
        assert isinstance(outcome, Published)
        seen = publisher.published()[-1]
        assert [picture.alt_text for picture in seen.pictures] == [image.alt_text for image in post.images]
        found = client.look_up(post, publisher.clock.now)
        assert isinstance(found, Found)
        assert found.remote_id == outcome.remote_id == seen.id


def test_a_link_reaches_the_reader(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post("Il menu", link="https://aurora.example/menu?a=1&b=2"))
    assert isinstance(client.release(post), Published)
    [seen] = publisher.published()
    sent = composed_text(publisher.manifest, post.text, post.link, has_media=bool(post.media))
    assert normalise_text(seen.text) == normalise_text(sent)
    assert post.link in (seen.link, seen.text.rpartition("\n")[2])
    assert isinstance(client.look_up(post, publisher.clock.now), Found)


def test_preparing_shows_nothing_and_preparing_again_uploads_nothing_again(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post(images=2))
    assert publisher.published() == []
    creations = len([request for request in publisher.wire.seen if request.method == "POST"])
    again = prepared(client, post)
    assert again.handles == post.handles
    assert len([request for request in publisher.wire.seen if request.method == "POST"]) == creations


def test_every_handle_is_kept_before_the_next_call_is_made(publisher: Stand) -> None:
    """A process that dies in the middle goes on where it was."""
    client, kept = publisher.client(), dict[str, str]()
    post = publisher.post(images=2)

    def die_after_first(name: str, value: str) -> None:
        kept[name] = value
        raise InterruptedError

    while True:
        try:
            outcome = client.prepare(post.model_copy(update={"handles": dict(kept)}), die_after_first)
        except InterruptedError:
            continue
        break
    assert outcome == Ready()
    assert isinstance(client.release(post.model_copy(update={"handles": kept})), Published)
    assert len(publisher.published()) == 1
    assert len(publisher.published()[0].pictures) == 2


@pytest.mark.parametrize("images", [None, 1, 2])
def test_a_lost_answer_is_unknown_and_then_found(publisher: Stand, images: int | None) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post(images=images))
    publisher.fault("lost_answer", publisher.publish_path, method="POST")
    assert isinstance(client.release(post), Unknown)
    publisher.clock.move(3)
    found = client.look_up(post, publisher.clock.now)
    assert isinstance(found, Found)
    assert [post.id for post in publisher.published()] == [found.remote_id]


def test_a_server_error_is_unknown_whether_it_came_before_or_after(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post())
    publisher.fault("server_error", publisher.publish_path, method="POST")
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, publisher.clock.now), Absent)
    publisher.fault("server_error_after", publisher.publish_path, method="POST")
    assert isinstance(client.release(post), Unknown)
    assert isinstance(client.look_up(post, publisher.clock.now), Found)


def test_a_refusal_is_refused_and_publishes_nothing(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post())
    publisher.fault("refused", publisher.publish_path, method="POST")
    assert isinstance(client.release(post), Refused)
    assert publisher.published() == []


def test_a_throttled_call_says_how_long_to_wait_and_publishes_nothing(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post())
    publisher.fault("throttled", publisher.publish_path, method="POST", seconds=120)
    outcome = client.release(post)
    assert isinstance(outcome, Throttled)
    assert 60 <= outcome.retry_after_seconds <= 900
    assert publisher.published() == []


def test_a_network_that_is_not_there_created_nothing_and_may_be_asked_again(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post())
    publisher.wire.is_cut = True
    assert isinstance(client.release(post), Throttled)
    assert isinstance(client.look_up(post, publisher.clock.now), Unclear)
    publisher.wire.is_cut = False
    assert isinstance(client.release(post), Published)


def test_a_dead_token_needs_a_person(publisher: Stand) -> None:
    post = prepared(publisher.client(), publisher.post())
    assert isinstance(publisher.client("dead").release(post), AuthFailed)


def test_the_same_text_at_once_again_is_no_second_post_unless_the_platform_takes_it(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post())
    assert isinstance(client.release(post), Published)
    # One that knows our key gives the post that it has.
    assert isinstance(client.release(post), Duplicate | Unknown | Published)
    assert len(publisher.published()) == 1


def test_a_post_that_was_never_sent_is_absent(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post("Mai spedito"))
    assert isinstance(client.look_up(post, publisher.clock.now), Absent)


def test_an_older_post_with_the_same_words_is_not_taken_for_this_one(publisher: Stand) -> None:
    client = publisher.client()
    earlier = prepared(client, publisher.post("Ogni lunedì"))
    assert isinstance(client.release(earlier), Published)
    publisher.clock.move(86_400)
    later = prepared(client, publisher.post("Ogni lunedì"))
    assert isinstance(client.look_up(later, publisher.clock.now), Absent)


def test_the_token_travels_in_the_header_and_nowhere_else_but_where_it_opens_a_session(publisher: Stand) -> None:
    client = publisher.client()
    post = prepared(client, publisher.post(images=2))
    client.release(post)
    client.look_up(post, publisher.clock.now)
    for request in publisher.wire.seen:
        assert "token-of-aurora" not in str(request.url)
        if request.url.path == publisher.login_path:
            continue
        assert request.headers["authorization"].startswith("Bearer ")
        assert b"token-of-aurora" not in request.read()
