"""What is Mastodon's alone: media that take time, keys, texts that come back as HTML, what its headers say."""

from datetime import timedelta

import pytest

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.http import Answer
from portavoce.platforms.mastodon.api import failure_of
from portavoce.platforms.mastodon.texts import comparable, returned_text
from portavoce.platforms.outcomes import (
    Absent,
    AuthFailed,
    Found,
    NotReady,
    Published,
    Ready,
    Refused,
    Throttled,
    Unclear,
    Unknown,
)
from tests.contract.platforms.mastodon import seed, sent
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import TOKEN, Stand, stand_for


@pytest.fixture
def mastodon() -> Stand:
    return stand_for("mastodon")


def test_the_account_is_asked_for_on_its_own_instance(mastodon: Stand) -> None:
    assert isinstance(mastodon.client().release(mastodon.post()), Published)
    assert {request.url.host for request in mastodon.wire.seen} == {"mastodon.example"}


def test_images_that_take_their_time_are_waited_for_and_uploaded_once(mastodon: Stand) -> None:
    seed(mastodon, instance={"processing_seconds": 5})
    client, kept = mastodon.client(), dict[str, str]()
    post = mastodon.post(images=2)
    outcomes = []
    for _ in range(4):
        outcomes.append(client.prepare(post.model_copy(update={"handles": dict(kept)}), kept.__setitem__))
        mastodon.clock.move(2)
    assert outcomes == [NotReady(retry_after_seconds=2)] * 3 + [Ready()]
    assert len(sent(mastodon, "/api/v2/media")) == 2
    assert isinstance(client.release(post.model_copy(update={"handles": kept})), Published)


def test_a_post_whose_images_are_on_another_already_is_not_sent_without_them(mastodon: Stand) -> None:
    """The list may not show yet what was published: an image that waits no more gives it away."""
    client = mastodon.client()
    post = prepared(client, mastodon.post(images=2))
    assert isinstance(client.release(post), Published)
    outcome = client.prepare(post, {}.__setitem__)
    assert isinstance(outcome, Refused)
    assert "image 1 no longer waits" in outcome.reason


@pytest.mark.parametrize("fault", ["lost_answer", "server_error", "throttled"])
def test_an_upload_without_an_answer_is_made_again(mastodon: Stand, fault: str) -> None:
    client, post = mastodon.client(), mastodon.post(images=1)
    mastodon.fault(fault, "/api/v2/media", method="POST")
    assert isinstance(client.prepare(post, {}.__setitem__), Unknown | Throttled)
    assert isinstance(client.release(prepared(client, post)), Published)
    assert len(mastodon.published()) == 1


def test_the_key_is_the_plans_own_and_another_plan_of_the_post_has_another(mastodon: Stand) -> None:
    client, post = mastodon.client(), mastodon.post()
    first = client.release(post)
    assert client.release(post) == first
    assert client.release(post.model_copy(update={"revision": 2})) != first
    keys = [request.headers["idempotency-key"] for request in sent(mastodon, "/api/v1/statuses")]
    assert keys == [f"{post.publication_id}/{revision}/0" for revision in (1, 1, 2)]


def test_a_server_that_ignores_keys_would_post_eight_times(mastodon: Stand) -> None:
    """Which is why a key alone is never trusted: see tests/faults/test_mastodon.py."""
    seed(mastodon, instance={"ignores_key": True})
    client, post = mastodon.client(), mastodon.post()
    assert len({client.release(post).remote_id for _ in range(8)}) == len(mastodon.published()) == 8


@pytest.mark.parametrize(
    "text",
    [
        "Tre & due < quattro > uno &amp; «basta» \"no\" 'sì'",
        "Leggi https://aurora.example/menu?a=1&b=2, poi (https://aurora.example/" + "lungo" * 20 + ")!",
        "https://www.aurora.example/ e https://aurora.example",
        "Grazie @Ada@Altrove.example, @aurora e ada@posta.example #Caffè #2026",
        "Prima\n\nseconda\nterza\n\n\n\nquarta  con  spazi",
        "قهوتنا جاهزة 😍\nتعالوا ☕️ #قهوة",
        "👨‍👩‍👧‍👦 日本語 e\u0301",
        "&lt;non è un tag&gt; <b>nemmeno</b> <!-- né questo",
    ],
)
def test_a_text_that_comes_back_as_html_is_known_again(mastodon: Stand, text: str) -> None:
    client = mastodon.client()
    for images in (0, 2):
        post = prepared(client, mastodon.post(text, images=images).model_copy(update={"revision": images + 1}))
        assert isinstance(client.release(post), Published)
        found = client.look_up(post, mastodon.clock.now)
        assert isinstance(found, Found)
        assert found.remote_id == mastodon.published()[-1].id
        assert found.url == f"https://mastodon.example/@aurora/{found.remote_id}"


