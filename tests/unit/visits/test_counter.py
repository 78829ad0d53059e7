"""Hits are counted once each, whatever happens to them on their way."""

import random
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from portavoce.table.table import Table
from portavoce.visits.conversion import digest_reference
from portavoce.visits.hit import Hit
from portavoce.visits.model import VisitDay
from portavoce.visits.records import VisitRecords
from portavoce.visits.service.counter import MOST_HITS
from portavoce.visits.service.orders import Confirmation
from tests.visits import BEANS, NINE, SPRING, counter_of, hit

DAY = date(2026, 11, 28)


@pytest.fixture
def records(table: Table) -> VisitRecords:
    return VisitRecords(table)


def rows(records: VisitRecords) -> dict[str, VisitDay]:
    return {row.key: row for row in records.days("aurora", DAY, DAY)}


class Told(NamedTuple):
    """What a row says."""

    visits: int
    bounced: int | None
    conversions: int | None
    value_minor: int | None


def told(row: VisitDay) -> Told:
    return Told(row.visits, row.bounced, row.conversions, row.value_minor)


def test_figures_equal_what_was_done_when_one_in_twenty_comes_twice_and_all_in_any_order(
    records: VisitRecords,
) -> None:
    seeded = random.Random(15)
    hits: list[Hit] = []
    for number in range(10):
        visitor, way = f"{number:032}", SPRING if number % 2 else BEANS
        hits.append(hit(f"v{number}", number, visitor=visitor, way=way))
        if number < 3:
            hits.append(hit(f"p{number}", number + 5, visitor=visitor, way=""))
        if number == 1:
            hits.append(hit("c1", 12, "conversion", visitor=visitor, way="", value_minor=2500))
    delivered = hits + seeded.sample(hits, max(1, len(hits) // 20))
    seeded.shuffle(delivered)
    counter = counter_of(records)
    for one in delivered:
        counter.count(one, NINE)
    found = rows(records)
    assert told(found[SPRING]) == Told(5, 4, 1, 2500)
    assert told(found[BEANS]) == Told(5, 3, 0, 0)
    assert (found[SPRING].post_id, found[SPRING].campaign, found[BEANS].product) == ("spring", "autumn", "beans")
    assert sum(row.visits for row in found.values()) == 10


def test_who_floods_is_heard_so_often_and_no_more(records: VisitRecords) -> None:
    counter = counter_of(records)
    records.keep_hits(records.hits_of("v" * 32), [hit(f"h{number}") for number in range(MOST_HITS - 1)], (), NINE)
    assert counter.count(hit("last"), NINE)
    assert not counter.count(hit("one-more"), NINE)


def test_a_link_that_is_not_the_brands_leads_nobody_there(records: VisitRecords) -> None:
    counter_of(records).count(hit("a", way="link:9NqKd2VbXw"), NINE)
    assert rows(records).keys() == {""}


def test_what_comes_back_when_its_visitor_is_forgotten_is_not_counted_again(records: VisitRecords) -> None:
    assert not counter_of(records).count(hit("a"), NINE + timedelta(days=2))
    assert rows(records) == {}


def test_only_what_the_shop_says_is_confirmed_once_and_for_the_visit_that_told_of_it(records: VisitRecords) -> None:
    counter = counter_of(records)
    counter.count(hit("a"), NINE)
    counter.count(hit("b", 1, "conversion", value_minor=99_999, reference=digest_reference("aurora", "117")), NINE)
    assert rows(records)[SPRING].confirmed_minor is None
    for amount, outcome in ((4000, "joined"), (4000, "unchanged"), (3500, "corrected")):
        said = [Confirmation("117", amount)]
        assert counter.orders.confirm("aurora", said, "EUR", NINE, dry_run=True) == [outcome]
        assert counter.orders.confirm("aurora", said, "EUR", NINE, dry_run=False) == [outcome]
        row = rows(records)[SPRING]
        assert (row.confirmed, row.confirmed_minor, row.value_minor) == (1, amount, 99_999)


def test_an_order_that_the_shop_told_of_first_waits_for_its_visit(records: VisitRecords) -> None:
    counter, said = counter_of(records), [Confirmation("2026-117", 4000)]
    assert counter.orders.confirm("aurora", said, "EUR", NINE, dry_run=True) == ["waiting"]
    assert counter.orders.confirm("aurora", said, "EUR", NINE, dry_run=False) == ["waiting"]
    counter.count(hit("b", 1, "conversion", reference=digest_reference("aurora", "2026-117")), NINE)
    assert rows(records)[SPRING].confirmed_minor == 4000
    assert counter.orders.confirm("aurora", said, "EUR", NINE, dry_run=False) == ["unchanged"]


def test_forged_claims_change_no_figure_that_is_confirmed(records: VisitRecords) -> None:
    counter, digest = counter_of(records), digest_reference("aurora", "2026-117")
    counter.count(hit("a", 1, "conversion", reference=digest), NINE)
    counter.orders.confirm("aurora", [Confirmation("2026-117", 4000)], "EUR", NINE, dry_run=False)
    forged = hit("f", 2, "conversion", visitor="f" * 32, way=BEANS, reference=digest, value_minor=1)
    counter.count(forged, NINE)
    assert rows(records)[SPRING].confirmed_minor == 4000
    assert rows(records)[BEANS].confirmed_minor is None
    other = digest_reference("aurora", "2026-118")
    counter.count(hit("g", 3, "conversion", reference=other), NINE)
    counter.count(forged._replace(hit_id="h", reference=other), NINE)
    assert counter.orders.confirm("aurora", [Confirmation("2026-118", 9000)], "EUR", NINE, dry_run=False) == [
        "disputed"
    ]
    assert sum(row.confirmed_minor or 0 for row in rows(records).values()) == 4000
