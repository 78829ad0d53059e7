"""Threads, first comments, warnings, visibility, polls and videos on Mastodon."""

import re
from typing import Any

import pytest

from infra.local.simulators.mastodon.app import Mastodon as SimulatedMastodon
from portavoce.platforms.contract import OutgoingPost, Poll, Sent
from portavoce.platforms.manifest import Visibility
from portavoce.platforms.outcomes import Absent, Found, NotReady, Published, Ready, Refused
from tests.contract.platforms.mastodon import seed, sent
from tests.contract.platforms.preparation import prepared
from tests.contract.platforms.stands import Stand, stand_for


@pytest.fixture
def mastodon() -> Stand:
    return stand_for("mastodon")


def shown(stand: Stand, post_id: str) -> dict[str, Any]:
    platform = stand.network.platform
    assert isinstance(platform, SimulatedMastodon)
    return vars(platform.api.store.manners[post_id])


def part(stand: Stand, number: int, after: list[Published], text: str = "Parte", **more: object) -> OutgoingPost:
    out = tuple(Sent(remote_id=one.remote_id, url=one.url) for one in after)
    return stand.post(text).model_copy(update={"part": number, "after": out, **more})


def thread(stand: Stand, length: int) -> list[Published]:
    client, out = stand.client(), list[Published]()
    for number in range(length):
        outcome = client.release(part(stand, number, out))
        assert isinstance(outcome, Published)
        out.append(outcome)
    return out


def test_each_part_answers_the_one_before_it_and_a_first_comment_the_first(mastodon: Stand) -> None:
    out = thread(mastodon, 3)
    assert isinstance(mastodon.client().release(part(mastodon, 3, out, is_comment=True)), Published)
    first, second, _ = (one.remote_id for one in out)
    assert [post.in_reply_to for post in mastodon.published()] == [None, first, second, first]


def test_every_part_has_a_key_of_its_own(mastodon: Stand) -> None:
    thread(mastodon, 3)
    keys = [request.headers["idempotency-key"] for request in sent(mastodon, "/api/v1/statuses")]
    assert [key.rpartition("/")[2] for key in keys] == ["0", "1", "2"]


def test_parts_that_say_the_same_are_told_apart_by_what_they_answer(mastodon: Stand) -> None:
    attempted_at = mastodon.clock.now
    out = thread(mastodon, 2)
    client = mastodon.client()
    assert client.look_up(part(mastodon, 1, out[:1]), attempted_at) == Found(remote_id=out[1].remote_id, url=out[1].url)
    assert client.look_up(part(mastodon, 0, []), attempted_at) == Found(remote_id=out[0].remote_id, url=out[0].url)
    assert isinstance(client.look_up(part(mastodon, 2, out), attempted_at), Absent)


def test_a_first_comment_with_the_words_of_the_threads_second_post_is_not_taken_for_it(mastodon: Stand) -> None:
    attempted_at = mastodon.clock.now
    out = thread(mastodon, 2)
    comment = part(mastodon, 2, out, is_comment=True)
    assert isinstance(mastodon.client().look_up(comment, attempted_at), Absent)


def test_a_thread_is_not_continued_under_a_post_that_is_gone(mastodon: Stand) -> None:
    out = thread(mastodon, 1)
    mastodon.network.platform.posts[out[0].remote_id].deleted = True
    outcome = mastodon.client().release(part(mastodon, 1, out))
    assert isinstance(outcome, Refused)
    assert "no longer" in outcome.reason


@pytest.mark.parametrize(
    ("visibility", "theirs"), [("public", "public"), ("unlisted", "unlisted"), ("followers", "private")]
)
def test_a_warning_and_a_visibility_are_shown_as_they_were_chosen(
    mastodon: Stand, visibility: Visibility, theirs: str
) -> None:
    client = mastodon.client()
    post = mastodon.post().model_copy(update={"content_warning": "Zucchero", "visibility": visibility})
    outcome = client.release(post)
    assert isinstance(outcome, Published)
    manner = shown(mastodon, outcome.remote_id)
    assert (manner["visibility"], manner["spoiler_text"], manner["sensitive"]) == (theirs, "Zucchero", True)
    assert isinstance(client.look_up(post, mastodon.clock.now), Found)


def test_without_a_choice_the_accounts_own_preferences_hold(mastodon: Stand) -> None:
    mastodon.client().release(mastodon.post())
    [request] = sent(mastodon, "/api/v1/statuses")
    assert b"visibility" not in request.read()
    assert b"sensitive" not in request.read()


def test_a_poll_runs_for_as_long_as_was_planned(mastodon: Stand) -> None:
    poll = Poll(options=("Espresso", "قهوة", "カフェ"), duration_minutes=90)
    outcome = mastodon.client().release(mastodon.post("Che cosa bevi?").model_copy(update={"poll": poll}))
    assert isinstance(outcome, Published)
    options = [{"title": one} for one in poll.options]
    assert shown(mastodon, outcome.remote_id)["poll"] == {"options": options, "expires_in": 5400}


def test_a_video_is_described_uploaded_once_and_waited_for(mastodon: Stand) -> None:
    seed(mastodon, instance={"processing_seconds": 5})
    client, kept = mastodon.client(), dict[str, str]()
    video = mastodon.video().model_copy(update={"alt_text": "Il vapore sale dalla tazzina"})
    post = mastodon.post().model_copy(update={"media": (video,)})
    outcomes = []
    for _ in range(4):
        outcomes.append(client.prepare(post.model_copy(update={"handles": dict(kept)}), kept.__setitem__))
        mastodon.clock.move(2)
    assert outcomes == [NotReady(retry_after_seconds=2)] * 3 + [Ready()]
    assert len(sent(mastodon, "/api/v2/media")) == 1
    post = post.model_copy(update={"handles": kept})
    assert isinstance(client.release(post), Published)
    [seen] = mastodon.published()
    assert [(one.mime, one.alt_text) for one in seen.pictures] == [("video/mp4", video.alt_text)]
    assert isinstance(client.look_up(post, mastodon.clock.now), Found)


@pytest.mark.parametrize("form", ["{url}", "{url}?lang=it", "https://mastodon.example/@aurora/statuses/{id}"])
def test_a_posts_public_address_leads_to_its_numbers(mastodon: Stand, form: str) -> None:
    client, rule = mastodon.client(), mastodon.manifest.post_address
    outcome = client.release(prepared(client, mastodon.post()))
    assert rule
    assert isinstance(outcome, Published)
    found = re.fullmatch(rule.pattern, form.format(url=outcome.url, id=outcome.remote_id))
    assert found
    remote_id = rule.remote_id.format(id=found["id"], account=mastodon.account_id)
    likes = [spec for spec in mastodon.manifest.metrics if spec.name == "likes"]
    assert [one.value for one in client.post_metrics(remote_id, likes)] == [0]
