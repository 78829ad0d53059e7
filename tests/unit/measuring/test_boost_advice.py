"""Which posts are named as worth an ad: what is better beyond chance, and nothing else."""

import random
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from portavoce.measuring.boost_advice import PostResult, advise_boosts
from portavoce.measuring.figures.returns import AdPrice

PRICE = AdPrice(cpm_minor=Decimal(500), currency="EUR", decimals=2, as_of=datetime(2026, 11, 28, tzinfo=UTC))


def post(number: int, viewers: int, results: int) -> PostResult:
    name = f"aurora.p{number}.facebook"
    return PostResult(publication_id=name, channel="facebook", platform="facebook", viewers=viewers, results=results)


def month(rates: list[float], seed: int, viewers: int = 1_000) -> list[PostResult]:
    """Posts that so many people saw, each of whom acts by the post's rate."""
    chance = random.Random(seed)
    return [post(n, viewers, sum(chance.random() < rate for _ in range(viewers))) for n, rate in enumerate(rates)]


def test_a_post_three_times_as_good_is_named_with_its_bounds_and_its_cost() -> None:
    advice = advise_boosts(
        "aurora", "clicks", [*(post(n, 1_000, 20) for n in range(11)), post(99, 1_000, 60)], {"facebook": PRICE}
    )
    (boost,) = advice.boosts
    assert boost.publication_id == "aurora.p99.facebook"
    assert boost.low_percent < boost.rate_percent < boost.high_percent
    assert advice.median_percent is not None
    assert advice.median_percent < boost.low_percent
    # EUR 5.00 for a thousand views, of whom between 4 and 6 in a hundred act: 8 to 13 cents for each.
    assert boost.cost_low_minor is not None
    assert boost.cost_minor is not None
    assert boost.cost_high_minor is not None
    assert 8 <= boost.cost_low_minor <= boost.cost_minor <= boost.cost_high_minor <= 13


def test_without_a_price_of_views_the_cost_is_unknown_and_said_to_be() -> None:
    advice = advise_boosts("aurora", "clicks", [*(post(n, 1_000, 20) for n in range(11)), post(99, 1_000, 60)], {})
    (boost,) = advice.boosts
    assert (boost.cost_minor, bool(boost.cost_unknown_because)) == (None, True)


def test_few_posts_few_viewers_and_few_results_say_nothing() -> None:
    nine = [*(post(n, 1_000, 20) for n in range(8)), post(99, 1_000, 90)]
    unseen = [*(post(n, 99, 2) for n in range(20)), post(99, 1_000, 90)]
    rare = [*(post(n, 1_000, 0) for n in range(20)), post(99, 1_000, 9)]
    for found in (nine, unseen, rare):
        advice = advise_boosts("aurora", "clicks", found, {"facebook": PRICE})
        assert (advice.boosts, bool(advice.silent_because)) == ((), True)


def test_where_posts_differ_by_chance_alone_hardly_any_month_names_one() -> None:
    named = sum(bool(advise_boosts("aurora", "clicks", month([0.02] * 20, seed), {}).boosts) for seed in range(60))
    assert named <= 6


def test_a_lucky_post_of_few_viewers_is_not_put_before_a_proven_one() -> None:
    steady = [post(n, 2_000, 40) for n in range(12)]
    advice = advise_boosts("aurora", "clicks", [*steady, post(50, 100, 10), post(51, 20_000, 1_400)], {})
    assert advice.boosts[0].publication_id == "aurora.p51.facebook"


@settings(max_examples=60)
@given(some.lists(some.tuples(some.integers(0, 10_000), some.integers(0, 10_000)), max_size=25))
def test_whatever_posts_came_to_bounds_hold_the_rate_and_costs_are_in_order(counts: list[tuple[int, int]]) -> None:
    found = [post(n, viewers, results) for n, (viewers, results) in enumerate(counts)]
    for boost in advise_boosts("aurora", "clicks", found, {"facebook": PRICE}).boosts:
        assert 0 <= boost.low_percent <= boost.rate_percent <= boost.high_percent <= 100
        assert (boost.cost_low_minor or 0) <= (boost.cost_minor or 0) <= (boost.cost_high_minor or 0)
