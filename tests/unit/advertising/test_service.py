"""Spend is read, restated and warned of, once per threshold and month."""

from datetime import date, timedelta

import pytest

from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets
from portavoce.brands.model import AdAccountRef
from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.reporting.model import AlertKind
from portavoce.reporting.records import Alerts
from tests.advertising import AURORA, BUDGET, AdPlatform, Stage, always
from tests.aurora import NOW


def test_five_weeks_are_read_in_the_accounts_own_days(stage: Stage) -> None:
    stage.platform.zone = "Pacific/Auckland"
    stage.collector().collect(NOW.replace(hour=12), always)
    assert stage.platform.asked == [(date(2026, 10, 20), date(2026, 11, 24))]
    stage.collector().collect(NOW.replace(day=30), always)
    assert stage.platform.asked[-1] == (date(2026, 10, 26), date(2026, 11, 30))


def test_of_a_platform_that_restates_fewer_days_those_are_read_and_the_ones_since_the_last_reading(
    stage: Stage,
) -> None:
    stage.restated_days = 14
    for days, first in (
        (0, date(2026, 10, 19)),
        (1, date(2026, 11, 9)),
        (5, date(2026, 11, 10)),
        (60, date(2026, 12, 18)),
    ):
        stage.collector().collect(NOW + timedelta(days=days), always)
        assert stage.platform.asked[-1][0] == first


def test_the_same_answer_twice_writes_no_day_again(stage: Stage) -> None:
    stage.spent(1_000)
    assert [stage.collector().collect(NOW, always).changed_days for _ in range(3)] == [1, 0, 0]


def test_a_restated_day_replaces_what_was_known_of_it(stage: Stage) -> None:
    stage.spent(60_000)
    stage.collector().collect(NOW, always)
    stage.spent(59_000)
    stage.collector().collect(NOW, always)
    (status,) = Budgets(SpendRecords(stage.table)).of(AURORA, NOW)
    assert status.spent_minor == 59_000


def test_a_day_that_the_platform_takes_back_is_no_longer_counted(stage: Stage) -> None:
    stage.spent(60_000)
    stage.spent(1_000, day=21)
    stage.collector().collect(NOW, always)
    del stage.platform.days["c1", date(2026, 11, 20)]
    stage.collector().collect(NOW, always)
    (status,) = Budgets(SpendRecords(stage.table)).of(AURORA, NOW)
    assert status.spent_minor == 1_000


def spent_in_all(stage: Stage) -> tuple[int | None, int]:
    (status,) = Budgets(SpendRecords(stage.table)).of(stage.brand, NOW + timedelta(hours=2))
    return status.spent_minor, status.not_explained_minor


def test_a_campaign_that_was_deleted_keeps_its_spend_as_it_is_restated(stage: Stage) -> None:
    for day in range(1, 21):
        stage.spent(4_500, day=day, campaign="launch")
    stage.collector().collect(NOW, always)
    stage.platform.delete("launch")
    stage.platform.deleted["launch"][date(2026, 11, 20)] = 4_600
    stage.spent(20_000, day=23, campaign="evergreen")
    stage.collector().collect(NOW + timedelta(hours=1), always)
    assert spent_in_all(stage) == (110_100, 0)
    assert "2026-11#100" in stage.mailed()


def test_a_campaign_that_the_platform_does_not_know_any_more_keeps_what_was_read_of_it(stage: Stage) -> None:
    stage.spent(90_000, campaign="launch")
    stage.collector().collect(NOW, always)
    stage.platform.days = {}
    stage.spent(20_000, day=23, campaign="evergreen")
    stage.collector().collect(NOW + timedelta(hours=1), always)
    assert spent_in_all(stage) == (110_000, 0)


def test_what_the_accounts_own_total_has_beyond_its_campaigns_counts_and_is_shown_as_not_explained(
    stage: Stage,
) -> None:
    stage.spent(10_000)
    stage.platform.beyond = {date(2026, 11, 20): 700, date(2026, 11, 21): 50}
    stage.collector().collect(NOW, always)
    assert spent_in_all(stage) == (10_750, 750)
    stage.platform.beyond = {}
    stage.collector().collect(NOW + timedelta(hours=1), always)
    assert spent_in_all(stage) == (10_000, 0)


def test_an_account_that_could_never_be_read_is_told_of_after_a_day(stage: Stage) -> None:
    stage.platform.trouble = ReadFailed("timed out")
    for hours in (0, 1, 23, 24, 25, 100):
        stage.collector().collect(NOW + timedelta(hours=hours), always)
    assert stage.alerts() == [("aurora.meta#since#2026-11-23T10:00:00", True)]


