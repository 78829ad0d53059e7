"""What one instance takes is its own affair: asked while a post is planned, and once more before it is sent."""

import re

import pytest

from portavoce.platforms.contract import OutgoingPost, Poll, Probe
from portavoce.platforms.outcomes import Accepted, AuthFailed, Ready, Refused, Unclear
from tests.contract.platforms.mastodon import seed, sent
from tests.contract.platforms.stands import MASTODON_ACCOUNT, TOKEN, Stand, stand_for

POLL = Poll(options=("Espresso", "Cappuccino"), duration_minutes=60)


@pytest.fixture
def mastodon() -> Stand:
    return stand_for("mastodon")


def full(stand: Stand) -> OutgoingPost:
    """A post with something of everything that an instance limits; no server would take all of it together."""
    post = stand.post("Buongiorno!", images=2)
    return post.model_copy(update={"media": (*post.media, stand.video()), "poll": POLL, "content_warning": "Caffè"})


@pytest.mark.parametrize(
    ("instance", "words"),
    [
        ({"max_characters": 15}, "at most 15 characters, and the text with its content warning has 16"),
        ({"max_media_attachments": 2}, "at most 2 images and videos, and the post has 3"),
        ({"image_size_limit": 20}, r"at most 20 bytes, and it has \d+ \(image 1\)"),
        ({"image_matrix_limit": 1_000_000}, r"at most 1000000 pixels, and it has 1166400 \(image 1\)"),
        ({"video_size_limit": 30}, r"at most 30 bytes, and it has \d+ \(video 3\)"),
        ({"video_matrix_limit": 1_000_000}, r"at most 1000000 pixels, and it has 2073600 \(video 3\)"),
        ({"description_limit": 19}, r"at most 19 characters of alt text, and it has 20 \(image 1\)"),
        ({"max_options": 1}, "at most 1 options in a poll, and it has 2"),
        ({"max_characters_per_option": 9}, "at most 9 characters in an option of a poll, and it has 10"),
        ({"max_expiration": 600}, "at most 600 seconds for a poll, and it has 3600"),
        ({"min_expiration": 7200}, "at least 7200 seconds for a poll, and it has 3600"),
    ],
)
def test_what_this_instance_does_not_take_is_refused_at_planning_and_before_anything_is_sent(
    mastodon: Stand, instance: dict[str, int], words: str
) -> None:
    assert mastodon.client().check(full(mastodon)) == Accepted()
    seed(mastodon, instance=instance)
    for outcome in (
        mastodon.client().check(full(mastodon)),
        mastodon.client().prepare(full(mastodon), {}.__setitem__),
    ):
        assert isinstance(outcome, Refused)
        assert re.search(words, outcome.reason), outcome.reason
    assert {request.method for request in mastodon.wire.seen} == {"GET"}


def test_a_text_without_a_warning_is_counted_alone(mastodon: Stand) -> None:
    seed(mastodon, instance={"max_characters": 10})
    outcome = mastodon.client().check(mastodon.post("Buongiorno!"))
    assert isinstance(outcome, Refused)
    assert "at most 10 characters, and the text has 11" in outcome.reason


@pytest.mark.parametrize("fault", ["server_error", "throttled", "lost_answer"])
def test_limits_that_cannot_be_read_are_unclear_at_planning_and_stop_no_post(mastodon: Stand, fault: str) -> None:
    client = mastodon.client()
    mastodon.fault(fault, "/api/v2/instance", count=2)
    assert isinstance(client.check(mastodon.post()), Unclear)
    assert client.prepare(mastodon.post(), {}.__setitem__) == Ready()


def test_limits_are_asked_for_once_in_a_process(mastodon: Stand) -> None:
    client = mastodon.client()
    for _ in range(3):
        assert client.check(mastodon.post()) == Accepted()
        assert client.prepare(mastodon.post(), {}.__setitem__) == Ready()
    assert len(sent(mastodon, "/api/v2/instance")) == 1


def test_a_probe_names_the_account_and_what_its_app_may_do(mastodon: Stand) -> None:
    probe = mastodon.client().probe()
    assert isinstance(probe, Probe)
    assert (probe.account_id, probe.name, probe.faults) == (MASTODON_ACCOUNT, MASTODON_ACCOUNT, ())
    assert {"write:statuses", "write:media", "read:statuses"} <= probe.scopes


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"users": [{"id": "3003", "username": "another"}]}, "wrong_account"),
        ({"tokens": [{"value": TOKEN, "user_id": "3003", "scopes": ["profile", "read", "write:statuses"]}]},
         "missing_scope"),
    ],
)  # fmt: skip
def test_a_probe_says_what_is_wrong_and_what_to_do(mastodon: Stand, body: dict[str, object], code: str) -> None:
    seed(mastodon, **body)
    probe = mastodon.client().probe()
    assert isinstance(probe, Probe)
    assert [fault.code for fault in probe.faults] == [code]
    assert "statuses" not in probe.faults[0].what
    assert probe.faults[0].remedy


def test_a_probe_that_gets_no_answer_knows_nothing_and_a_dead_token_is_a_matter_for_a_person(mastodon: Stand) -> None:
    assert isinstance(mastodon.client("dead").probe(), AuthFailed)
    mastodon.fault("server_error", "accounts/verify_credentials$")
    assert isinstance(mastodon.client().probe(), Unclear)
    mastodon.fault("server_error", "apps/verify_credentials$")
    probe = mastodon.client().probe()
    assert isinstance(probe, Probe)
    assert (probe.scopes, probe.faults) == (frozenset(), ())
