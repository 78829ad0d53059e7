"""Each part once on Bluesky, under its own key, whatever fails and whenever the process dies.

The real client and the simulated server, in a whole publishing house."""

from functools import cache
from itertools import product

import pytest

from infra.local.simulators.bluesky.app import build
from infra.local.simulators.faults import Fault
from portavoce.publishing.model import Content, Part, State
from tests.faults.simulated import Account, Life, lived, lives
from tests.faults.world import IMAGE, NINE

ACCOUNT = Account(
    platform="bluesky",
    account_id="did:plc:aurora",
    secrets={"app_password": "password"},
    build=build,
    seed={
        "accounts": [
            {"did": "did:plc:aurora", "handle": "aurora.example", "app_password": "password"},
            {"did": "did:plc:ada", "handle": "ada.example"},
        ]
    },
    publishes="putRecord$",
)
TEXTS = ["Il caffè è pronto ☕️: https://aurora.example/menu, @ada.example! قهوتنا جاهزة 😍", "Due 🌍", "Il menu è qui"]
THREAD = Content(text=TEXTS[0], media=(IMAGE,), thread=(Part(text=TEXTS[1]),), first_comment=TEXTS[2])

LOST = Fault(kind="lost_answer", path="putRecord$")
FAULTS: dict[str, tuple[Fault, ...]] = {
    "fine": (),
    "answer lost": (LOST,),
    "failed before": (Fault(kind="server_error", path="putRecord$"),),
    "failed after": (Fault(kind="server_error_after", path="putRecord$"),),
    "throttled": (Fault(kind="throttled", path="putRecord$", seconds=40),),
    "refused": (Fault(kind="refused", path="putRecord$"),),
    "look-up fails": (LOST, Fault(kind="server_error", path="getRecord$", count=3)),
    "look-up lags": (LOST, Fault(kind="lagging_lookup", path="putRecord$", seconds=50)),
}
BEFORE: dict[str, tuple[Fault, ...]] = {
    "session lost": (Fault(kind="lost_answer", path="createSession$"),),
    "upload lost": (Fault(kind="lost_answer", path="uploadBlob$"),),
    "handles unknown for now": (Fault(kind="server_error", path="resolveHandle$", count=2),),
}
STRIKES = [
    ("fine", 1),
    *product(sorted(set(FAULTS) - {"fine", "look-up lags"}), [1, 2, 3]),
    *product(["look-up lags"], [2, 3]),
]
"""A first post that the server does not show would be taken for one that was deleted; a real one shows it at once."""


@cache
def thread_lives(fault: str, strikes_at: int) -> tuple[Life, ...]:
    return tuple(lives(ACCOUNT, THREAD, FAULTS[fault], strikes_at=strikes_at))


@pytest.mark.parametrize(("fault", "strikes_at"), STRIKES)
def test_no_part_comes_twice_or_out_of_order_and_no_end_is_silent(fault: str, strikes_at: int) -> None:
    for life in thread_lives(fault, strikes_at):
        posts = life.posts
        assert [post.text for post in posts] == TEXTS[: len(posts)], life.story
        assert all(post.received_at >= NINE for post in posts), life.story
        assert {post.in_reply_to for post in posts[1:]} <= {post.id for post in posts[:1]}, life.story
        if life.ended.state is State.PUBLISHED:
            assert len(posts) == len(TEXTS), life.story
        else:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


def test_everything_but_a_refusal_settles_without_a_person() -> None:
    mendable = [life for fault, at in STRIKES if fault != "refused" for life in thread_lives(fault, at)]
    assert sum(life.ended.state is State.PUBLISHED for life in mendable) >= 0.95 * len(mendable)


@pytest.mark.parametrize("before", BEFORE)
def test_what_fails_while_preparing_delays_nothing_and_doubles_nothing(before: str) -> None:
    for life in lives(ACCOUNT, THREAD, before=BEFORE[before]):
        assert life.ended.state is State.PUBLISHED, life.story
        assert [post.text for post in life.posts] == TEXTS, life.story


def test_a_thread_that_was_refused_in_the_middle_goes_on_by_hand_where_it_stopped() -> None:
    life = lived(ACCOUNT, THREAD, FAULTS["refused"], strikes_at=2)
    assert (life.ended.state, [post.text for post in life.posts]) == (State.FAILED, TEXTS[:1])
    life.world.ledger.publish_now(life.ended.publication_id, life.world.clock.now)
    assert life.world.run(life.ended.publication_id).state is State.PUBLISHED
    assert [post.text for post in life.posts] == TEXTS
