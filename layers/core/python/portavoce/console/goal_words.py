"""What a page calls the goals of a brand, and how they stand. Pure."""

from collections.abc import Mapping

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal, GoalMetric
from portavoce.console.texts import mark
from portavoce.console.words import LocalWords
from portavoce.measuring.goal_progress import GoalState

GOAL_NAMES: Mapping[GoalMetric, str] = {
    "audience": mark("followers"),
    "audience_growth": mark("new followers"),
    "audience_growth_percent": mark("growth of the followers, in percent"),
    "interactions": mark("interactions"),
    "post_reach": mark("reach of the posts"),
    "views": mark("views"),
    "engagement_rate": mark("engagement rate"),
    "engagement_rate_views": mark("interactions by views, in percent"),
    "engagement_rate_followers": mark("interactions by followers, in percent"),
    "negative_feedback": mark("negative feedback"),
    "negative_feedback_index": mark("negative signs in a thousand views"),
    "negative_share": mark("negative comments, in percent"),
    "comments_received": mark("comments"),
    "leads": mark("leads"),
    "cadence_kept": mark("the plan kept, in percent"),
    "visits": mark("visits"),
    "conversions": mark("conversions"),
    "conversion_rate": mark("visits with a conversion, in percent"),
    "bounce_rate": mark("bounces, in percent"),
    "confirmed_value": mark("confirmed value"),
    "cost_per_lead": mark("cost of a lead"),
    "cost_per_conversion": mark("cost of a conversion"),
    "return_on_ad_spend": mark("return on ad spend"),
    "return_on_investment": mark("return on investment, in percent"),
}
GOAL_STATES: Mapping[GoalState, str] = {
    GoalState.NOT_BEGUN: mark("not begun"),
    GoalState.UNKNOWN: mark("not known yet"),
    GoalState.ON_TRACK: mark("on track"),
    GoalState.AT_RISK: mark("at risk"),
    GoalState.REACHED: mark("reached"),
    GoalState.MISSED: mark("missed"),
}
_PERCENT, _TIMES = "%", "×"
_VALUE, _SPEND = "the currency of what conversions are worth", "the currency of the ads"
_UNITS: Mapping[GoalMetric, str] = {
    "engagement_rate": _PERCENT,
    "confirmed_value": _VALUE,
    "cost_per_lead": _SPEND,
    "cost_per_conversion": _SPEND,
    "return_on_ad_spend": _TIMES,
}
"""What stands behind the number of a goal, where its name does not say it."""


def write_target(goal: Goal, brand: Brand, words: LocalWords) -> str:
    """The number to reach, with its unit: such as `4.5 %`, `3 ×`, `12.5 EUR`; of money whose currency the file does not
    say, the number alone."""
    unit = _UNITS.get(goal.metric, "")
    if unit == _VALUE:
        unit = brand.visits.currency or ""
    elif unit == _SPEND:
        currencies = {one.currency for one in brand.budgets}
        unit = currencies.pop() if len(currencies) == 1 else brand.returns.currency or ""
    return f"{words.number(goal.target)} {unit}".rstrip()
