"""`portavoce budget pause` and `resume`: what is ordered, and what is not."""

from portavoce.advertising.brake.model import CampaignHold, HoldProgress
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.model import AccountState
from portavoce.advertising.records import SpendRecords
from portavoce.runtime import aws
from tests.advertising import ACCOUNT
from tests.stage import MORNING
from tests.unit.cli.conftest import FILE, Shell

BRAKED = [{"id": "month", "ad_account": "meta", "amount": "500.00", "currency": "EUR", "brake": "propose"}]
HELD = CampaignHold(
    brand_id="aurora",
    ad_account="meta",
    campaign_id="23",
    name="Autunno",
    budget_id="month",
    period="2027-03",
    amount_minor=50_000,
    number=1,
    by="ada",
    progress=HoldProgress.PAUSED,
    asked_at=MORNING,
)


def switch_on(shell: Shell) -> None:
    assert shell.run("brand", "apply", shell.brand(budgets=BRAKED), "--yes").code == 0
    state: AccountState = ACCOUNT.model_copy(update={"as_of": MORNING})
    SpendRecords(aws.table()).keep_account(state)


def test_where_the_brake_is_off_nothing_is_ordered_and_the_way_to_it_is_told(aurora: Shell) -> None:
    assert "budgets" in FILE
    ran = aurora.run("budget", "pause", "month")
    assert ran.code != 0
    assert "portavoce channel connect aurora.meta --ads" in ran.err
    assert BrakeRecords(aws.table()).orders("aurora") == {}


def test_a_pause_and_a_resume_are_ordered_once_and_shown(aurora: Shell) -> None:
    switch_on(aurora)
    for _ in range(2):
        assert "to be paused" in aurora.run("budget", "pause", "month").out
    assert "busy (pause)" in aurora.run("budget").out
    nothing = aurora.run("budget", "resume", "month")
    assert (nothing.code != 0, "has paused no campaign" in " ".join(nothing.err.split())) == (True, True)
    BrakeRecords(aws.table()).keep_hold(HELD)
    assert "to run again" in aurora.run("budget", "resume", "month").out
    shown = aurora.run("budget").out
    assert "has paused Autunno" in " ".join(shown.split())
    order = BrakeRecords(aws.table()).order("aurora", "month")
    assert order is not None
    assert (order.number, order.act, order.state) == (2, "restart", "ordered")


def test_a_budget_that_is_not_in_the_file_is_named(aurora: Shell) -> None:
    ran = aurora.run("budget", "pause", "year")
    assert (ran.code != 0, "budget year of brand aurora" in ran.err) == (True, True)
