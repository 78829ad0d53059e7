"""A goal stands where its number and its pace put it, and says why."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from portavoce.brands.strategy.model import Goal, GoalMetric, Product
from portavoce.measuring.goal_progress import GoalProgress, GoalState, judge_goal
from portavoce.measuring.model import ChannelDay, Figure
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.goals import Goals
from portavoce.table.table import Table
from tests.aurora import AURORA, NOW
from tests.measuring import make_dashboards, measured, metric

DAY = timedelta(days=1)


def figure(name: str, value: str | None, **more: int) -> Figure:
    known = Decimal(value) if value is not None else None
    why = None if value is not None else "nobody says"
    return Figure(name=name, unit="", definition="d", value=known, unavailable_reason=why, **more)


def judge(name: GoalMetric, target: str, value: str | None, day: str, growth: str = "0", **more: int) -> GoalProgress:
    """A goal of the thirty days of November, asked at the noon of a day in Rome."""
    goal = Goal.model_validate({"metric": name, "target": target, "from": "2026-11-01", "by": "2026-11-30"})
    now = datetime.fromisoformat(f"{day}T11:00:00+00:00")
    return judge_goal(goal, figure(name, value, **more), figure("audience_growth", growth), "Europe/Rome", now)


@pytest.mark.parametrize(
    ("stands", "state", "forecast"),
    [
        (judge("leads", "50", "31", "2026-11-16"), GoalState.ON_TRACK, "60"),
        (judge("leads", "50", "20", "2026-11-16"), GoalState.AT_RISK, "39"),
        (judge("leads", "50", "50", "2026-11-16"), GoalState.REACHED, None),
        (judge("leads", "50", "49", "2026-12-01"), GoalState.MISSED, None),
        (judge("leads", "50", "50", "2026-12-01"), GoalState.REACHED, None),
        (judge("leads", "50", "3", "2026-11-02"), GoalState.UNKNOWN, None),
        (judge("leads", "50", "3", "2026-10-30"), GoalState.NOT_BEGUN, None),
        (judge("leads", "50", None, "2026-11-16"), GoalState.UNKNOWN, None),
        (judge("engagement_rate", "5", "5.10", "2026-11-16"), GoalState.ON_TRACK, "5.10"),
        (judge("engagement_rate", "5", "4.90", "2026-11-16"), GoalState.AT_RISK, "4.90"),
        (judge("audience", "1200", "1100", "2026-11-16", growth="110"), GoalState.ON_TRACK, "1203"),
        (judge("audience", "1300", "1100", "2026-11-16", growth="110"), GoalState.AT_RISK, "1203"),
        (judge("negative_feedback", "20", "8", "2026-11-16"), GoalState.ON_TRACK, "15"),
        (judge("negative_feedback", "20", "12", "2026-11-16"), GoalState.AT_RISK, "23"),
        (judge("negative_feedback", "20", "21", "2026-11-16"), GoalState.MISSED, None),
        (judge("negative_feedback", "20", "19", "2026-12-01"), GoalState.REACHED, None),
        # 2 % after 38.75 of 100 parts of the time: 5.16.
        (judge("audience_growth_percent", "5.1", "2", "2026-11-12"), GoalState.ON_TRACK, "5.22"),
        (judge("audience_growth_percent", "5.3", "2", "2026-11-12"), GoalState.AT_RISK, "5.22"),
        # Half of the days are unknown: they bring as much as the others.
        (judge("audience_growth", "50", "20", "2026-11-16", known=8, total=16), GoalState.ON_TRACK, "77"),
    ],
)
def test_a_goal_stands_where_its_number_and_its_pace_put_it(
    stands: GoalProgress, state: GoalState, forecast: str | None
) -> None:
    assert stands.state is state
    assert stands.forecast == (Decimal(forecast) if forecast else None)
    assert stands.reason


def test_without_a_beginning_a_goal_counts_from_the_first_day_of_its_quarter() -> None:
    goal = Goal(metric="leads", target=Decimal(1), by=date(2027, 6, 30))
    assert goal.begins == date(2027, 4, 1)


def test_a_goal_is_of_the_brand_or_of_one_channel_or_product_alone(table: Table) -> None:
    goals = [
        {"metric": "interactions", "target": "100", "from": "2026-11-14", "by": "2026-11-30", "only": only}
        for only in (None, "x", "beans")
    ]
    brand = AURORA.model_copy(
        update={
            "products": (Product(id="beans", title="Beans"),),
            "goals": tuple(Goal.model_validate(one) for one in goals),
        }
    )
    measurements = Measurements(table)
    for name, channel, likes in (("a", "facebook", 30), ("b", "x", 12), ("c", "x", 5)):
        post = measured(name, channel=channel, at=NOW - DAY, likes=likes)
        measurements.enrol(post.model_copy(update={"product": "beans" if name == "c" else None}))
    judged = Goals(make_dashboards(table)).of(brand, NOW)
    assert [one.value for one in judged] == [47, 17, 5]


def test_every_metric_that_a_brand_file_takes_is_judged(table: Table) -> None:
    names = get_args(GoalMetric)
    goals = tuple(Goal(metric=name, target=Decimal(1), by=date(2026, 12, 31)) for name in names)
    row = ChannelDay(
        brand_id="aurora", channel="x", platform="x", day=NOW.date(), as_of=NOW, metrics=(metric("followers", 9),)
    )
    Measurements(table).keep_channel_day(row)
    judged = Goals(make_dashboards(table)).of(AURORA.model_copy(update={"goals": goals}), NOW)
    assert [one.goal.metric for one in judged] == list(names)
    assert all(one.reason for one in judged)
    assert [one.reason for one in judged if "is not known of" in one.reason] == []
    assert next(one for one in judged if one.goal.metric == "audience").state is GoalState.REACHED
