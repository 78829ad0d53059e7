"""What a page calls the figures that `measuring` makes, and the goals that are set on them. Pure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal, GoalMetric
from portavoce.console.texts import mark
from portavoce.console.words import LocalWords

FIGURE_NAMES = {
    "audience": mark("Followers"),
    "audience_growth": mark("New followers"),
    "audience_growth_percent": mark("Growth of the followers"),
    "interactions": mark("Interactions"),
    "engagement_rate": mark("Interactions by reach"),
    "negative_feedback": mark("Negative feedback"),
    "negative_share": mark("Negative comments"),
    "comments_received": mark("Comments"),
    "leads": mark("Leads"),
}
"""Those that stand on the page of numbers."""

GOAL_NAMES: Mapping[str, str] = FIGURE_NAMES | {
    "post_reach": mark("Reach of the posts"),
    "views": mark("Views"),
    "engagement_rate_views": mark("Interactions by views"),
    "engagement_rate_followers": mark("Interactions by followers"),
    "negative_feedback_index": mark("Negative signs per 1,000 views"),
    "cadence_kept": mark("Posts as often as planned"),
    "visits": mark("Visits"),
    "conversions": mark("Conversions"),
    "conversion_rate": mark("Visits with a conversion"),
    "bounce_rate": mark("Visits that end at once"),
    "confirmed_value": mark("Confirmed value"),
    "cost_per_lead": mark("Ad spend by leads"),
    "cost_per_conversion": mark("Ad spend by conversions"),
    "return_on_ad_spend": mark("Confirmed value by ad spend"),
    "return_on_investment": mark("Return on all costs"),
}
"""By the metric of a goal: every one has a name."""

_UNITS: Mapping[GoalMetric, Literal["%", "×", "value", "spend"]] = {
    "audience_growth_percent": "%",
    "engagement_rate": "%",
    "engagement_rate_views": "%",
    "engagement_rate_followers": "%",
    "negative_share": "%",
    "cadence_kept": "%",
    "conversion_rate": "%",
    "bounce_rate": "%",
    "confirmed_value": "value",
    "cost_per_lead": "spend",
    "cost_per_conversion": "spend",
    "return_on_ad_spend": "×",
    "return_on_investment": "%",
}
"""What stands behind the number, where the name does not say it: a sign, or the currency of a value or of ads."""


_OF_MONEY = frozenset({"cost_per_lead", "cost_per_conversion", "return_on_ad_spend", "return_on_investment"})


def choose_goals(brand: Brand, *, reads_money: bool) -> list[Goal]:
    """The goals of the brand's file for a reader: those on what ads cost are for those who may read that."""
    return [one for one in brand.goals if reads_money or one.metric not in _OF_MONEY]


def write_figure(metric: GoalMetric, number: Decimal, brand: Brand, words: LocalWords) -> str:
    """A goal's number, with its unit: such as `4.5 %`, `3 ×`, `12.5 EUR`; of money whose currency the file does not
    say, the number alone."""
    unit = _UNITS.get(metric, "")
    if unit == "value":
        unit = brand.visits.currency or ""
    elif unit == "spend":
        currencies = {one.currency for one in brand.budgets}
        unit = currencies.pop() if len(currencies) == 1 else brand.returns.currency or ""
    return f"{words.number(number)} {unit}".rstrip()
