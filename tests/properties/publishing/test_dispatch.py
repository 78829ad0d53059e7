"""Whatever the ticks do, and whoever changes a post around its turn: once, never silently gone, at its second."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import get_args

import pytest

from portavoce.publishing import parts
from portavoce.publishing.model import Publication, PublicationState
from tests.faults.network import Fault
from tests.faults.world import planned, world
from tests.properties.publishing.days import WORDS, Day

AT_ITS_SECOND = timedelta(seconds=15)
FOUND = (57, 524, 675)
"""A clock that was behind, and writers that bore an old moment, made posts late."""


def check(seed: int) -> None:
    day = Day(seed)
    day.live()
    said = Counter((post.publication_id, post.part) for post in day.house.network.posts)
    assert all(count == 1 for count in said.values()), (seed, said)
    for since, until in day.frozen:
        assert not [at for at in day.house.network.calls if since < at < until], (seed, since, until)
    for wanted in day.wanted:
        ended = day.house.ledger.get(wanted.publication_id)
        assert ended is not None
        check_end(day, ended)


def check_end(day: Day, ended: Publication) -> None:
    posts = [post for post in day.house.network.posts if post.publication_id == ended.publication_id]
    told = [event for event in day.house.asked if event.publication_id == ended.publication_id]
    assert [post.part for post in posts] == list(range(len(posts))), day.seed
    assert ended.ended_at or ended.next_step, (day.seed, ended)
    if ended.state is PublicationState.PUBLISHED:
        assert len(posts) == parts.count(ended.content), day.seed
        assert ended.is_moved or posts[0].at >= ended.planned_at, day.seed
        if day.is_calm and day.is_promised(ended):
            assert posts[0].at <= ended.planned_at + AT_ITS_SECOND, (day.seed, posts[0].at, ended)
    elif ended.state is not PublicationState.CANCELLED:
        assert told and told[-1].next_step, (day.seed, ended)


@pytest.mark.parametrize("seed", [*FOUND, *range(12)])
def test_a_day_of_ticks_and_hands_ends_each_post_once_and_at_its_second(seed: int) -> None:
    check(seed)


@pytest.mark.whole
@pytest.mark.parametrize("block", range(60))
def test_three_thousand_days_end_each_post_once_and_at_its_second(block: int) -> None:
    for seed in range(1000 + 50 * block, 1050 + 50 * block):
        check(seed)


@pytest.mark.enumerated(one_in=20)
@pytest.mark.parametrize("seed", range(60))
def test_forty_threads_of_one_second_are_each_said_whole_and_in_order_whatever_strikes_one(seed: int) -> None:
    random = Random(seed)
    dies_at = random.choice([None, random.randint(0, 900)])
    house = world(random.choice(["list", "key"]), random.choice(get_args(Fault)), copies=1)
    house.network.strikes_at = random.randint(1, 160)
    ids = [f"aurora.thread-{number}.facebook" for number in range(40)]
    for number, name in enumerate(ids):
        house.plan(planned(content=WORDS).model_copy(update={"publication_id": name, "post_id": f"thread-{number}"}))
    house.fuse.blows_at = dies_at
    for name in ids:
        ended = house.run(name)
        said = [post.part for post in house.network.posts if post.publication_id == name]
        assert said == list(range(len(said))), (seed, name)
        if ended.state is PublicationState.PUBLISHED:
            assert len(said) == parts.count(WORDS), (seed, name)
        else:
            assert [one for one in house.asked if one.publication_id == name], (seed, name)
