"""A budget warns once per threshold, month and revision."""

from datetime import date, timedelta

from portavoce.brands.model import Budget
from portavoce.reporting.model import AlertKind
from portavoce.reporting.records import Alerts
from tests.advertising import AURORA, BUDGET, Stage, always
from tests.aurora import NOW


def test_each_threshold_is_raised_once_a_month_however_often_it_is_noticed(stage: Stage) -> None:
    for spend_minor in (40_000, 51_000, 52_000, 81_000, 79_000, 85_000, 100_000, 120_000):
        stage.spent(spend_minor)
        for _ in range(3):
            stage.collector().collect(NOW, always)
    assert stage.alerts() == [
        ("aurora.month#2026-11#100", True),
        ("aurora.month#2026-11#50", True),
        ("aurora.month#2026-11#80", True),
    ]


def budgeted(stage: Stage, amount_minor: int) -> None:
    """The brand's file says another amount from now on."""
    stage.brand = AURORA.model_copy(update={"budgets": (BUDGET.model_copy(update={"amount_minor": amount_minor}),)})


def test_a_budget_that_is_raised_and_spent_again_warns_by_its_new_amount(stage: Stage) -> None:
    for amount, spent in ((100_000, 105_000), (500_000, 110_000), (500_000, 260_000), (500_000, 510_000)):
        budgeted(stage, amount)
        stage.spent(spent)
        for _ in range(2):
            stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-11#100", "2026-11#100#r2", "2026-11#50#r2"]


def test_a_budget_that_is_lowered_below_what_is_spent_warns_at_once(stage: Stage) -> None:
    stage.spent(60_000)
    stage.collector().collect(NOW, always)
    budgeted(stage, 50_000)
    for _ in range(2):
        stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-11#100#r2", "2026-11#50"]


def test_an_amount_that_comes_back_is_a_revision_of_its_own(stage: Stage) -> None:
    stage.spent(60_000)
    for amount in (100_000, 500_000, 100_000):
        budgeted(stage, amount)
        stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-11#50", "2026-11#50#r3"]


def test_a_restatement_well_below_a_threshold_arms_it_again_and_a_small_one_does_not(stage: Stage) -> None:
    for spent in (81_000, 76_000, 81_000, 74_000, 81_000):
        stage.spent(spent)
        stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-11#80", "2026-11#80#c2"]


def test_last_month_restated_above_its_budget_is_told_once_with_the_budget_that_it_had(stage: Stage) -> None:
    stage.spent(49_000)
    stage.collector().collect(NOW, always)
    budgeted(stage, 500_000)
    december = NOW + timedelta(days=8)
    stage.collector().collect(december, always)
    stage.spent(130_000)
    for days in (0, 1, 25):
        stage.collector().collect(december + timedelta(days=days), always)
    (alert,) = [one for one in Alerts(stage.table).list_page("aurora")[0] if one.kind is AlertKind.BUDGET_RESTATED]
    assert (alert.facts["period"], alert.facts["spent_minor"], alert.facts["amount_minor"]) == (
        "2026-11",
        "130000",
        "100000",
    )
    assert "2026-11#100" in stage.mailed()


def test_last_month_that_was_above_its_budget_already_is_not_told_of_again(stage: Stage) -> None:
    stage.spent(110_000)
    stage.collector().collect(NOW, always)
    stage.spent(120_000)
    stage.collector().collect(NOW + timedelta(days=8), always)
    assert stage.mailed() == ["2026-11#100"]


def test_a_month_before_the_budget_was_watched_is_not_told_of(stage: Stage) -> None:
    stage.spent(900_000)
    stage.collector().collect(NOW + timedelta(days=8), always)
    assert stage.mailed() == []


def test_a_budget_that_will_be_left_over_is_told_of_once_in_the_second_half_of_the_month(stage: Stage) -> None:
    for today in (12, 20, 21):
        for day in range(1, today):
            stage.spent(1_000, day=day)
        stage.collector().collect(NOW.replace(day=today), always)
        assert stage.mailed() == ([] if today == 12 else ["2026-11#idle"])


def test_of_several_thresholds_passed_at_once_only_the_highest_is_mailed(stage: Stage) -> None:
    stage.spent(85_000)
    stage.collector().collect(NOW, always)
    assert stage.alerts() == [("aurora.month#2026-11#50", False), ("aurora.month#2026-11#80", True)]


def test_a_new_month_warns_anew(stage: Stage) -> None:
    stage.spent(60_000, day=30)
    stage.collector().collect(NOW.replace(day=30), always)
    stage.platform.days["c1", date(2026, 12, 1)] = 55_000
    stage.collector().collect(NOW + timedelta(days=8), always)
    assert stage.alerts() == [("aurora.month#2026-11#50", True), ("aurora.month#2026-12#50", True)]


def test_a_pace_that_will_break_the_budget_is_warned_of_once_while_it_can_be_saved(stage: Stage) -> None:
    for day in range(16, 23):
        stage.spent(7_000, day=day)
    for _ in range(2):
        stage.collector().collect(NOW, always)
    assert stage.alerts() == [("aurora.month#2026-11#forecast", True)]


def test_a_forecast_is_not_warned_of_when_all_is_spent_already(stage: Stage) -> None:
    for day in range(16, 23):
        stage.spent(20_000, day=day)
    stage.collector().collect(NOW, always)
    assert ("aurora.month#2026-11#forecast", True) not in stage.alerts()


def test_the_thresholds_are_those_of_the_budget_and_the_whole(stage: Stage) -> None:
    stage.brand = AURORA.model_copy(update={"budgets": (budget_of(thresholds=[30, 90]),)})
    for spent_minor in (31_000, 55_000, 91_000, 101_000):
        stage.spent(spent_minor)
        stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-11#100", "2026-11#30", "2026-11#90"]


def test_a_budget_for_some_days_warns_within_them_and_once_they_are_over_only_of_what_is_restated(stage: Stage) -> None:
    flight = budget_of(first_day="2026-10-20", last_day="2026-11-25")
    stage.brand = AURORA.model_copy(update={"budgets": (flight,)})
    stage.platform.days["c1", date(2026, 10, 20)] = 30_000
    stage.spent(25_000)
    stage.collector().collect(NOW, always)
    assert stage.mailed() == ["2026-10-20..2026-11-25#50"]
    after = NOW + timedelta(days=9)
    stage.platform.days["c1", date(2026, 11, 27)] = 500_000
    stage.collector().collect(after, always)
    assert stage.mailed() == ["2026-10-20..2026-11-25#50"], "what was spent later is not of these days"
    stage.spent(80_000)
    stage.collector().collect(after, always)
    assert stage.mailed() == ["2026-10-20..2026-11-25#100", "2026-10-20..2026-11-25#50"]


def test_before_its_days_a_budget_says_nothing(stage: Stage) -> None:
    stage.brand = AURORA.model_copy(update={"budgets": (budget_of(first_day="2026-12-01", last_day="2026-12-24"),)})
    for day in range(1, 23):
        stage.spent(90_000, day=day)
    stage.collector().collect(NOW, always)
    assert stage.mailed() == []


def budget_of(**given: object) -> Budget:
    return Budget.model_validate(BUDGET.model_dump(mode="json") | given)
