"""A Mastodon that heeds our key; `test_platforms.py` has one that ignores it."""

from dataclasses import replace

import pytest

from infra.local.simulators.faults import Fault
from infra.local.simulators.mastodon.app import Mastodon as SimulatedMastodon
from infra.local.simulators.mastodon.app import build
from portavoce.publishing.model import Content, Part, PublicationState
from tests.faults.simulated import Account, lived, lives
from tests.faults.world import IMAGE

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


@pytest.mark.enumerated(one_in=3)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_heeds_our_key_has_each_part_once_and_in_its_place(fault: str) -> None:
    for life in lives(HEEDING, THREAD, FAULTS[fault], strikes_at=2):
        posts = life.posts
        assert [post.text for post in posts] == TEXTS[: len(posts)], life.story
        assert [len(post.pictures) for post in posts] == [1, 0, 0][: len(posts)], life.story
        assert {post.in_reply_to for post in posts[1:]} <= {post.id for post in posts[:1]}, life.story
        if life.ended.state is PublicationState.PUBLISHED:
            assert len(posts) == len(TEXTS), life.story
        else:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.parametrize("account", [HEEDING, IGNORING])
def test_a_release_that_failed_is_not_made_again_while_the_list_may_lag(account: Account) -> None:
    life = lived(account, Content(text=TEXTS[0]), FAULTS["failed before"])
    calls = [
        entry.method
        for entry in life.simulator.journal
        if entry.path == "/api/v1/statuses" or entry.path.endswith("3003/statuses")
    ]
    assert (calls[0], calls.count("POST")) == ("POST", 1)
    assert calls.count("GET") > 5
    assert [("may be out" in one.next_step, one.state) for one in life.world.asked] == [
        (True, PublicationState.UNCERTAIN)
    ]


def test_a_thread_that_was_refused_in_the_middle_goes_on_by_hand_under_keys_of_its_own() -> None:
    """An earlier plan's key could give back what that plan had said."""
    life = lived(HEEDING, THREAD, FAULTS["refused"], strikes_at=2)
    named = life.ended.publication_id
    assert (life.ended.state, [post.text for post in life.posts]) == (PublicationState.FAILED, TEXTS[:1])
    life.world.ledger.publish_now(named, life.world.clock.now)
    assert life.world.run(named).state is PublicationState.PUBLISHED
    assert [post.text for post in life.posts] == TEXTS
    assert isinstance(life.simulator.platform, SimulatedMastodon)
    keys = [key for _, key in life.simulator.platform.api.store.keys]
    assert keys == [f"{named}/1/0", f"{named}/2/1", f"{named}/2/2"]
