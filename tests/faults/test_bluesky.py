"""What may go wrong on Bluesky before the call, and by hand after it; `test_platforms.py` has the call itself."""

import pytest

from infra.local.simulators.bluesky.app import build
from infra.local.simulators.faults import Fault
from portavoce.publishing.model import Content, Part, PublicationState
from tests.faults.simulated import Account, lived, lives
from tests.faults.world import IMAGE

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

REFUSED = (Fault(kind="refused", path="putRecord$"),)
BEFORE: dict[str, tuple[Fault, ...]] = {
    "session lost": (Fault(kind="lost_answer", path="createSession$"),),
    "upload lost": (Fault(kind="lost_answer", path="uploadBlob$"),),
    "handles unknown for now": (Fault(kind="server_error", path="resolveHandle$", count=2),),
}


@pytest.mark.parametrize("before", BEFORE)
def test_what_fails_while_preparing_delays_nothing_and_doubles_nothing(before: str) -> None:
    for life in lives(ACCOUNT, THREAD, before=BEFORE[before]):
        assert life.ended.state is PublicationState.PUBLISHED, life.story
        assert [post.text for post in life.posts] == TEXTS, life.story


def test_a_thread_that_was_refused_in_the_middle_goes_on_by_hand_where_it_stopped() -> None:
    life = lived(ACCOUNT, THREAD, REFUSED, strikes_at=2)
    assert (life.ended.state, [post.text for post in life.posts]) == (PublicationState.FAILED, TEXTS[:1])
    life.world.ledger.publish_now(life.ended.publication_id, life.world.clock.now)
    assert life.world.run(life.ended.publication_id).state is PublicationState.PUBLISHED
    assert [post.text for post in life.posts] == TEXTS
