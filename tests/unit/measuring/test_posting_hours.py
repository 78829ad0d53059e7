"""When to post: found where it is known, silent where it is not. The histories are generated, and their truth is."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random
from zoneinfo import ZoneInfo

import pytest

from portavoce.brands.model import WEEKDAYS
from portavoce.measuring.model import MeasuredPost, PostingHours
from portavoce.measuring.posting_hours import compare_hours
from tests import measuring as fakes

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
NOISE = 0.3
"""Deviation of a post's logarithm: two posts of three lie within 74 and 135 % of what they would."""
TWICE = log(2)

Better = Callable[[datetime], float]


def history(weeks: int, seed: int, better: Better, hours: Sequence[int] = range(8, 22)) -> list[MeasuredPost]:
    """Three posts a day at random hours, the last of them three days ago, on both sides of the change of clocks."""
    random, found = Random(seed), []
    last = NOW.astimezone(ROME).replace(hour=0, minute=0)
    for number in range(weeks * 7 * 3):
        day = last - timedelta(days=3 + number // 3)
        wall = day.replace(hour=random.choice(hours), minute=random.randrange(60))
        reach = random.randrange(800, 1500)
        rate = 0.05 * exp(random.gauss(0, NOISE) + better(wall))
        at = wall.astimezone(UTC)
        post = fakes.measured(f"p{number}", at=at, reach=reach, likes=round(reach * rate))
        found.append(post.model_copy(update={"looked_at": at + timedelta(days=3)}))
    return found


def compare(posts: Sequence[MeasuredPost], channel: str = "facebook") -> PostingHours:
    return compare_hours(channel, posts, "Europe/Rome", NOW)


def seven_in_the_evening(wall: datetime) -> float:
    return TWICE if wall.hour == 19 else 0


def tuesday_evening(wall: datetime) -> float:
    return TWICE if (wall.hour, wall.weekday()) == (19, 1) else 0


def nothing(_: datetime) -> float:
    return 0


@pytest.mark.parametrize("seed", range(5))
def test_a_known_best_hour_is_found_with_eight_weeks_of_posts_and_not_with_two(seed: int) -> None:
    found = compare(history(8, seed, seven_in_the_evening))
    assert found.best[0].hour == 19
    assert found.best[0].low_percent > 0
    silent = compare(history(2, seed, seven_in_the_evening))
    assert (silent.best, silent.hours) == ((), ())
    assert "8 weeks are needed" in (silent.silent_because or "")


@pytest.mark.parametrize("seed", range(5))
def test_an_hour_of_one_weekday_is_found_where_posts_go_at_fixed_hours(seed: int) -> None:
    found = compare(history(8, seed, tuesday_evening, hours=(9, 13, 19)))
    assert found.best[0].slot == "tue 19:00"


def test_the_bounds_hold_the_truth_four_times_in_five_over_all_hours_and_the_best_is_drawn_to_the_mean() -> None:
    best, others = (100 * (exp(part * TWICE) - 1) for part in (13 / 14, -1 / 14))  # one of 14 hours is better
    histories = [compare(history(8, seed, seven_in_the_evening)).hours for seed in range(20)]
    told = [(one, best if one.hour == 19 else others) for hours in histories for one in hours if one.percent]
    held = [one.low_percent <= truth <= one.high_percent for one, truth in told]
    evening = [one.percent for one, _ in told if one.hour == 19]
    assert 0.7 < sum(held) / len(held) < 0.9
    assert sum(evening) / len(evening) < best


@pytest.mark.takes_long("a hundred histories")
def test_posts_that_differ_by_chance_alone_name_a_best_hour_in_one_history_of_ten_at_most() -> None:
    named = [seed for seed in range(100) if compare(history(8, seed, nothing)).best]
    assert len(named) <= 10


def test_a_growing_channel_and_a_kind_of_post_that_does_better_make_no_best_hour() -> None:
    posts = history(8, 1, lambda wall: (wall - NOW.astimezone(ROME)) / timedelta(weeks=4))
    reels = [
        one.model_copy(update={"content_type": "reel" if one.published_at.hour == 18 else "text"})
        for one in history(8, 1, lambda wall: 1.0 if wall.astimezone(UTC).hour == 18 else 0)
    ]
    assert (compare(posts).best, compare(reels).best) == ((), ())


def test_hours_are_those_of_the_brands_clocks_on_both_sides_of_their_change() -> None:
    found = compare(history(8, 0, seven_in_the_evening))
    assert {one.weekday for one in found.hours} == set(WEEKDAYS)
    assert found.best[0].hour == 19


def test_posts_of_other_channels_young_ones_and_those_without_reach_do_not_count() -> None:
    posts = history(8, 0, seven_in_the_evening)
    young = [one.model_copy(update={"looked_at": one.published_at + timedelta(hours=47)}) for one in posts]
    mute = [fakes.measured(f"m{number}", at=one.published_at, likes=3) for number, one in enumerate(posts)]
    assert [compare(some).posts for some in (young, mute)] == [0, 0]
    assert compare(posts, "x").posts == 0
