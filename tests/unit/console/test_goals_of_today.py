"""Today tells each goal of the brand's file: how far it is, what its last day is likely to bring, and why it stands
so."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal, GoalMetric
from portavoce.console.figure_names import GOAL_NAMES
from portavoce.console.pages.today.week import GOAL_STATES
from portavoce.console.texts import LANGUAGES
from portavoce.measuring.goal_progress import GoalProgress, GoalState, JudgedGoals, judge_goal
from portavoce.measuring.model import Figure
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.goals import GoalKeeper, Goals
from portavoce.people.model import Role
from portavoce.reporting.phrases import translate
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.bench.meter import Meter
from tests.console import sign_in
from tests.english import ENGLISH, OTHERS
from tests.measuring import make_dashboards
from tests.stage import MORNING

WEEK = "/aurora/today/week"
READ_UNITS = 12


def goal(metric: str, target: int, *, since: str = "2027-01-01", by: str = "2027-03-31", **more: Any) -> Goal:
    return Goal.model_validate({"metric": metric, "target": target, "from": since, "by": by} | more)


def stand(one: Goal, value: int | None, unit: str = "things") -> GoalProgress:
    number = None if value is None else Decimal(value)
    why = None if value is not None else "no spend is known"
    told = Figure(name=one.metric, unit=unit, definition="d", value=number, unavailable_reason=why)
    growth = Figure(name="audience_growth", unit="", definition="d", value=Decimal(60))
    return judge_goal(one, told, growth, "Europe/Rome", MORNING)


def judge(stage: Table, *goals: GoalProgress) -> None:
    told = [one.goal.model_dump(mode="json") for one in goals]
    brands().put(Brand.model_validate(DOCUMENT | {"goals": told}), MORNING)
    judged = JudgedGoals(brand_id="aurora", judged_at=MORNING - timedelta(hours=2), goals=goals)
    Measurements(stage).keep_goals(judged)


def read_words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


STORY = (
    (goal("leads", 100), 90, "Leads 90 of 100 on track · Goal: 100 by", "At this pace it will be 118."),
    (goal("visits", 1000), 90, "Visits 90 of 1,000 at risk ·", "At this pace it will be 118."),
    (goal("interactions", 50), 90, "Interactions 90 of 50 reached ·", ""),
    (goal("negative_feedback", 50), 90, "Negative feedback 90 of 50 missed ·", "It is above that already, and only"),
    (goal("conversions", 9, since="2027-04-01", by="2027-06-30"), None, "not begun ·", "It counts from"),
    (goal("views", 9, since="2027-03-09"), 3, "not known yet ·", "Too early to say: it counts from"),
    (
        goal("cost_per_lead", 9),
        None,
        "Ad spend by leads unknown Goal: at most 9 EUR",
        "spend is known",
    ),
    (goal("post_reach", 9, since="2026-10-01", by="2026-12-31"), 3, "Reach of the posts 3 of 9 missed ·", ""),
)


def test_each_goal_is_told_with_its_progress_its_forecast_and_its_state(stage: Table) -> None:
    judge(stage, *(stand(one, value) for one, value, _, _ in STORY))
    shown = read_words(sign_in(Role.ANALYST).get(WEEK).main)
    for one, _, stands, reason in STORY:
        assert stands in shown, one.metric
        assert reason in shown, one.metric
    assert shown.index("Leads 90") < shown.index("Conversions") < shown.index("Reach of the posts")


def test_a_cost_is_told_with_its_currency_and_only_to_those_who_may_read_it(stage: Table) -> None:
    judge(stage, stand(goal("cost_per_lead", 9), 5, "EUR"), stand(goal("leads", 9, only="x"), 5))
    assert "Ad spend by leads 5 of 9 EUR on track" in read_words(sign_in(Role.ANALYST).get(WEEK).main)
    others = read_words(sign_in(Role.CONTENT, email="ben@aurora.example").get(WEEK).main)
    assert "Leads · X 5 of 9" in others
    assert "Ad spend" not in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_goal_that_a_file_may_set_has_its_words_in_each_language(stage: Table, language: str) -> None:
    metrics = get_args(GoalMetric)
    assert GOAL_NAMES.keys() == {*metrics}
    assert GOAL_STATES.keys() == {*GoalState}
    judge(stage, *(stand(goal(metric, 7), None) for metric in metrics))
    page = sign_in(Role.OWNER, language=language).get(WEEK)
    assert page.status == 200
    assert page.main.count('class="goal') == len(metrics)
    assert language == "en" or not ENGLISH.search(read_words(page.main))
    assert sign_in(Role.OWNER, language=language).get("/aurora/brand").status == 200


@pytest.mark.parametrize("language", OTHERS)
def test_why_a_goal_is_not_known_is_told_in_the_readers_language(stage: Table, language: Any) -> None:
    goals = tuple(goal(metric, 1, since="2027-03-01") for metric in get_args(GoalMetric))
    brand = Brand.model_validate(DOCUMENT).model_copy(update={"goals": goals})
    told = [one for one in Goals(make_dashboards(stage)).of(brand, MORNING) if one.value is None]
    assert len(told) > 10
    assert [one.reason for one in told if ENGLISH.search(translate(one.reason, language))] == []


def test_the_page_reads_one_item_for_all_goals_and_the_budget_of_today_holds(stage: Table) -> None:
    goals = [
        stand(goal(metric, 7, by=f"2027-0{month}-28"), 3) for metric in get_args(GoalMetric) for month in (4, 5, 6)
    ]
    judge(stage, *goals)
    owner = sign_in(Role.OWNER)
    assert owner.get(WEEK).status == 200
    with Meter(aws.table().client).counting() as spent:
        assert owner.get(WEEK).main.count('class="goal') == len(goals)
    assert spent.read_units <= READ_UNITS, spent


def test_goals_are_judged_four_times_a_day_and_at_once_when_the_file_names_others(stage: Table) -> None:
    keeper = GoalKeeper(Goals(make_dashboards(stage)), Measurements(stage))
    brand = Brand.model_validate(DOCUMENT).model_copy(update={"goals": (goal("leads", 9),)})
    judged = [keeper.keep(brand, MORNING + timedelta(hours=hour)) for hour in range(24)]
    assert [hour for hour, one in enumerate(judged) if one] == [0, 6, 12, 18]
    other = brand.model_copy(update={"goals": (goal("leads", 10),)})
    assert keeper.keep(other, MORNING + timedelta(hours=24))
    known = Measurements(stage).goals("aurora")
    assert known
    assert [one.goal.target for one in known.goals] == [10]


def test_a_goal_whose_day_is_long_over_is_not_read_for_again(stage: Table) -> None:
    keeper = GoalKeeper(Goals(make_dashboards(stage)), Measurements(stage))
    old = goal("leads", 9, since="2026-10-01", by="2026-12-31")
    brand = Brand.model_validate(DOCUMENT).model_copy(update={"goals": (old,)})
    meter, days = Meter(stage.client), []
    for day in (date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 2)):
        with meter.counting() as spent:
            assert keeper.keep(brand, MORNING.replace(month=day.month, day=day.day))
        days.append(spent.queries)
    assert days[0] > 0
    assert days[1] > 0
    assert days[2] == 0
