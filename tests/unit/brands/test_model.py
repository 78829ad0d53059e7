"""A goal stands on a number that the product can give."""

from typing import get_args

from portavoce.brands.model import GoalMetric
from portavoce.measuring import formulas
from tests.aurora import NOW


def test_every_metric_that_a_goal_may_name_is_a_figure_with_a_formula() -> None:
    figures = [
        formulas.audience([], []),
        *formulas.growth([], []),
        formulas.interactions([]),
        formulas.engagement_rate([]),
        formulas.negative_feedback([], 0, NOW),
    ]
    assert set(get_args(GoalMetric)) == {figure.name for figure in figures}
