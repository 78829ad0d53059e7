"""The page of the leads."""

import pytest

from portavoce.people.model import Role
from portavoce.runtime.wiring.audit import audit
from portavoce.runtime.wiring.community import leads
from portavoce.table.table import Table
from tests.console import Browser, sign_in
from tests.leads import add_lead


@pytest.fixture
def gio(stage: Table) -> Browser:
    return sign_in(Role.SALES, email="gio@aurora.example")


def form(lead_id: str, **given: str) -> dict[str, str]:
    blank = {"revision": "1", "outcome": "won", "value": "", "currency": "EUR"}
    return {"lead": lead_id} | blank | given


def test_without_a_lead_the_page_says_where_they_come_from(gio: Browser) -> None:
    assert "No lead yet." in gio.get("/aurora/leads").main


@pytest.mark.parametrize(
    ("language", "typed", "shown"),
    [("it", "1.250,00", "1.250,00 €"), ("en", "1,250.00", "€1,250.00"), ("ar", "١٢٥٠٫٥", "1,250.50")],
)
def test_an_outcome_and_its_value_are_kept_as_people_write_them(
    stage: Table, language: str, typed: str, shown: str
) -> None:
    lead = add_lead(stage)
    ada = sign_in(Role.OWNER, language=language)
    assert ada.post("/aurora/leads/outcome", form(lead.lead_id, value=typed)).status == 303
    assert shown in ada.get("/aurora/leads").main.replace("\u00a0", " ")
    acts, _ = audit().list_page("aurora", None, 1)
    assert (acts[0].act, acts[0].by, acts[0].facts["outcome"]) == ("note outcome", "ada@aurora.example", "won")


def test_an_unclear_amount_keeps_nothing_and_loses_no_word(gio: Browser, stage: Table) -> None:
    lead = add_lead(stage)
    for value, currency in (("1.250", "EUR"), ("molto", "EUR"), ("250", ""), ("250", "<b>")):
        again = gio.post("/aurora/leads/outcome", form(lead.lead_id, value=value, currency=currency))
        assert (again.status, f'value="{value}"' in again.main) == (422, True)
    assert leads().find("aurora", lead.lead_id) == lead


def test_a_seller_sees_their_leads_and_not_another_sellers(gio: Browser, stage: Table) -> None:
    add_lead(stage, text="for gio", seller="gio@aurora.example")
    other = add_lead(stage, "77_2", text="for ben", seller="ben@aurora.example")
    free = add_lead(stage, "77_3", text="for whoever comes first")
    seen = gio.get("/aurora/leads").main
    assert ("for gio" in seen, "for ben" in seen, "for whoever" in seen) == (True, False, True)
    assert gio.post("/aurora/leads/outcome", form(other.lead_id)).status == 404
    assert leads().find("aurora", other.lead_id) == other
    assert gio.post("/aurora/leads/outcome", form(free.lead_id, seller="ben@aurora.example")).status == 303
    assert leads().find("aurora", free.lead_id).seller == "gio@aurora.example"


def test_whoever_hands_leads_on_says_whose_one_is(gio: Browser, stage: Table) -> None:
    lead = add_lead(stage)
    ada = sign_in(Role.COMMUNITY)
    assert "<option>gio@aurora.example</option>" in ada.get("/aurora/leads").main
    ada.post("/aurora/leads/outcome", form(lead.lead_id, outcome="open", seller="gio@aurora.example"))
    assert leads().find("aurora", lead.lead_id).seller == "gio@aurora.example"


def test_whoever_comes_second_is_told_and_keeps_what_they_typed(gio: Browser, stage: Table) -> None:
    lead = add_lead(stage)
    gio.post("/aurora/leads/outcome", form(lead.lead_id))
    late = gio.post("/aurora/leads/outcome", form(lead.lead_id, outcome="lost", value="17,50"))
    assert (late.status, 'value="17,50"' in late.main) == (409, True)
    assert leads().find("aurora", lead.lead_id).outcome == "won"


def test_all_are_written_to_a_file_for_those_who_may_export(gio: Browser, stage: Table) -> None:
    lead = add_lead(stage)
    gio.post("/aurora/leads/outcome", form(lead.lead_id, value="45"))
    file = sign_in(Role.ANALYST, email="ana@aurora.example").get("/aurora/leads/file")
    assert (file.headers["content-type"], "won,45.00,EUR,gio@aurora.example" in file.text) == (
        "text/csv; charset=utf-8",
        True,
    )
    assert gio.get("/aurora/leads/file").status == 403


def test_another_brands_lead_is_not_there(gio: Browser, stage: Table) -> None:
    other = add_lead(stage, brand_id="borealis")
    assert gio.post("/aurora/leads/outcome", form(other.lead_id)).status == 404
