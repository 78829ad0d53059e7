"""The page Money: what a brake has done, and the two buttons of who may steer money."""

import pytest

from portavoce.advertising.brake.model import CampaignHold, HoldProgress
from portavoce.advertising.brake.records import BrakeRecords
from portavoce.advertising.records import SpendRecords
from portavoce.brands.model import Brand
from portavoce.people.model import Role
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.advertising import ACCOUNT
from tests.aurora import DOCUMENT
from tests.console import sign_in
from tests.stage import MORNING

BUDGET = {"id": "month", "ad_account": "meta", "amount_minor": 50_000, "currency": "EUR"}
HELD = CampaignHold(
    brand_id="aurora",
    ad_account="meta",
    campaign_id="23",
    name="<b>Autunno</b>",
    budget_id="month",
    period="2027-03",
    amount_minor=50_000,
    number=1,
    by="ada",
    progress=HoldProgress.PAUSED,
    asked_at=MORNING,
)


def keep_brand(brake: str) -> None:
    brands().put(Brand.model_validate(DOCUMENT | {"budgets": [BUDGET | {"brake": brake}]}), MORNING)
    SpendRecords(aws.table()).keep_account(ACCOUNT.model_copy(update={"as_of": MORNING}))


def test_a_brake_that_is_off_has_no_button_and_takes_no_order(stage: Table) -> None:
    keep_brand("off")
    browser = sign_in(Role.OWNER)
    assert "Pause its ads" not in browser.get("/aurora/money").main
    assert browser.post("/aurora/money/pause", {"budget": "month"}).status == 409
    assert BrakeRecords(stage).orders("aurora") == {}


@pytest.mark.parametrize("role", [Role.OWNER, Role.CAMPAIGN_MANAGER])
def test_who_steers_money_pauses_and_lets_run_again_what_we_paused(stage: Table, role: Role) -> None:
    keep_brand("propose")
    BrakeRecords(stage).keep_hold(HELD)
    browser = sign_in(role)
    shown = browser.get("/aurora/money").main
    assert ("Paused by us:" in shown, "<b>Autunno" in shown) == (True, False)
    for act, wanted in (("pause", "pause"), ("resume", "restart")):
        assert browser.post(f"/aurora/money/{act}", {"budget": "month"}).status == 303
        order = BrakeRecords(stage).order("aurora", "month")
        assert order is not None
        assert (order.act, order.state, order.by) == (wanted, "ordered", "ada@aurora.example")
    assert "An order is being carried out" in browser.get("/aurora/money").main
    assert browser.post("/aurora/money/pause", {"budget": "another"}).status == 404


def test_who_only_reads_money_has_no_button(stage: Table) -> None:
    keep_brand("propose")
    browser = sign_in(Role.ANALYST)
    assert "Pause its ads" not in browser.get("/aurora/money").main
    assert browser.post("/aurora/money/pause", {"budget": "month"}).status == 403
