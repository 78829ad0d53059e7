"""Five platforms' own clients before their simulated networks: each part once, no silent end, nobody told wrong."""

from itertools import product

import pytest

from portavoce.publishing.model import PublicationState
from tests.faults.accounts import FRONTS
from tests.faults.companions import TROUBLES
from tests.faults.matrix import Tally, cases, is_told_wrong, judge_companions, judge_neighbours, said, tally
from tests.faults.world import NINE

STRIKES = [(name, *strike) for name, front in FRONTS.items() for strike in front.strikes]


@pytest.mark.enumerated(one_in=9)
@pytest.mark.parametrize(("platform", "fault", "part"), STRIKES)
def test_no_part_comes_twice_or_out_of_order_and_no_end_is_silent(platform: str, fault: str, part: int) -> None:
    front = FRONTS[platform]
    for life in cases(platform, fault, part):
        texts = said(front, life)
        assert texts == front.texts[: len(texts)], life.story
        assert {post.in_reply_to for post in life.posts[1:]} <= {post.id for post in life.posts[:1]}, life.story
        assert all(post.received_at >= NINE for post in life.posts), life.story
        assert not is_told_wrong(front, life), life.story
        if life.ended.state is PublicationState.PUBLISHED:
            assert len(texts) == len(front.texts), life.story
        if life.ended.state is not PublicationState.PUBLISHED:
            assert life.world.asked[-1].cause and life.world.asked[-1].next_step, life.story


@pytest.mark.parametrize("platform", FRONTS)
def test_neighbours_with_the_same_words_end_with_posts_of_their_own_or_asked(platform: str) -> None:
    total = judge_neighbours(platform)
    assert (total.duplicates, total.silent_ends, total.told_wrong) == (0, 0, 0)
    assert total.settled_alone + total.asked_a_person == total.cases


@pytest.mark.enumerated(one_in=4)
@pytest.mark.takes_long("a life for each point at which a process with three posts can die")
@pytest.mark.parametrize(("trouble", "platform"), list(product(TROUBLES, FRONTS)))
def test_posts_of_one_message_come_once_each_and_end_settled_or_asked(platform: str, trouble: str | None) -> None:
    total = judge_companions(platform, trouble)
    assert (total.duplicates, total.silent_ends, total.told_wrong) == (0, 0, 0)
    assert total.settled_alone + total.asked_a_person == total.cases


@pytest.mark.whole
@pytest.mark.parametrize("platform", FRONTS)
def test_nothing_comes_twice_ends_in_silence_or_is_told_wrong(platform: str) -> None:
    total = sum((tally(platform, *strike) for strike in FRONTS[platform].strikes), Tally())
    assert (total.duplicates, total.silent_ends, total.told_wrong) == (0, 0, 0)


@pytest.mark.whole
@pytest.mark.parametrize("platform", FRONTS)
def test_of_what_is_out_and_shown_in_time_nineteen_of_twenty_settle_without_a_person(platform: str) -> None:
    front = FRONTS[platform]
    lives = [life for strike in front.strikes if "30 min" not in strike[0] for life in cases(platform, *strike)]
    out = [life for life in lives if said(front, life) == front.texts]
    assert sum(life.ended.state is PublicationState.PUBLISHED for life in out) >= 0.95 * len(out)
