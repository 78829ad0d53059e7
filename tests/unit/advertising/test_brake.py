"""When a brake acts, on what, how often; what people may order of it; and its link."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portavoce.advertising.brake.link import (
    COUNTS_FOR,
    BadBrakeLink,
    BrakeTicket,
    read_brake_ticket,
    sign_brake_ticket,
)
from portavoce.advertising.brake.model import HoldProgress, OrderState
from portavoce.advertising.brake.page import NoticeName, brake_words, notice_page, proposal_page
from portavoce.advertising.brake.service.desk import BrakeOff, NothingHeld, ProposalGone
from portavoce.brands.model import Brand, Budget, Language
from portavoce.reporting.compose import Speaker, compose
from portavoce.reporting.number_format import readable
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.brakes import AdCampaign, Garage, SwitchBoard
from tests.faults.time import VirtualClock

KEY = b"a-key-of-the-tests"
TICKET = BrakeTicket("aurora", "month", 3, NOW.replace(microsecond=0) + COUNTS_FOR)


def garage(table: Table, **budget: Any) -> Garage:
    """Two campaigns that run and one that a person has paused."""
    campaigns = {
        "c1": AdCampaign("Launch"),
        "c2": AdCampaign("By hand", status="PAUSED"),
        "c3": AdCampaign("Evergreen"),
    }
    return Garage(table, SwitchBoard(VirtualClock(NOW), campaigns), **budget)


def test_a_brake_that_is_off_reads_and_does_nothing(table: Table) -> None:
    house = garage(table, brake="off")
    house.spent_minor = 500_000
    with pytest.raises(BrakeOff):
        house.desk.order(house.brand, house.budget, "pause", "ada", NOW)
    assert (house.board.on, house.alerts, house.audit) == ({"c1", "c3"}, {}, [])


@pytest.mark.parametrize(("at", "spent", "acts"), [(100, 99_999, False), (100, 100_000, True), (90, 90_000, True)])
def test_it_acts_from_its_percent_of_the_amount_on(table: Table, at: int, spent: int, *, acts: bool) -> None:
    house = garage(table, brake_at=at)
    house.spent_minor = spent
    house.look()
    assert (house.board.on == set()) is acts


def test_a_budget_of_one_campaign_pauses_that_one_alone(table: Table) -> None:
    house = garage(table, campaign_id="c3")
    house.look()
    assert house.board.on == {"c1"}


def test_a_proposal_is_told_once_and_pauses_nothing_by_itself(table: Table) -> None:
    house = garage(table, brake="propose")
    house.look()
    house.work(hours=30)
    assert (house.board.on, house.mailed) == ({"c1", "c3"}, ["proposed"])
    (alert,) = house.alerts.values()
    assert (alert.facts["campaigns"], alert.facts["count"]) == ("Launch, Evergreen", "2")


def test_its_mails_name_the_budget_as_people_call_it_and_its_command_by_the_id(table: Table) -> None:
    house = garage(table, brake="propose")
    house.look()
    (alert,) = house.alerts.values()
    speaker = Speaker(brand_id="aurora", brand_name="Aurora Coffee", language="en", zone="Europe/Rome")
    mail = compose(alert.kind, alert.facts, speaker)
    assert house.budget.id != house.status().name
    assert f"the budget {house.status().name} be paused?" in mail.subject
    assert f"portavoce budget pause {house.budget.id} --brand aurora" in mail.text


def test_nothing_runs_again_by_itself_in_the_next_month_neither(table: Table) -> None:
    house = garage(table)
    house.look()
    house.spent_minor = 0
    house.work(hours=24 * 8)
    assert house.board.on == set()


def test_what_a_person_lets_run_again_is_left_until_the_amount_or_the_period_changes(table: Table) -> None:
    house = garage(table)
    house.look()
    house.clock.sleep_until(NOW + timedelta(hours=1))
    house.order("restart")
    house.work(hours=24)
    assert house.board.on == {"c1", "c3"}
    house.budget = house.budget.model_copy(update={"amount_minor": 120_000})
    house.spent_minor = 130_000
    house.work(hours=1)
    assert house.board.on == set()


def test_it_rests_after_it_has_acted_and_acts_three_times_a_day_at_most(table: Table) -> None:
    house = garage(table)
    begun = []
    for hour in range(24):
        house.board.campaigns_by_id[f"new{hour}"] = AdCampaign(f"New {hour}")
        house.clock.sleep_until(NOW + timedelta(hours=hour))
        before = len(house.audit)
        house.look()
        begun += [hour] if len(house.audit) > before else []
    assert begun == [0, 6, 12]


def test_only_what_we_paused_runs_again_and_the_rest_is_told(table: Table) -> None:
    house = garage(table)
    house.look()
    house.clock.sleep_until(NOW + timedelta(hours=1))
    house.board.by_hand("c3", "ACTIVE")
    house.order("restart")
    assert house.held == {"c1": HoldProgress.RESTARTED, "c3": HoldProgress.LEFT}
    assert house.board.campaigns_by_id["c2"].switched == []
    released = next(one for key, one in house.alerts.items() if key.endswith("#released"))
    assert released.facts["cause"] == "Evergreen: somebody let it run again meanwhile"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(table: Table) -> None:
    house = garage(table)
    would = {one.name: one.would for one in house.desk.foresee(house.account, house.budget, "pause", "ada", NOW)}
    assert (would, house.audit) == ({"Launch": "be paused", "Evergreen": "be paused"}, [])
    house.look()
    house.clock.sleep_until(NOW + timedelta(hours=1))
    house.board.by_hand("c3", "ACTIVE")
    foreseen = list(house.desk.foresee(house.account, house.budget, "restart", "ada", NOW))
    assert {one.name: one.would for one in foreseen} == {"Launch": "run again", "Evergreen": "be left"}
    assert house.board.on == {"c3"}


def test_the_same_order_twice_is_one_and_an_answered_proposal_is_gone(table: Table) -> None:
    house = garage(table, brake="propose")
    house.look()
    with pytest.raises(ProposalGone):
        house.desk.order(house.brand, house.budget, "pause", "link", NOW, proposal=7)
    first = house.desk.order(house.brand, house.budget, "pause", "link", NOW, proposal=1)
    assert house.desk.order(house.brand, house.budget, "pause", "ada", NOW) == first
    with pytest.raises(ProposalGone):
        house.desk.order(house.brand, house.budget, "pause", "link", NOW, proposal=1)
    assert (first.state, first.by, first.number) == (OrderState.ORDERED, "link", 1)


def test_there_is_nothing_to_let_run_again_before_anything_was_paused(table: Table) -> None:
    house = garage(table)
    with pytest.raises(NothingHeld):
        house.desk.order(house.brand, house.budget, "restart", "ada", NOW)


def test_every_call_is_written_down_with_who_ordered_it_and_how_it_ended(table: Table) -> None:
    house = garage(table)
    house.board.faults = ["throttled"]
    house.look()
    house.work(hours=1)
    calls = [("the brake", f"pause {one}", end) for one, end in (("c1", "Throttled"), ("c1", "Done"), ("c3", "Done"))]
    assert house.audit == calls


@settings(max_examples=40)
@given(some.text(max_size=40))
def test_a_link_with_anything_changed_is_no_link_of_ours(text: str) -> None:
    token = sign_brake_ticket(TICKET, KEY)
    assert read_brake_ticket(token, KEY, NOW) == TICKET
    for forged in (text, token + text, token.replace("month", text, 1), token[:-1] + text):
        if forged != token:
            with pytest.raises(BadBrakeLink):
                read_brake_ticket(forged, KEY, NOW)


def test_a_link_counts_three_days_and_never_without_a_key() -> None:
    token = sign_brake_ticket(TICKET, KEY)
    with pytest.raises(BadBrakeLink) as late:
        read_brake_ticket(token, KEY, TICKET.expires_at)
    assert late.value.is_expired
    with pytest.raises(BadBrakeLink):
        read_brake_ticket(token, None, NOW)


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_the_page_is_whole_in_each_language_and_harmless_to_hostile_names(table: Table, language: Language) -> None:
    house = garage(table, brake="propose")
    house.board.campaigns_by_id["c1"].name = "<script>alert(1)</script>\u202e"
    house.look()
    order = house.records.order("aurora", "month")
    assert order is not None
    brand: Brand = aurora(language=language)
    page = proposal_page(brand, order, readable)
    assert ("<script>" in page.html, "\u202e" in page.html) == (False, False)
    assert brake_words(language).pause in page.html
    names: tuple[NoticeName, ...] = ("ordered", "gone", "forged", "expired", "off", "busy")
    assert {*brake_words(language).notices} == {*names}
    assert all(brake_words(language).notices[one].title in notice_page(one, None).html for one in names)


def test_off_may_be_written_bare_in_a_brand_file() -> None:
    given = {"id": "month", "ad_account": "meta", "amount_minor": 1, "currency": "EUR", "brake": False}
    assert Budget.model_validate(given).brake == "off"


def test_a_month_that_has_passed_is_not_braked_by_an_order_of_the_month_before(table: Table) -> None:
    house = garage(table)
    house.board.faults = ["throttled"]
    house.look()
    house.clock.sleep_until(datetime(2026, 12, 1, 0, 30, tzinfo=UTC))
    house.spent_minor = 0
    house.look()
    assert house.board.on == {"c1", "c3"}


def test_a_proposal_is_gone_with_its_month_and_once_the_amount_is_another(table: Table) -> None:
    house = garage(table, brake="propose")
    house.look()
    assert house.desk.proposal(house.brand, house.budget, 1, NOW).campaigns == ("Launch", "Evergreen")
    raised = house.budget.model_copy(update={"amount_minor": 500_000})
    for budget, at in ((raised, NOW), (house.budget, datetime(2026, 12, 1, 0, 30, tzinfo=UTC))):
        house.clock.sleep_until(at)
        house.budget = budget
        with pytest.raises(ProposalGone):
            house.desk.proposal(house.brand, budget, 1, at)
        with pytest.raises(ProposalGone):
            house.desk.order(house.brand, budget, "pause", "link", at, proposal=1)
        house.budget = house.budget.model_copy(update={"amount_minor": 100_000})
    assert house.board.on == {"c1", "c3"}


def test_what_another_budget_has_begun_and_left_is_told_and_let_run_again_by_the_one_that_ends_it(table: Table) -> None:
    house = garage(table)
    house.board.faults = ["throttled"]
    house.look()
    house.budget = house.budget.model_copy(update={"id": "launch", "campaign_id": "c1"})
    house.clock.sleep_until(NOW + timedelta(hours=1))
    house.look()
    assert house.board.on == {"c3"}
    applied = house.alerts[f"BRAKE#aurora.launch#{NOW:%Y-%m}#1#applied"]
    assert applied.facts["campaigns"] == "Launch"
    house.order("restart")
    assert house.board.on == {"c1", "c3"}
