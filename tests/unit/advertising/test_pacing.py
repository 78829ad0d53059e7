"""Is the money going too fast? By hand-made cases; the general laws are in tests/properties/advertising."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from portavoce.advertising.pacing import elapsed_share, forecast_minor, month_of, status, thresholds_passed, unread
from tests.advertising import ACCOUNT, BUDGET, spend
from tests.aurora import NOW

ROME = "Europe/Rome"


def test_the_month_is_the_ad_accounts_own() -> None:
    new_year_in_utc = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert month_of(new_year_in_utc, "America/Sao_Paulo").name == "2026-12"
    assert month_of(new_year_in_utc, ROME).name == "2027-01"


def test_the_elapsed_share_counts_the_hour_that_the_clocks_give_back() -> None:
    october = month_of(datetime(2026, 10, 31, 12, tzinfo=UTC), ROME)
    assert (october.ends_at - october.begins_at) == timedelta(days=31, hours=1)
    assert elapsed_share(october, october.begins_at) == 0
    assert elapsed_share(october, october.ends_at) == 1
    april = month_of(datetime(2026, 4, 15, 12, tzinfo=UTC), "UTC")
    assert elapsed_share(april, datetime(2026, 4, 16, tzinfo=UTC)) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("spent_minor", "passed"),
    [(0, ()), (49_999, ()), (50_000, (50,)), (79_999, (50,)), (80_000, (50, 80)), (100_000, (50, 80, 100))],
)
def test_a_threshold_is_passed_when_it_is_reached_and_not_a_cent_before(
    spent_minor: int, passed: tuple[int, ...]
) -> None:
    assert thresholds_passed(spent_minor, 100_000) == passed


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_the_forecast_is_the_spend_and_the_median_day_for_each_day_left() -> None:
    by_day = {date(2026, 11, day): 1_000 for day in range(1, 16)}
    month = month_of(at(16), "UTC")
    assert forecast_minor(by_day, month, "UTC", at(16)) == 15_000 + 15 * 1_000
    assert forecast_minor(by_day | {date(2026, 11, 16): 400}, month, "UTC", at(16, 12)) == 15_400 + 14_500


def test_one_odd_day_does_not_move_the_forecast_of_the_days_to_come() -> None:
    by_day = {date(2026, 11, day): 1_000 for day in range(1, 16)}
    wild = by_day | {date(2026, 11, 14): 90_000}
    month = month_of(at(16), "UTC")
    assert forecast_minor(wild, month, "UTC", at(16)) == 15_000 + 89_000 + 15 * 1_000


def test_a_day_without_spend_after_the_first_counts_as_a_day_without_spend() -> None:
    by_day = {date(2026, 11, 12): 900, date(2026, 11, 14): 900}
    assert forecast_minor(by_day, month_of(at(16), "UTC"), "UTC", at(16)) == 1_800 + 15 * 450


def test_fewer_than_three_complete_days_make_no_forecast() -> None:
    by_day = {date(2026, 11, 14): 500, date(2026, 11, 15): 500, date(2026, 11, 16): 10_000}
    assert forecast_minor(by_day, month_of(at(16), "UTC"), "UTC", at(16, 23)) is None
    assert forecast_minor(by_day, month_of(at(17), "UTC"), "UTC", at(17)) is not None


def test_early_in_a_month_the_pace_of_the_last_one_is_gone_by() -> None:
    by_day = {date(2026, 10, day): 1_000 for day in range(1, 32)}
    assert forecast_minor(by_day, month_of(at(1), "UTC"), "UTC", at(1)) == 30_000


def test_a_budget_of_a_campaign_counts_that_campaign_and_one_of_the_account_counts_all() -> None:
    days = [spend("c1", 20, 300), spend("c2", 20, 500), spend("c1", 21, 7), spend("c1", 20, 999, ad_account="other")]
    of_campaign = BUDGET.model_copy(update={"campaign_id": "c1"})
    assert status("aurora", BUDGET, ACCOUNT, days, NOW).spent_minor == 807
    assert status("aurora", of_campaign, ACCOUNT, days, NOW).spent_minor == 307


def test_spend_of_another_month_is_not_in_this_one() -> None:
    october = spend("c1", 20, 300).model_copy(update={"day": date(2026, 10, 31)})
    assert status("aurora", BUDGET, ACCOUNT, [october, spend("c1", 1, 5)], NOW).spent_minor == 5


@pytest.mark.parametrize("what", ["budget", "day"])
def test_money_of_two_currencies_is_never_added_or_compared(what: str) -> None:
    budget = BUDGET.model_copy(update={"currency": "USD"}) if what == "budget" else BUDGET
    foreign = spend("c1", 20, 99_999, currency="USD")
    stands = status("aurora", budget, ACCOUNT, [foreign], NOW)
    assert stands.spent_minor is None
    assert stands.forecast_minor is None
    assert stands.thresholds_passed == ()
    assert "USD" in str(stands.unavailable_reason)


def test_an_account_that_was_not_read_yet_is_unknown_and_not_zero() -> None:
    stands = unread("aurora", BUDGET, NOW)
    assert stands.spent_minor is None
    assert "meta" in str(stands.unavailable_reason)
