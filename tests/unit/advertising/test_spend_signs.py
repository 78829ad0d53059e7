"""What a budget's days show beside their sum."""

from datetime import date, timedelta

from portavoce.advertising.model import SpendDay
from portavoce.advertising.spend_signs import find_signs
from portavoce.reporting.model import AlertKind
from tests.advertising import spend

TODAY = date(2026, 11, 23)  # a Monday
AMOUNT = 100_000


def each_day(spend_minor: int = 2_000, clicks: int | None = 7) -> dict[date, SpendDay]:
    days = (TODAY - timedelta(days=back) for back in range(1, 29))
    return {day: spend("c1", 1, spend_minor, clicks=clicks).model_copy(update={"day": day}) for day in days}


def signs(days: dict[date, SpendDay]) -> list[tuple[AlertKind, date]]:
    return [(sign.kind, sign.day) for sign in find_signs(list(days.values()), AMOUNT, TODAY)]


def with_day(back: int, spend_minor: int) -> dict[date, SpendDay]:
    day = TODAY - timedelta(days=back)
    return each_day() | {day: spend("c1", 1, spend_minor, clicks=7).model_copy(update={"day": day})}


def until(last: date) -> dict[date, SpendDay]:
    return {day: one for day, one in each_day().items() if day <= last}


def test_an_even_pace_shows_nothing() -> None:
    assert signs(each_day()) == []


def test_a_day_of_twice_the_most_is_a_spike_and_today_already() -> None:
    assert signs(with_day(1, 10_000)) == [(AlertKind.SPEND_SPIKE, date(2026, 11, 22))]
    assert signs(with_day(0, 10_000)) == [(AlertKind.SPEND_SPIKE, TODAY)]
    assert signs(with_day(2, 10_000)) == []


def test_a_spike_of_small_change_is_none() -> None:
    assert signs(with_day(1, 9_999)) == []


def test_the_first_days_of_an_account_are_no_spike() -> None:
    first = TODAY - timedelta(days=4)
    assert signs({day: one for day, one in with_day(1, 50_000).items() if day >= first}) == []


def test_two_usual_days_without_spend_mean_that_delivery_has_stopped() -> None:
    assert signs(until(date(2026, 11, 20))) == [(AlertKind.SPEND_STOPPED, date(2026, 11, 22))]
    assert signs(until(date(2026, 11, 21))) == []


def test_a_weekend_without_spend_has_not_stopped_for_who_spends_on_weekdays() -> None:
    assert signs({day: one for day, one in each_day().items() if day.weekday() < 5}) == []


def test_three_days_that_cost_a_part_of_the_budget_without_a_click_are_told() -> None:
    assert signs(each_day(clicks=0)) == [(AlertKind.SPEND_WITHOUT_RESULT, date(2026, 11, 22))]
    assert signs(each_day(spend_minor=1_000, clicks=0)) == []


def test_clicks_that_the_platform_does_not_tell_are_no_missing_result() -> None:
    assert signs(each_day(clicks=None)) == []
