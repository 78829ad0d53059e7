"""A link decides on one post as it stood, until its time, once; whatever else it meets, it says why it does not."""

from datetime import timedelta

import pytest

from portavoce.publishing.model import Approval, Publication, State
from portavoce.review import link
from tests.review import KEY, NOW, decided, in_review

BOTH = [in_review("facebook"), in_review("x")]


def ticket(publications: list[Publication]) -> link.Ticket:
    (found,) = link.tickets(publications, NOW)
    return found


def test_a_link_says_what_it_is_for_and_names_nobody() -> None:
    made = ticket(BOTH)
    token = link.sign(made, KEY)
    assert link.read(token, KEY) == made
    assert token.startswith("aurora.winter-menu.client.1795517700.")
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")


def test_the_same_post_gives_the_same_link_whoever_asks_and_whenever() -> None:
    (later,) = link.tickets(list(reversed(BOTH)), NOW + timedelta(hours=3))
    assert link.sign(later, KEY) == link.sign(ticket(BOTH), KEY)


def test_a_link_of_another_key_or_of_no_key_is_forged() -> None:
    token = link.sign(ticket(BOTH), KEY)
    for key in (b"another", b"", None):
        with pytest.raises(link.Forged):
            link.read(token, key)
    with pytest.raises(link.Forged):
        link.read(link.sign(ticket(BOTH), b""), b"")


def test_a_link_for_one_reviewer_or_post_cannot_be_rewritten_for_another() -> None:
    token = link.sign(ticket(BOTH), KEY)
    for before, after in ((".client.", ".internal."), ("winter-menu", "summer-menu"), (".1795", ".1895")):
        with pytest.raises(link.Forged):
            link.read(token.replace(before, after), KEY)


def test_every_channel_in_review_for_the_same_reviewer_is_decided_on_together() -> None:
    internal = in_review("instagram", approval=Approval(needed_from="internal"))
    made = link.tickets([*BOTH, internal], NOW)
    assert [one.reviewer for one in made] == ["internal", "client"]
    waiting = link.decidable(made[1], [*BOTH, internal], NOW)
    assert [one.channel for one in waiting] == ["facebook", "x"]


def test_a_link_ends_with_the_latest_time_that_it_asks_about() -> None:
    later = in_review("x", planned_at=NOW + timedelta(days=2))
    made = ticket([BOTH[0], later])
    day = [BOTH[0], later]
    assert [one.channel for one in link.decidable(made, day, NOW + timedelta(days=1))] == ["x"]
    with pytest.raises(link.Expired):
        link.decidable(made, day, NOW + timedelta(days=2))


@pytest.mark.parametrize(
    "standing",
    [
        [in_review("facebook", revision=2), in_review("x")],
        [in_review("facebook", content_hash="1f"), in_review("x")],
        [in_review("facebook")],
        [*BOTH, in_review("instagram")],
    ],
    ids=["a new revision", "other words", "one channel less", "one channel more"],
)
def test_a_link_from_before_an_edit_decides_nothing(standing: list[Publication]) -> None:
    with pytest.raises(link.Edited):
        link.decidable(ticket(BOTH), standing, NOW)


@pytest.mark.parametrize("decision", ["approved", "changes_requested"])
def test_a_link_decides_once(decision: str) -> None:
    with pytest.raises(link.Used):
        link.decidable(ticket(BOTH), [decided(one, decision) for one in BOTH], NOW)


def test_what_is_left_undecided_can_still_be_decided_by_the_same_link() -> None:
    left = link.decidable(ticket(BOTH), [decided(BOTH[0]), BOTH[1]], NOW)
    assert [one.channel for one in left] == ["x"]


def test_a_post_that_was_taken_back_waits_for_nobody() -> None:
    cancelled = [one.model_copy(update={"state": State.CANCELLED}) for one in BOTH]
    with pytest.raises(link.Withdrawn):
        link.decidable(ticket(BOTH), cancelled, NOW)
    assert link.tickets(cancelled, NOW) == []


def test_a_post_that_needs_no_approval_has_no_link() -> None:
    assert link.tickets([in_review(approval=None, state=State.SCHEDULED)], NOW) == []
