"""What a won lead is worth counts as confirmed, once, whoever else confirms the same order."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from portavoce.brands.model import Triage
from portavoce.community.leads.model import LeadChange
from portavoce.community.leads.records import LeadRecords
from portavoce.community.leads.service import LeadDesk
from portavoce.community.model import Lead, LeadOutcome, LeadPlace
from portavoce.community.records import CommunityRecords
from portavoce.runtime.wiring.lead_sales import LeadSales
from portavoce.table.layout import EXPIRES
from portavoce.table.table import Table
from portavoce.visits.conversion import claim, digest_reference
from portavoce.visits.model import LEADS, SHOP, UNMATCHED, VisitOrigin
from portavoce.visits.records import VisitRecords
from portavoce.visits.service.orders import Confirmation, OrderBook
from tests.leads import add_lead
from tests.stage import MORNING

DAY = MORNING.date()
PLACE = LeadPlace(post_id="spring", campaign="autumn", product="beans")
WAY = "link:9NqKd2VbXw"
THERE = VisitOrigin(channel="x", platform="x", campaign="always", post_id="tips")


@pytest.fixture
def book(table: Table) -> OrderBook:
    return OrderBook(VisitRecords(table), lambda _, way: THERE if way == WAY else None)


@pytest.fixture
def desk(table: Table, book: OrderBook) -> LeadDesk:
    return LeadDesk(LeadRecords(table), CommunityRecords(table), LeadSales(book))


@pytest.fixture
def lead(table: Table) -> Lead:
    return add_lead(table, place=PLACE, created_at=MORNING)


def say(desk: LeadDesk, lead: Lead, **said: Any) -> Lead:
    given = {"outcome": LeadOutcome.WON, "value_minor": 5000, "currency": "EUR"} | said
    return desk.change("aurora", lead.lead_id, LeadChange.model_validate(given), "gio@aurora.example", MORNING)


def counted(book: OrderBook) -> dict[tuple[str, str | None, str | None], tuple[int, int]]:
    """Orders and their value by source, post and currency, but for those of which nothing is left."""
    rows = book.records.days("aurora", DAY - timedelta(days=40), DAY + timedelta(days=40))
    return {
        (one.source, one.post_id, one.currency): (one.confirmed or 0, one.confirmed_minor or 0)
        for one in rows
        if one.confirmed or one.confirmed_minor
    }


def visit(book: OrderBook, order: str) -> None:
    """A visit that came by a link tells of an order."""
    book.change("aurora", digest_reference("aurora", order), lambda one: claim(one, WAY, DAY), MORNING)


def test_a_won_lead_counts_with_its_value_for_what_it_came_from_and_on_its_day(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    say(desk, lead)
    (row,) = book.records.days("aurora", DAY, DAY)
    assert (row.source, row.visits, row.channel, row.campaign, row.product, row.post_id, row.day) == (
        LEADS,
        0,
        "facebook",
        "autumn",
        "beans",
        "spring",
        DAY,
    )
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}


def test_a_lead_counts_only_while_it_is_won_and_has_a_value_and_the_same_again_changes_nothing(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    for _ in range(2):
        say(desk, lead, outcome=LeadOutcome.OPEN)
        assert counted(book) == {}
        say(desk, lead)
        assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}
        say(desk, lead, value_minor=7000)
        assert counted(book) == {(LEADS, "spring", "EUR"): (1, 7000)}
        say(desk, lead, currency="USD", value_minor=300)
        assert counted(book) == {(LEADS, "spring", "USD"): (1, 300)}
        say(desk, lead, value_minor=None, currency=None)
        assert counted(book) == {}


@pytest.mark.parametrize("first", ["shop", "lead"])
def test_an_order_that_the_shop_confirms_and_a_seller_names_counts_once_with_the_shops_value(
    desk: LeadDesk, book: OrderBook, lead: Lead, first: str
) -> None:
    for teller in ("shop", "lead") if first == "shop" else ("lead", "shop"):
        if teller == "shop":
            book.confirm("aurora", [Confirmation("A-7", 4800)], "EUR", MORNING, dry_run=False)
        else:
            say(desk, lead, order="A-7")
    assert counted(book) == {(SHOP, "spring", "EUR"): (1, 4800)}
    say(desk, lead, outcome=LeadOutcome.LOST, order="A-7")
    assert counted(book) == {}, "the shop knows the order, and of no visit and no lead any more"


def test_an_order_that_a_visit_told_of_counts_for_the_visit_and_once_when_a_seller_names_it(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    visit(book, "A-7")
    say(desk, lead, order="A-7")
    assert counted(book) == {(LEADS, "tips", "EUR"): (1, 5000)}
    outcomes = book.confirm("aurora", [Confirmation("A-7", 4800)], "EUR", MORNING, dry_run=False)
    assert (outcomes, counted(book)) == (["corrected"], {("own", "tips", "EUR"): (1, 4800)})
    say(desk, lead, outcome=LeadOutcome.LOST, order="A-7")
    assert counted(book) == {("own", "tips", "EUR"): (1, 4800)}


def test_no_browser_can_move_what_a_seller_has_told_of(desk: LeadDesk, book: OrderBook, lead: Lead) -> None:
    say(desk, lead, order="A-7")
    visit(book, "A-7")
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}


def test_another_order_takes_the_place_of_the_one_that_was_named(desk: LeadDesk, book: OrderBook, lead: Lead) -> None:
    say(desk, lead, order="A-7")
    say(desk, lead, order="A-8")
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}
    say(desk, lead, order=None)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}


def test_two_leads_of_one_order_count_it_once(desk: LeadDesk, book: OrderBook, lead: Lead, table: Table) -> None:
    other = add_lead(table, "77_2", place=LeadPlace(), created_at=MORNING)
    say(desk, lead, order="A-7")
    say(desk, other, order="A-7", value_minor=6000)
    assert counted(book) == {(LEADS, None, "EUR"): (1, 6000)}
    for _ in range(2):
        say(desk, lead, order="A-7")
        assert counted(book) == {(LEADS, None, "EUR"): (1, 6000)}
    say(desk, other, order="A-8", value_minor=6000)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000), (LEADS, None, "EUR"): (1, 6000)}, "it was a slip"


def test_leads_of_ads_for_two_products_of_one_campaign_count_for_their_own(
    desk: LeadDesk, book: OrderBook, table: Table
) -> None:
    for number, (product, minor) in enumerate([("beans", 5000), ("tea", 100)]):
        place = LeadPlace(campaign="autumn", product=product)
        say(desk, add_lead(table, f"77_{number}", place=place, created_at=MORNING), value_minor=minor)
    rows = book.records.days("aurora", DAY, DAY)
    assert {one.product: one.confirmed_minor for one in rows} == {"beans": 5000, "tea": 100}


@pytest.mark.parametrize("order", ["طلب رقم ٧ 🛒", "A#7", "№ 7/2027"])
def test_what_the_shop_calls_an_order_is_one_in_any_script(
    desk: LeadDesk, book: OrderBook, lead: Lead, order: str
) -> None:
    say(desk, lead, order=f" {order} ")
    assert book.confirm("aurora", [Confirmation(order, 4800)], "EUR", MORNING, dry_run=False) == ["corrected"]
    assert counted(book) == {(SHOP, "spring", "EUR"): (1, 4800)}


@pytest.mark.parametrize("order", ["A\n7", "\x1b[31mA-7", "\x01lead\x0177_2", "A" * 101, " "])
def test_what_no_shop_calls_an_order_is_refused(desk: LeadDesk, book: OrderBook, lead: Lead, order: str) -> None:
    with pytest.raises(ValidationError):
        say(desk, lead, order=order)
    assert counted(book) == {}


def test_the_shop_corrects_the_currency_that_a_seller_named(desk: LeadDesk, book: OrderBook, lead: Lead) -> None:
    say(desk, lead, order="A-7", currency="USD")
    for outcome in ("corrected", "unchanged"):
        assert book.confirm("aurora", [Confirmation("A-7", 5000)], "EUR", MORNING, dry_run=False) == [outcome]
        assert counted(book) == {(SHOP, "spring", "EUR"): (1, 5000)}


def test_an_order_of_a_lead_is_kept_as_long_as_a_lead_can_be(
    desk: LeadDesk, book: OrderBook, lead: Lead, table: Table
) -> None:
    say(desk, lead)
    (item,) = table.query_all("pk = :pk", {":pk": "ORDER#aurora"})
    most = next(one.le for one in Triage.model_fields["retention_days"].metadata if hasattr(one, "le"))
    assert item[EXPIRES] >= (MORNING + timedelta(days=most)).timestamp()


@pytest.mark.parametrize("order", [None, "A-117"])
def test_what_a_seller_alone_says_is_told_apart_where_the_shop_tells_of_its_orders(
    desk: LeadDesk, book: OrderBook, lead: Lead, order: str | None
) -> None:
    visit(book, "A-7")
    say(desk, lead, order=order)
    book.confirm("aurora", [Confirmation("A-7", 5000)], "EUR", MORNING, dry_run=True)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}, "nothing was written yet"
    book.confirm("aurora", [Confirmation("A-7", 5000)], "EUR", MORNING, dry_run=False)
    assert counted(book) == {("own", "tips", "EUR"): (1, 5000), (UNMATCHED, "spring", "EUR"): (1, 5000)}
    say(desk, lead, order="A-7")
    assert counted(book) == {("own", "tips", "EUR"): (1, 5000)}, "the seller names the order that the shop told of"
    say(desk, lead, order=order)
    assert counted(book) == {("own", "tips", "EUR"): (1, 5000), (UNMATCHED, "spring", "EUR"): (1, 5000)}


def test_what_sellers_said_before_the_shops_first_orders_could_have_come_stays_confirmed(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    say(desk, lead)
    for days in (181, 400):  # the first time that the shop told of its orders counts
        book.confirm("aurora", [Confirmation("A-7", 5000)], "EUR", MORNING + timedelta(days=days), dry_run=False)
        assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}


def test_what_sellers_say_of_a_brand_without_a_shop_is_confirmed_whatever_the_shop_of_another_tells(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    say(desk, lead)
    book.confirm("borea", [Confirmation("A-7", 5000)], "EUR", MORNING, dry_run=False)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}


def test_what_was_said_of_a_lead_last_stands_whichever_of_two_writes_is_late(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    before = say(desk, lead)
    say(desk, lead, value_minor=9000)
    LeadSales(book).keep(before, MORNING)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 9000)}
    LeadSales(book).drop(before, MORNING)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 9000)}


def test_a_change_that_died_after_its_first_write_is_whole_once_it_is_said_again(
    desk: LeadDesk, book: OrderBook, lead: Lead
) -> None:
    changed = lead.model_copy(
        update={"outcome": LeadOutcome.WON, "value_minor": 5000, "currency": "EUR", "revision": 2}
    )
    desk.records.replace(lead, changed)
    assert counted(book) == {}
    say(desk, lead)
    assert counted(book) == {(LEADS, "spring", "EUR"): (1, 5000)}
