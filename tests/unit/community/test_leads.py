"""What becomes of a lead."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from pydantic import ValidationError

from portavoce.community.leads.changes import is_of_seller
from portavoce.community.leads.model import LeadChange, LeadMoved
from portavoce.community.leads.records import LeadRecords
from portavoce.community.leads.service import LeadDesk, NoLead
from portavoce.community.leads.sheet import write_leads
from portavoce.community.model import Lead, LeadOutcome
from portavoce.community.records import CommunityRecords
from portavoce.runtime.wiring.lead_sales import LeadSales
from portavoce.table.table import Table
from portavoce.visits.records import VisitRecords
from portavoce.visits.service.orders import OrderBook
from tests.leads import add_lead
from tests.stage import MORNING

WON = LeadChange(outcome=LeadOutcome.WON, value_minor=125_000, currency="EUR")


@pytest.fixture
def desk(table: Table) -> LeadDesk:
    return LeadDesk(
        LeadRecords(table), CommunityRecords(table), LeadSales(OrderBook(VisitRecords(table), lambda *_: None))
    )


def test_an_outcome_and_a_value_are_kept_with_who_said_them(desk: LeadDesk, table: Table) -> None:
    lead = add_lead(table)
    desk.change("aurora", lead.lead_id, WON, "gio@aurora.example", MORNING)
    found = desk.find("aurora", lead.lead_id)
    assert (found.outcome, found.value_minor, found.currency, found.revision) == ("won", 125_000, "EUR", 2)
    assert found.touched
    assert (found.touched.by, found.touched.what) == ("gio@aurora.example", "marked it won, gave it a value")
    assert (found.text, found.author_name) == (lead.text, lead.author_name)


def test_a_value_can_be_taken_away_and_what_is_not_named_stays(desk: LeadDesk, table: Table) -> None:
    lead = add_lead(table)
    desk.change("aurora", lead.lead_id, WON, "gio", MORNING)
    desk.change("aurora", lead.lead_id, LeadChange(seller="gio@aurora.example"), "gio", MORNING)
    desk.change("aurora", lead.lead_id, LeadChange(value_minor=None, currency=None), "gio", MORNING)
    found = desk.find("aurora", lead.lead_id)
    assert (found.outcome, found.value_minor, found.currency, found.seller) == ("won", None, None, "gio@aurora.example")


def test_the_same_again_changes_nothing_and_whoever_saw_an_older_one_is_told(desk: LeadDesk, table: Table) -> None:
    lead = add_lead(table)
    first = desk.change("aurora", lead.lead_id, WON, "gio", MORNING)
    assert desk.change("aurora", lead.lead_id, WON, "ada", MORNING) == first
    with pytest.raises(LeadMoved, match="gio marked it won"):
        desk.change("aurora", lead.lead_id, LeadChange(outcome=LeadOutcome.LOST, revision=1), "ada", MORNING)
    assert desk.find("aurora", lead.lead_id).outcome == "won"


def test_words_that_were_forgotten_meanwhile_do_not_come_back(desk: LeadDesk, table: Table) -> None:
    lead = add_lead(table)
    CommunityRecords(table).forget_lead("aurora", lead.lead_id)
    desk.records.replace(lead, lead.model_copy(update={"outcome": LeadOutcome.LOST, "revision": 2}))
    found = desk.find("aurora", lead.lead_id)
    assert (found.outcome, found.text, found.author_name) == ("lost", "", None)


def test_a_lead_that_has_gone_is_not_made_again(desk: LeadDesk, table: Table) -> None:
    with pytest.raises(NoLead):
        desk.change("aurora", "0" * 16, WON, "gio", MORNING)


def test_a_seller_sees_what_is_theirs_or_nobodys(table: Table) -> None:
    nobodys, gios = add_lead(table), add_lead(table, "77_2", seller="gio@aurora.example")
    assert [is_of_seller(nobodys, "Gio@aurora.example"), is_of_seller(gios, "Gio@aurora.example")] == [True, True]
    assert [is_of_seller(nobodys, "ben@aurora.example"), is_of_seller(gios, "ben@aurora.example")] == [True, False]


@pytest.mark.parametrize("half", [{"value_minor": 100}, {"currency": "EUR"}, {"value_minor": 0, "currency": "EUR"}])
def test_a_value_without_its_currency_is_none(half: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        LeadChange.model_validate(half)


def test_a_spreadsheet_of_leads_runs_no_strangers_formula(table: Table) -> None:
    evil = add_lead(table, text='=HYPERLINK("https://evil.example")', author_name="@sum")
    yen = add_lead(table, "77_2", outcome=LeadOutcome.WON, value_minor=4500, currency="JPY")
    euro = add_lead(table, "77_3", value_minor=4505, currency="EUR", created_at=MORNING + timedelta(hours=1))
    sheet = list(csv.DictReader(StringIO(write_leads([evil, yen, euro]).removeprefix("\ufeff"))))
    assert (sheet[0]["words"], sheet[0]["name"]) == ("'" + evil.text, "'@sum")
    assert [(one["outcome"], one["value"], one["currency"]) for one in sheet] == [
        ("open", "", ""),
        ("won", "4500", "JPY"),
        ("open", "45.05", "EUR"),
    ]


def test_a_lead_of_an_older_version_is_open_and_has_no_value(table: Table) -> None:
    known = {"seller", "outcome", "value_minor", "currency", "touched", "revision"}
    older = {name: value for name, value in add_lead(table).model_dump().items() if name not in known}
    read = Lead.model_validate(older)
    assert (read.outcome, read.value_minor, read.seller, read.revision) == ("open", None, None, 1)