@pytest.mark.parametrize("other", ["Leggi https://aurora.example/b", "Leggi", "Leggi https://aurora.example/a!"])
def test_another_text_is_another_post(mastodon: Stand, other: str) -> None:
    client = mastodon.client()
    client.release(mastodon.post("Leggi https://aurora.example/a"))
    assert isinstance(client.look_up(mastodon.post(other), mastodon.clock.now), Absent)


def test_a_link_of_which_only_the_beginning_is_shown_is_read_where_it_leads() -> None:
    shown = '<p>Leggi <a href="https://aurora.example/menu/">aurora.example/me…</a></p>'
    assert returned_text(shown) == comparable("Leggi https://aurora.example/menu")


@pytest.mark.parametrize(("posts_since", "outcome"), [(45, Found), (405, Unclear)])
def test_a_post_is_found_under_many_later_ones_and_a_list_that_does_not_end_proves_nothing(
    mastodon: Stand, posts_since: int, outcome: type
) -> None:
    client, post = mastodon.client(), mastodon.post()
    attempted_at = mastodon.clock.now
    client.release(post)
    for number in range(posts_since):
        mastodon.clock.move(2)
        client.release(mastodon.post(str(number)).model_copy(update={"revision": number + 2}))
    assert isinstance(client.look_up(post, attempted_at), outcome)


def test_a_token_without_a_scope_needs_a_person(mastodon: Stand) -> None:
    seed(mastodon, tokens=[{"value": TOKEN, "user_id": "3003", "scopes": ["read:statuses"]}])
    outcome = mastodon.client().release(mastodon.post())
    assert isinstance(outcome, AuthFailed)
    assert outcome.code == "403"
    assert isinstance(mastodon.client().look_up(mastodon.post(), mastodon.clock.now), Unclear)


def test_a_post_that_is_gone_has_no_numbers(mastodon: Stand) -> None:
    with pytest.raises(ReadRefused):
        mastodon.client().post_metrics("42", mastodon.manifest.metrics[:1])


def test_a_server_without_a_counter_takes_no_other_number_down(mastodon: Stand) -> None:
    client = mastodon.client()
    outcome = client.release(mastodon.post())
    assert isinstance(outcome, Published)
    seed(mastodon, posts=[{"id": outcome.remote_id, "counters": {"favourites_count": 3, "reblogs_count": 2}}])
    mastodon.visitor_comments(outcome.remote_id)
    specs = [spec for spec in mastodon.manifest.metrics if spec.level == "post"]
    old = [spec.model_copy(update={"remote": "no_such_count"}) if spec.name == "quotes" else spec for spec in specs]
    taken = {one.metric: one.value for one in client.post_metrics(outcome.remote_id, old)}
    assert taken == {"likes": 3, "shares": 2, "comments": 1, "quotes": None}


def test_a_window_ends_by_the_instances_own_clock(mastodon: Stand) -> None:
    headers = {"X-RateLimit-Reset": "2026-11-23T10:41:30.000Z", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"}
    outcome = failure_of(Answer(429, headers, {}))
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == 90


def test_calls_that_are_used_up_are_told_with_the_post_that_used_the_last(mastodon: Stand) -> None:
    seed(mastodon, instance={"usual_calls": 2})
    client = mastodon.client()
    first = client.release(mastodon.post("Prima"))
    mastodon.clock.move(60)
    second = client.release(mastodon.post("Seconda").model_copy(update={"revision": 2}))
    assert [one.rest_seconds for one in (first, second) if isinstance(one, Published)] == [None, 240]


@pytest.mark.parametrize("headers", [{}, {"X-RateLimit-Reset": "1795430490", "Date": "Mon, 23 Nov 2026 10:40:00 GMT"},
                                     {"X-RateLimit-Reset": "2026-11-23T10:41:30", "Date": "today"}])  # fmt: skip
def test_a_limit_without_an_end_lasts_a_window(headers: dict[str, str]) -> None:
    outcome = failure_of(Answer(429, headers, {}))
    assert isinstance(outcome, Throttled)
    assert outcome.retry_after_seconds == timedelta(minutes=5).total_seconds()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(301, Unknown), (401, AuthFailed), (403, AuthFailed), (404, Refused), (408, Unknown), (410, Refused),
     (422, Refused), (500, Unknown), (502, Unknown), (503, Unknown), (504, Unknown)],
)  # fmt: skip
def test_each_status_means_one_thing(status: int, outcome: type) -> None:
    assert isinstance(failure_of(Answer(status, {}, {"error": "anything"})), outcome)
