"""What is a visit, a bounce and a conversion (measuring: Universal Analytics, GA4, Matomo; docs/visits.md)."""

import random

import pytest

from portavoce.visits.hit import Hit
from portavoce.visits.tally import VisitCounts, count_change, find_way, tally
from tests.visits import BEANS, SPRING, hit

ONE_BOUNCED = VisitCounts(visits=1, bounced=1)


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ([hit("a")], ONE_BOUNCED),
        ([hit("a"), hit("b", 1)], VisitCounts(visits=1, engaged=1)),
        ([hit("a"), hit("b", 0.2, "engaged")], VisitCounts(visits=1, engaged=1)),
        (
            [hit("a"), hit("b", 1, "conversion", value_minor=1250)],
            VisitCounts(visits=1, engaged=1, converted=1, conversions=1, value_minor=1250),
        ),
        ([hit("a"), hit("b", 30)], VisitCounts(visits=1, engaged=1)),
        ([hit("a"), hit("b", 30.01)], VisitCounts(visits=2, bounced=2)),
        ([hit("a"), hit("b", 20), hit("c", 45)], VisitCounts(visits=1, engaged=1)),
    ],
    ids=["one page", "two pages", "ten seconds", "an order", "half an hour", "longer", "never so long between two"],
)
def test_a_visit_ends_after_half_an_hour_and_bounces_without_page_time_or_order(
    hits: list[Hit], expected: VisitCounts
) -> None:
    assert tally(hits) == {SPRING: expected}


def test_an_order_that_is_told_again_is_one_conversion_of_its_first_value() -> None:
    told = [hit("a"), hit("b", 1, "conversion", value_minor=500, reference="r")]
    told.append(hit("c", 2, "conversion", value_minor=900, reference="r"))
    told.append(hit("d", 3, "conversion", value_minor=100))
    assert tally(told)[SPRING] == VisitCounts(visits=1, engaged=1, converted=1, conversions=2, value_minor=600)


def test_another_link_begins_a_visit_and_two_tabs_are_two_visits_and_no_more() -> None:
    told = [hit("a"), hit("b", 1, way=BEANS), hit("c", 2, "engaged"), hit("d", 3, "engaged", way=BEANS)]
    assert {way: one.visits for way, one in tally(told).items()} == {SPRING: 1, BEANS: 1}


def test_a_page_further_on_that_names_no_link_is_of_the_visit_that_was_heard_of_last() -> None:
    told = [hit("a"), hit("b", 1, way=BEANS), hit("c", 2, way=""), hit("d", 40, way="")]
    assert tally(told) == {
        SPRING: ONE_BOUNCED,
        BEANS: VisitCounts(visits=1, engaged=1),
        "": ONE_BOUNCED,
    }
    assert [find_way(told, name) for name in "acd"] == [SPRING, BEANS, ""]


def test_neither_the_order_of_hits_nor_what_was_added_before_changes_what_they_come_to() -> None:
    seeded = random.Random(15)
    ways = (SPRING, BEANS, "")
    for _ in range(50):
        hits = [
            hit(f"h{number}", seeded.uniform(0, 240), seeded.choice(["view", "view", "engaged", "conversion"]),
                way=seeded.choice(ways), value_minor=None)
            for number in range(12)
        ]  # fmt: skip
        total: dict[str, dict[str, int]] = {}
        known: list[Hit] = []
        for one in seeded.sample(hits, len(hits)):
            for way, change in count_change(known, [*known, one]).items():
                sums = total.setdefault(way, {})
                for name, amount in vars(change).items():
                    sums[name] = sums.get(name, 0) + amount
            known.append(one)
        assert {way: VisitCounts(**sums) for way, sums in total.items() if any(sums.values())} == tally(hits)