def test_an_account_for_which_there_is_never_time_left_is_told_of_and_read_first_when_there_is(stage: Stage) -> None:
    second = AdAccountRef(id="second", platform="meta_ads", account_id="act_2")
    stage.brand = AURORA.model_copy(update={"ad_accounts": (*AURORA.ad_accounts, second)})
    stage.others["second"] = AdPlatform()
    for hours in (0, 30):
        answers = iter([True, False])
        stage.collector().collect(NOW + timedelta(hours=hours), answers.__next__)
    read = {key: account.as_of for key, account in SpendRecords(stage.table).accounts("aurora").items()}
    assert read == {"meta": NOW, "second": NOW + timedelta(hours=30)}
    assert stage.alerts() == [("aurora.meta#since#2026-11-23T10:00:00", True)]


def test_an_account_that_could_not_be_read_for_a_day_is_told_of_once_until_it_was_read_again(stage: Stage) -> None:
    stage.collector().collect(NOW, always)
    stage.platform.trouble = ReadFailed("timed out")
    for hours in (1, 23):
        stage.collector().collect(NOW + timedelta(hours=hours), always)
    assert stage.alerts() == []
    for hours in (24, 25, 100):
        stage.collector().collect(NOW + timedelta(hours=hours), always)
    assert stage.alerts() == [("aurora.meta#since#2026-11-23T10:00:00", True)]
    stage.platform.trouble = None
    stage.collector().collect(NOW + timedelta(hours=101), always)
    stage.platform.trouble = ReadFailed("timed out")
    stage.collector().collect(NOW + timedelta(hours=126), always)
    assert len(stage.alerts()) == 2


def test_a_budget_in_another_currency_is_a_clear_warning_and_no_number(stage: Stage) -> None:
    stage.platform.currency = "JPY"
    stage.spent(1_000_000)
    for _ in range(2):
        stage.collector().collect(NOW, always)
    (alert,), _ = Alerts(stage.table).list_page("aurora")
    assert alert.kind is AlertKind.BUDGET_CURRENCY
    assert alert.facts == {
        "budget": "Month",
        "ad_account": "meta",
        "budget_currency": "EUR",
        "account_currency": "JPY",
    }
    (status,) = Budgets(SpendRecords(stage.table)).of(AURORA, NOW)
    assert status.spent_minor is None


def test_an_account_that_cannot_be_read_now_takes_no_other_down(stage: Stage) -> None:
    second = AdAccountRef(id="second", platform="meta_ads", account_id="act_2")
    stage.brand = AURORA.model_copy(update={"ad_accounts": (*AURORA.ad_accounts, second)})
    stage.others["second"] = AdPlatform()
    stage.platform.trouble = ReadFailed("timed out")
    done = stage.collector().collect(NOW, always)
    assert (done.accounts, done.failures) == (1, ["aurora.meta: ReadFailed"])
    assert stage.alerts() == []


def test_an_account_that_refuses_is_told_to_a_person_once_a_month(stage: Stage) -> None:
    stage.platform.trouble = ReadRefused("aurora.meta has no secret")
    alerts = [stage.collector().collect(NOW + timedelta(days=days), always).alerts for days in (0, 1, 10)]
    assert alerts == [1, 0, 1]


def test_a_surprise_is_raised_after_the_other_accounts_were_read(stage: Stage) -> None:
    second = AdAccountRef(id="second", platform="meta_ads", account_id="act_2")
    stage.brand = AURORA.model_copy(update={"ad_accounts": (*AURORA.ad_accounts, second)})
    stage.others["second"] = AdPlatform()
    stage.platform.trouble = ZeroDivisionError()
    with pytest.RaisesGroup(ZeroDivisionError):
        stage.collector().collect(NOW, always)
    assert "second" in SpendRecords(stage.table).accounts("aurora")


def test_a_run_without_time_left_reads_nothing_and_says_so(stage: Stage) -> None:
    done = stage.collector().collect(NOW, lambda: False)
    assert (done.accounts, done.stopped_early) == (0, True)


def test_a_budget_stands_as_of_the_moment_when_its_account_was_read(stage: Stage) -> None:
    stage.spent(50_000)
    stage.collector().collect(NOW, always)
    (status,) = Budgets(SpendRecords(stage.table)).of(AURORA, NOW + timedelta(days=20))
    assert (status.period, status.as_of, status.thresholds_passed) == ("2026-11", NOW, (50,))
    assert (status.currency, status.decimals, status.zone) == ("EUR", 2, "Europe/Rome")


def test_a_budget_whose_account_was_never_read_is_unknown(stage: Stage) -> None:
    (status,) = Budgets(SpendRecords(stage.table)).of(AURORA, NOW)
    assert status.budget == BUDGET
    assert status.spent_minor is None
    assert status.unavailable_reason
