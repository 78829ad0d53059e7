"""Whose a post on the platform is, when several publications of a channel could have made it."""

import pytest

from portavoce.platforms.contract import Sent
from portavoce.platforms.outcomes import Absent, Found, LookupOutcome, Unclear
from portavoce.publishing import states
from portavoce.publishing.claims import claimed_posts, judge_found
from portavoce.publishing.model import Content, Publication
from tests.faults.world import NINE, planned

OURS = states.doubt_publication(states.claim_publication(planned(), NINE), "lost", NINE, NINE)
SEEN = Found(remote_id="77", url="https://network.test/77")


def other(text: str = "Fresh beans  this morning") -> Publication:
    """The neighbour, on its way out."""
    content = Content(text=text)
    named = planned(content=content).model_copy(update={"publication_id": "aurora.cake.facebook", "post_id": "cake"})
    return states.claim_publication(named, NINE)


def judged(found: LookupOutcome, *others: Publication) -> LookupOutcome:
    return judge_found(OURS, found, others)


@pytest.mark.parametrize("claim", [Sent(remote_id="77"), Sent(remote_id="", url="https://network.test/77")])
def test_what_another_publication_has_is_never_ours_by_its_id_or_its_address(claim: Sent) -> None:
    out = states.record_part(other(), claim, NINE)
    assert claimed_posts([out]) == {claim.remote_id or claim.url}
    for found in (SEEN, SEEN.model_copy(update={"is_proven": True})):
        assert isinstance(judged(found, out), Unclear)


def test_words_alone_say_nothing_while_another_with_the_same_words_is_in_doubt() -> None:
    sending = other()
    doubted = states.doubt_publication(sending, "lost", NINE, NINE)
    closed = states.cancel_publication(states.ask_person(doubted, "lost", "look", NINE), NINE)
    for twin in (sending, doubted, closed):
        outcome = judged(SEEN, twin)
        assert isinstance(outcome, Unclear)
        assert "aurora.cake.facebook" in outcome.reason
        assert judged(SEEN.model_copy(update={"is_proven": True}), twin) != outcome


def test_others_that_say_something_else_or_have_not_begun_stand_in_no_way() -> None:
    waiting = planned().model_copy(update={"publication_id": "aurora.cake.facebook"})
    assert judged(SEEN, other("Cake"), waiting, states.cancel_publication(waiting, NINE)) == SEEN
    assert judged(Absent(), other()) == Absent()
