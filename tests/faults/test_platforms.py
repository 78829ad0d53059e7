"""Five platforms' own clients before their simulated networks: each part once, no silent end, hardly ever a person."""

import pytest

from portavoce.publishing.model import State
from tests.faults.accounts import FRONTS
from tests.faults.matrix import Tally, cases, said, tally
from tests.faults.world import NINE

STRIKES = [(name, *strike) for name, front in FRONTS.items() for strike in front.strikes]


@pytest.mark.enumerated(one_in=4)
@pytest.mark.parametrize(("platform", "fault", "part"), STRIKES)
def test_no_part_comes_twice_or_out_of_order_and_no_end_is_silent(platform: str, fault: str, part: int) -> None:
    front = FRONTS[platform]
    for life in cases(platform, fault, part):
        texts = said(front, life)
        assert texts == front.texts[: len(texts)], life.story
        assert {post.in_reply_to for post in life.posts[1:]} <= {post.id for post in life.posts[:1]}, life.story
        assert all(post.received_at >= NINE for post in life.posts), life.story
        assert (life.ended.state is State.PUBLISHED) == (len(texts) == len(front.texts)), life.story
        if life.ended.state is not State.PUBLISHED:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.whole
@pytest.mark.parametrize("platform", FRONTS)
def test_at_least_nineteen_of_twenty_settle_without_a_person(platform: str) -> None:
    total = sum((tally(platform, *strike) for strike in FRONTS[platform].strikes), Tally())
    assert (total.duplicates, total.silent_ends) == (0, 0)
    assert total.settled_alone >= 0.95 * total.cases
