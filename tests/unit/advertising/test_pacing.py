"""Is the money going too fast? By hand-made cases; the general laws are in tests/properties/advertising."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from portavoce.advertising.pacing import (
    elapsed_share,
    forecast,
    month_of,
    period_between,
    planned_share,
    status,
    thresholds_passed,
    unread_status,
)
from portavoce.brands.model import Curve
from tests.advertising import ACCOUNT, BUDGET, spend
from tests.aurora import NOW
from tests.bench.generated_months import HEADROOM, OVERRUN, SHAPES, ask_daily, make_month

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
    assert thresholds_passed(spent_minor, BUDGET.model_copy(update={"amount_minor": 100_000})) == passed


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def expected(by_day: dict[date, int], now: datetime) -> int:
    found = forecast(by_day, month_of(now, "UTC"), "UTC", now)
    assert found is not None
    return found.expected_minor


def november(*days: int, spend_minor: int = 1_000) -> dict[date, int]:
    return {date(2026, 11, day): spend_minor for day in days}


def october() -> dict[date, int]:
    return {date(2026, 10, day): 1_000 for day in range(1, 32)}


def test_an_even_pace_goes_on_for_each_day_left_and_for_the_rest_of_today() -> None:
    by_day = october() | november(*range(1, 16))
    assert expected(by_day, at(16)) == 30_000
    assert expected(by_day | november(16, spend_minor=400), at(16, 12)) == 15_400 + 14_500


def test_a_weekday_without_spend_is_expected_to_have_none() -> None:
    at_work = {day: spend for day, spend in (october() | november(*range(1, 16))).items() if day.weekday() < 5}
    assert expected(at_work, at(16)) == 21_000  # November 2026 has 21 days from Monday to Friday


def test_one_odd_day_does_not_move_the_forecast_of_the_days_to_come() -> None:
    wild = october() | november(*range(1, 16)) | november(14, spend_minor=9_000)
    assert expected(wild, at(16)) == pytest.approx(38_000, rel=0.01)


def test_a_step_that_stays_is_believed_after_a_few_days() -> None:
    by_day = october() | november(*range(1, 11)) | november(*range(11, 16), spend_minor=2_000)
    assert expected(by_day, at(16)) == pytest.approx(10_000 + 5 * 2_000 + 15 * 2_000, rel=0.02)


def test_a_steady_growth_goes_on_a_little_slower() -> None:
    begin = date(2026, 10, 1)
    by_day = {begin + timedelta(days=n): round(1_000 * 1.02**n) for n in range(46)}
    now, as_before = at(16), by_day[date(2026, 11, 15)] * 15
    as_fast = sum(round(1_000 * 1.02**n) for n in range(46, 61))
    rest = expected(by_day, now) - sum(spend for day, spend in by_day.items() if day.month == 11)
    assert as_before < rest < as_fast


def test_delivery_that_has_stopped_is_not_expected_to_go_on_by_itself() -> None:
    by_day = october() | november(*range(1, 14))
    found = forecast(by_day, month_of(at(16), "UTC"), "UTC", at(16))
    assert found is not None
    assert (found.expected_minor, found.low_minor) == (13_000, 13_000)
    assert found.high_minor >= 28_000


def test_spend_that_comes_now_and_then_is_its_mean() -> None:
    now_and_then = {date(2026, 10, 20): 2_800, date(2026, 11, 8): 2_800, date(2026, 11, 14): 2_800}
    assert expected(now_and_then, at(17)) == 5_600 + 14 * 8_400 // 28


def test_fewer_than_seven_complete_days_make_no_forecast() -> None:
    by_day = november(*range(10, 17))
    assert forecast(by_day, month_of(at(16), "UTC"), "UTC", at(16, 23)) is None
    assert forecast(by_day, month_of(at(17), "UTC"), "UTC", at(17)) is not None


def test_early_in_a_month_the_pace_of_the_last_one_is_gone_by() -> None:
    assert expected(october(), at(1)) == 30_000


@pytest.mark.parametrize("shape", SHAPES)
def test_a_budget_with_headroom_is_left_alone_and_one_that_breaks_is_warned_of_in_time(shape: str) -> None:
    asks = ask_daily(make_month(shape, seed=7))
    assert not any(ask.warns(round(ask.truth_minor * HEADROOM)) for ask in asks)
    assert any(ask.warns(round(ask.truth_minor / OVERRUN)) for ask in asks if ask.day <= 21)
    assert all(ask.said.low_minor <= ask.said.expected_minor <= ask.said.high_minor for ask in asks)


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
    stands = unread_status("aurora", BUDGET, NOW)
    assert stands.spent_minor is None
    assert "meta" in str(stands.unavailable_reason)


@pytest.mark.parametrize(
    ("curve", "on_friday_noon", "on_monday"),
    [("even", Fraction(5 * 24 - 12, 7 * 24), Fraction(1)), ("weekdays", Fraction(9, 10), Fraction(1))],
)
def test_a_curve_says_how_much_is_meant_to_be_spent_by_now(
    curve: Curve, on_friday_noon: Fraction, on_monday: Fraction
) -> None:
    week = period_between(date(2026, 11, 9), date(2026, 11, 15), "UTC")
    assert planned_share(curve, week, "UTC", datetime(2026, 11, 13, 12, tzinfo=UTC)) == on_friday_noon
    assert planned_share(curve, week, "UTC", datetime(2026, 11, 16, tzinfo=UTC)) == on_monday


def test_what_is_meant_for_the_front_is_three_quarters_spent_at_half_time() -> None:
    days = period_between(date(2026, 11, 1), date(2026, 11, 20), "UTC")
    assert planned_share("front", days, "UTC", datetime(2026, 11, 11, tzinfo=UTC)) == Fraction(3, 4)


def test_a_weekday_budget_of_a_weekend_alone_is_spent_evenly() -> None:
    weekend = period_between(date(2026, 11, 14), date(2026, 11, 15), "UTC")
    assert planned_share("weekdays", weekend, "UTC", datetime(2026, 11, 15, tzinfo=UTC)) == Fraction(1, 2)


def test_a_budget_for_some_days_counts_those_days_alone() -> None:
    flight = BUDGET.model_copy(update={"first_day": date(2026, 10, 30), "last_day": date(2026, 11, 10)})
    ends = (date(2026, 10, 29), date(2026, 10, 30), date(2026, 11, 10), date(2026, 11, 11))
    days = [spend("c1", 1, 1_000).model_copy(update={"day": day}) for day in ends]
    found = status("aurora", flight, ACCOUNT, days, NOW)
    assert (found.period, found.spent_minor, found.elapsed_percent) == ("2026-10-30..2026-11-10", 2_000, 100)
    assert found.forecast_minor is None


def test_before_its_days_a_budget_has_no_forecast() -> None:
    flight = BUDGET.model_copy(update={"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 24)})
    days = [spend("c1", day, 1_000) for day in range(1, 20)]
    found = status("aurora", flight, ACCOUNT, days, NOW)
    assert (found.spent_minor, found.elapsed_percent, found.planned_minor) == (0, 0, 0)
    assert (found.forecast_minor, found.is_forecast_over, found.is_forecast_idle) == (None, False, False)
