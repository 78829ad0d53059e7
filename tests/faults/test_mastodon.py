"""Each part once on Mastodon, whether the server heeds our key or not, whatever fails and whenever the process dies.

The real client and the simulated instance, in a whole publishing house."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from infra.local.simulators.faults import Fault
from infra.local.simulators.mastodon.app import Mastodon as SimulatedMastodon
from infra.local.simulators.mastodon.app import build
from portavoce.publishing.model import Content, Part, State
from tests.faults.simulated import Account, Life, lived, lives
from tests.faults.world import IMAGE, NINE

HEEDING = Account(
    platform="mastodon",
    account_id="@aurora@mastodon.example",
    secrets={"access_token": "token"},
    build=build,
    seed={
        "users": [{"id": "3003", "username": "aurora"}],
        "tokens": [{"value": "token", "user_id": "3003"}],
    },
    publishes="/api/v1/statuses$",
)
IGNORING = replace(HEEDING, seed={**HEEDING.seed, "instance": {"ignores_key": True}})
TEXTS = [
    "Il caffè è pronto ☕️: https://aurora.example/menu, @ada@altrove.example! قهوتنا جاهزة 😍",
    "Due 🌍",
    "Il menu",
]
THREAD = Content(text=TEXTS[0], media=(IMAGE,), thread=(Part(text=TEXTS[1]),), first_comment=TEXTS[2])

LOST = Fault(kind="lost_answer", method="POST", path="/api/v1/statuses$")
FAULTS: dict[str, tuple[Fault, ...]] = {
    "fine": (),
    "answer lost": (LOST,),
    "failed before": (Fault(kind="server_error", method="POST", path="/api/v1/statuses$"),),
    "failed after": (Fault(kind="server_error_after", method="POST", path="/api/v1/statuses$"),),
    "throttled": (Fault(kind="throttled", method="POST", path="/api/v1/statuses$", seconds=40),),
    "refused": (Fault(kind="refused", method="POST", path="/api/v1/statuses$"),),
    "look-up lags": (LOST, Fault(kind="lagging_lookup", path="/api/v1/statuses$", seconds=50)),
    "look-up fails": (LOST, Fault(kind="server_error", method="GET", path="/accounts/", count=3)),
}
UPLOAD_LOST = (Fault(kind="lost_answer", method="POST", path="/api/v2/media$"),)
STRIKES = {
    True: [("fine", 1), *product(sorted(set(FAULTS) - {"fine"}), [1, 2, 3])],
    False: [("fine", 1), *product(sorted(set(FAULTS) - {"fine"}), [2])],
}
"""Which call which fault strikes, where our key is ignored and where it is heeded."""


@cache
def thread_lives(fault: str, strikes_at: int, *, ignores_key: bool) -> tuple[Life, ...]:
    account = IGNORING if ignores_key else HEEDING
    return tuple(lives(account, THREAD, FAULTS[fault], strikes_at=strikes_at))


@pytest.mark.parametrize(
    ("ignores_key", "fault", "strikes_at"), [(ignores, *one) for ignores, strikes in STRIKES.items() for one in strikes]
)
def test_no_part_comes_twice_or_out_of_order_and_no_end_is_silent(
    ignores_key: bool, fault: str, strikes_at: int
) -> None:
    for life in thread_lives(fault, strikes_at, ignores_key=ignores_key):
        posts = life.posts
        assert [post.text for post in posts] == TEXTS[: len(posts)], life.story
        assert [len(post.pictures) for post in posts] == [1, 0, 0][: len(posts)], life.story
        assert all(post.received_at >= NINE for post in posts), life.story
        assert {post.in_reply_to for post in posts[1:]} <= {post.id for post in posts[:1]}, life.story
        if life.ended.state is State.PUBLISHED:
            assert len(posts) == len(TEXTS), life.story
        else:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.parametrize("ignores_key", [False, True])
def test_everything_but_a_refusal_settles_without_a_person(ignores_key: bool) -> None:
    mendable = [
        life
        for fault, at in STRIKES[ignores_key]
        if fault != "refused"
        for life in thread_lives(fault, at, ignores_key=ignores_key)
    ]
    assert sum(life.ended.state is State.PUBLISHED for life in mendable) >= 0.95 * len(mendable)


def test_an_upload_that_was_lost_is_made_again() -> None:
    for life in lives(IGNORING, THREAD, before=UPLOAD_LOST):
        assert life.ended.state is State.PUBLISHED, life.story
        assert [post.text for post in life.posts] == TEXTS, life.story


@pytest.mark.parametrize("account", [HEEDING, IGNORING])
def test_a_release_that_failed_is_made_again_only_after_a_look(account: Account) -> None:
    life = lived(account, Content(text=TEXTS[0]), FAULTS["failed before"])
    calls = [
        entry.method
        for entry in life.simulator.journal
        if entry.path == "/api/v1/statuses" or entry.path.endswith("3003/statuses")
    ]
    assert life.ended.state is State.PUBLISHED
    assert (calls[0], calls[-1], calls.count("POST")) == ("POST", "POST", 2)
    assert "GET" in calls


def test_a_thread_that_was_refused_in_the_middle_goes_on_by_hand_under_keys_of_its_own() -> None:
    """An earlier plan's key could give back what that plan had said."""
    life = lived(HEEDING, THREAD, FAULTS["refused"], strikes_at=2)
    named = life.ended.publication_id
    assert (life.ended.state, [post.text for post in life.posts]) == (State.FAILED, TEXTS[:1])
    life.world.ledger.publish_now(named, life.world.clock.now)
    assert life.world.run(named).state is State.PUBLISHED
    assert [post.text for post in life.posts] == TEXTS
    assert isinstance(life.simulator.platform, SimulatedMastodon)
    keys = [key for _, key in life.simulator.platform.api.store.keys]
    assert keys == [f"{named}/1/0", f"{named}/2/1", f"{named}/2/2"]
