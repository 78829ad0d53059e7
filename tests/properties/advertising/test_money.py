"""Laws of the money, whatever the numbers."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce import advertising
from portavoce.advertising.alerts import budget_alerts
from portavoce.advertising.budget_watch import REARMED_BELOW_POINTS, follow_budget
from portavoce.advertising.model import BudgetWatch, SpendDay
from portavoce.advertising.pacing import (
    elapsed_share,
    forecast,
    month_of,
    status,
    thresholds_passed,
)
from portavoce.brands.model import Budget
from portavoce.reporting import number_format
from tests.advertising import ACCOUNT, BUDGET
from tests.aurora import NOW

MODULES = sorted(Path(advertising.__file__).parent.glob("*.py"))
minor = st.integers(0, 10**12)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(sorted(available_timezones() - {"localtime"}))
spends = st.dictionaries(
    st.tuples(st.sampled_from(["c1", "c2", "c3"]), st.dates(date(2026, 10, 25), date(2026, 11, 23))), minor, max_size=60
)


def days(amounts: dict[tuple[str, date], int]) -> list[SpendDay]:
    return [
        SpendDay(brand_id="aurora", ad_account="meta", campaign_id=campaign, day=day, currency="EUR", spend_minor=spent)
        for (campaign, day), spent in amounts.items()
    ]


def spent(budget: Budget, amounts: dict[tuple[str, date], int]) -> int:
    found = status("aurora", budget, ACCOUNT, days(amounts), NOW).spent_minor
    assert found is not None
    return found


@given(spends)
def test_the_sum_of_the_campaigns_is_the_whole(amounts: dict[tuple[str, date], int]) -> None:
    of_campaigns = [BUDGET.model_copy(update={"campaign_id": campaign}) for campaign in ("c1", "c2", "c3")]
    assert sum(spent(budget, amounts) for budget in of_campaigns) == spent(BUDGET, amounts)


@given(spends)
def test_the_whole_is_every_cent_of_the_month_and_no_other(amounts: dict[tuple[str, date], int]) -> None:
    expected = sum(amount for (_, day), amount in amounts.items() if day.month == 11)
    assert spent(BUDGET, amounts) == expected


@given(minor, st.integers(1, 10**12))
def test_a_threshold_stays_passed_when_more_is_spent_and_never_skips_a_lower_one(spent_minor: int, amount: int) -> None:
    budget = BUDGET.model_copy(update={"amount_minor": amount})
    passed = thresholds_passed(spent_minor, budget)
    assert passed == budget.thresholds[: len(passed)]
    assert set(passed) <= set(thresholds_passed(spent_minor + 1, budget))


@given(spends, moments, zones)
def test_a_forecast_is_a_whole_number_and_never_less_than_what_is_spent(
    amounts: dict[tuple[str, date], int], now: datetime, zone: str
) -> None:
    by_day: dict[date, int] = {}
    for (_, day), amount in amounts.items():
        by_day[day] = by_day.get(day, 0) + amount
    month = month_of(now, zone)
    found = forecast(by_day, month, zone, now)
    spent = sum(one for day, one in by_day.items() if month.first <= day <= month.last)
    assert found is None or spent <= found.low_minor <= found.expected_minor <= found.high_minor


@given(moments, zones)
def test_every_moment_is_in_the_month_of_every_zone(now: datetime, zone: str) -> None:
    month = month_of(now, zone)
    assert month.begins_at <= now < month.ends_at
    assert 0 <= elapsed_share(month, now) <= 1
    assert timedelta(days=27) < month.ends_at - month.begins_at < timedelta(days=32)


histories = st.lists(st.tuples(st.integers(0, 300_000), st.sampled_from([50_000, 100_000, 200_000])), max_size=12)


@given(histories)
def test_each_crossing_of_each_revision_is_told_once_and_only_the_highest_of_a_moment_is_mailed(
    history: list[tuple[int, int]],
) -> None:
    told: dict[str, bool] = {}
    expected, armed, standing_amount = 0, set(BUDGET.thresholds), None
    watch: BudgetWatch | None = None
    for spent_minor, amount in history:
        if amount != standing_amount:
            armed, standing_amount = set(BUDGET.thresholds), amount
        crossed = {one for one in armed if spent_minor * 100 >= one * amount}
        fallen = {one for one in BUDGET.thresholds if spent_minor * 100 < (one - REARMED_BELOW_POINTS) * amount}
        armed = (armed - crossed) | fallen
        expected += bool(crossed)
        state = status("aurora", BUDGET.model_copy(update={"amount_minor": amount}), ACCOUNT, one_day(spent_minor), NOW)
        after, found = follow_budget(watch, state)
        assert set(found) == crossed
        for _ in range(2):  # noticed twice, as after a death before the watch is stored
            for alert in budget_alerts(state, after, follow_budget(watch, state)[1], (), NOW):
                told.setdefault(alert.alert_id, not alert.quiet)
        watch = after
    assert sum(told.values()) == expected


def one_day(spent_minor: int) -> list[SpendDay]:
    return days({("c1", date(2026, 11, 20)): spent_minor})


@given(st.integers(-(10**15), 10**15), st.sampled_from([0, 2, 3]), st.sampled_from(["en", "it", "ar"]))
def test_money_that_is_written_can_be_read_back_to_the_last_unit(amount: int, decimals: int, language: str) -> None:
    assert language in {"en", "it", "ar"}
    written = number_format.money(amount, decimals, "EUR", language)  # type: ignore[arg-type]
    digits = "".join(letter for letter in written if letter.isdigit() or letter == "-")
    assert int(digits) == amount


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_float_comes_near_the_money(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), ast.unparse(node)
        assert not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)), ast.unparse(node)
        assert not (isinstance(node, ast.Name) and node.id == "float"), ast.unparse(node)
        assert not (isinstance(node, ast.Attribute) and node.attr == "total_seconds"), ast.unparse(node)
