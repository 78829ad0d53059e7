"""Each part once on X, in its place, whatever fails and whenever the process dies.

The real client and the simulated X, in a whole publishing house: a thread of three with images, and a first comment."""

from functools import cache
from itertools import product

import pytest

from infra.local.simulators.faults import Fault
from infra.local.simulators.x.app import build
from portavoce.publishing.model import Content, Part, PublicationState
from tests.faults.simulated import Account, Life, lived, lives
from tests.faults.world import IMAGE, NINE

ACCOUNT = Account(
    platform="x",
    account_id="2002",
    secrets={"access_token": "token"},
    build=build,
    seed={
        "users": [{"id": "2002", "username": "auroracoffee"}],
        "tokens": [{"value": "token", "user_id": "2002", "client_id": "c"}],
    },
    publishes="/2/tweets$",
)
TEXTS = [
    "Il caffè è pronto ☕️ & caldo: https://aurora.example/menu قهوتنا جاهزة 😍",
    "Due <passi> 👨‍👩‍👧‍👦",
    "コーヒー",
    "Il menu: aurora.coffee",
]
THREAD = Content(
    text=TEXTS[0],
    media=(IMAGE,),
    thread=(Part(text=TEXTS[1], media=(IMAGE.model_copy(update={"key": "media/cup.jpg"}),)), Part(text=TEXTS[2])),
    first_comment=TEXTS[3],
)
IMAGES = [1, 1, 0, 0]

LOST = Fault(kind="lost_answer", method="POST", path="/2/tweets$")
FAULTS: dict[str, tuple[Fault, ...]] = {
    "fine": (),
    "answer lost": (LOST,),
    "failed before": (Fault(kind="server_error", method="POST", path="/2/tweets$"),),
    "failed after": (Fault(kind="server_error_after", method="POST", path="/2/tweets$"),),
    "throttled": (Fault(kind="throttled", method="POST", path="/2/tweets$", seconds=40),),
    "refused": (Fault(kind="refused", method="POST", path="/2/tweets$"),),
    "look-up fails": (LOST, Fault(kind="server_error", method="GET", path="/2/users/", count=3)),
    "look-up lags": (LOST, Fault(kind="lagging_lookup", path="/2/tweets$", seconds=50)),
}
BEFORE: dict[str, tuple[Fault, ...]] = {
    "upload lost": (Fault(kind="lost_answer", method="POST", path="/2/media/upload$"),),
    "alt text lost": (Fault(kind="lost_answer", method="POST", path="/2/media/metadata$"),),
    "upload throttled": (Fault(kind="throttled", method="POST", path="/2/media/upload$", seconds=20),),
    "media not told of": (Fault(kind="server_error", method="GET", path="/2/media/upload$", count=5),),
}
IN_EVERY_PLACE = ["answer lost", "look-up lags"]
STRIKES = [
    ("fine", 1),
    *product(IN_EVERY_PLACE, [1, 2, 3, 4]),
    *((fault, 3) for fault in FAULTS if fault not in {"fine", *IN_EVERY_PLACE}),
]
"""Where a part's place could be mistaken, in each; the rest in the middle, since `test_platforms` has them all."""


@cache
def thread_lives(fault: str, strikes_at: int) -> tuple[Life, ...]:
    return tuple(lives(ACCOUNT, THREAD, FAULTS[fault], strikes_at=strikes_at))


def is_as_planned(life: Life) -> bool:
    """Whether what is out is the beginning of what was planned: once, in order, with its images, each in its place."""
    posts = life.posts
    ids = [None, *(post.id for post in posts)]
    answered = [*ids[:3], ids[1]] if len(posts) == len(TEXTS) else ids[: len(posts)]
    return (
        [post.text for post in posts] == TEXTS[: len(posts)]
        and [len(post.pictures) for post in posts] == IMAGES[: len(posts)]
        and [post.in_reply_to for post in posts] == answered
        and all(post.received_at >= NINE for post in posts)
    )


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize(("fault", "strikes_at"), STRIKES)
def test_no_part_comes_twice_or_out_of_place_and_no_end_is_silent(fault: str, strikes_at: int) -> None:
    for life in thread_lives(fault, strikes_at):
        assert is_as_planned(life), life.story
        if life.ended.state is PublicationState.PUBLISHED:
            assert len(life.posts) == len(TEXTS), life.story
        else:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.whole
def test_what_is_out_settles_without_a_person() -> None:
    out = [life for fault, at in STRIKES for life in thread_lives(fault, at) if len(life.posts) == len(TEXTS)]
    assert sum(life.ended.state is PublicationState.PUBLISHED for life in out) >= 0.95 * len(out)


@pytest.mark.enumerated(one_in=2)
@pytest.mark.takes_long("a life for each point at which it may die")
@pytest.mark.parametrize("before", BEFORE)
def test_what_fails_while_preparing_delays_nothing_and_doubles_nothing(before: str) -> None:
    for life in lives(ACCOUNT, THREAD, before=BEFORE[before]):
        assert is_as_planned(life), life.story
        if life.ended.state is not PublicationState.PUBLISHED:
            # It died when it had claimed a part and not sent it, and X shows nothing newer that would prove it.
            assert "may be out" in (life.ended.next_step or ""), life.story
            assert len(life.posts) == len(life.ended.sent), life.story


def test_a_thread_that_was_refused_in_the_middle_goes_on_by_hand_where_it_stopped() -> None:
    life = lived(ACCOUNT, THREAD, FAULTS["refused"], strikes_at=3)
    assert (life.ended.state, [post.text for post in life.posts]) == (PublicationState.FAILED, TEXTS[:2])
    life.world.ledger.publish_now(life.ended.publication_id, life.world.clock.now)
    assert life.world.run(life.ended.publication_id).state is PublicationState.PUBLISHED
    assert is_as_planned(life)


def test_a_thread_waits_for_the_next_window_where_one_ends_within_it() -> None:
    limits = {**ACCOUNT.seed, "limits": {"POST /2/tweets": 2}}
    life = lived(Account(**{**vars(ACCOUNT), "seed": limits}), THREAD)
    assert life.ended.state is PublicationState.PUBLISHED
    assert is_as_planned(life)
    first, second, third, fourth = (post.received_at for post in life.posts)
    assert (third - first).total_seconds() >= 900 > (second - first).total_seconds()
    assert (fourth - third).total_seconds() < 900
    posted = [entry for entry in life.simulator.journal if (entry.method, entry.path) == ("POST", "/2/tweets")]
    assert [entry.status for entry in posted] == [201] * 4
