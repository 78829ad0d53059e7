"""How a goal stands: what is reached, what its end is likely to bring, and whether that is enough. Pure."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal
from portavoce.local_day import day_begin
from portavoce.measuring.figures.values import round_ratio
from portavoce.measuring.model import Figure
from portavoce.value import Value

ADDS_UP = frozenset(
    {
        "audience_growth",
        "audience_growth_percent",
        "interactions",
        "post_reach",
        "views",
        "negative_feedback",
        "comments_received",
        "leads",
        "visits",
        "conversions",
        "confirmed_value",
    }
)
"""What grows from day to day, so that a part of the time brings a part of it; the others stand as they are."""

AT_MOST = frozenset(
    {
        "negative_feedback",
        "negative_feedback_index",
        "negative_share",
        "bounce_rate",
        "cost_per_lead",
        "cost_per_conversion",
    }
)
"""What is to stay under its target."""

TOO_EARLY = timedelta(days=3)
JUDGED_AFTER = timedelta(hours=6)
"""Judging reads all days since the goals' beginning: four times a day is often enough for what is reached in months."""

SETTLED_AFTER = timedelta(days=35)
"""What ads cost is restated for about a month (docs/metrics.md), and numbers of posts come until then."""


class GoalState(StrEnum):
    """UNKNOWN: nobody can say, or not yet. REACHED is said at the end of what is to stay under its target."""

    NOT_BEGUN = "not_begun"
    UNKNOWN = "unknown"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    REACHED = "reached"
    MISSED = "missed"


class GoalProgress(Value):
    """How a goal stands. `forecast` is what its last day is likely to bring at the pace so far, `reason` says why it
    stands so in one sentence; `progress_percent` is of the target."""

    goal: Goal
    state: GoalState
    unit: str
    value: Decimal | None = None
    progress_percent: Decimal | None = None
    forecast: Decimal | None = None
    coverage: str | None = None
    as_of: AwareDatetime | None = None
    reason: str


class JudgedGoals(Value):
    """How a brand's goals stood at a moment, in the order of its file."""

    brand_id: str
    judged_at: AwareDatetime
    goals: tuple[GoalProgress, ...]

    def is_due(self, brand: Brand, now: datetime) -> bool:
        """Whether they are to be judged again: after some hours, and when the file names others."""
        return now - self.judged_at >= JUDGED_AFTER or [one.goal for one in self.goals] != list(brand.goals)

    def list_settled(self) -> dict[Goal, GoalProgress]:
        """The goals that were judged when all that their days brought was known: they stand so for good."""
        last = self.judged_at.date() - SETTLED_AFTER
        return {one.goal: one for one in self.goals if one.goal.by < last}


def judge_goal(goal: Goal, figure: Figure, growth: Figure, zone: str, now: datetime) -> GoalProgress:
    """How the goal stands. `figure` is its number since its beginning, `growth` how the audience has grown
    since."""
    begins, ends = day_begin(goal.begins, zone), day_begin(goal.by + timedelta(days=1), zone)
    stands = GoalProgress(
        goal=goal,
        state=GoalState.UNKNOWN,
        unit=figure.unit,
        value=figure.value,
        progress_percent=None if figure.value is None else round_ratio(100 * figure.value, goal.target),
        coverage=figure.coverage,
        as_of=figure.as_of,
        reason=figure.unavailable_reason or "",
    )
    if now < begins:
        return _settle(stands, GoalState.NOT_BEGUN, f"it counts from {goal.begins} on")
    if figure.value is None:
        return stands
    if now >= ends:
        over = f"{_show(figure.value)} on {goal.by}, the target was {_show(goal.target)}"
        return _settle(stands, GoalState.REACHED if _is_met(goal, figure.value) else GoalState.MISSED, over)
    if goal.metric in (ADDS_UP | {"audience"}) - AT_MOST and _is_met(goal, figure.value):
        return _settle(stands, GoalState.REACHED, f"{_show(figure.value)} before {goal.by}")
    if goal.metric in ADDS_UP & AT_MOST and not _is_met(goal, figure.value):
        return _settle(stands, GoalState.MISSED, f"{_show(figure.value)} already, and it only grows")
    return _look_ahead(stands, figure, growth, (now - begins) / (ends - begins), now - begins)


def _look_ahead(stands: GoalProgress, figure: Figure, growth: Figure, elapsed: float, since: timedelta) -> GoalProgress:
    goal, value = stands.goal, figure.value or Decimal(0)
    if since < TOO_EARLY:
        return _settle(stands, GoalState.UNKNOWN, f"too early: it counts from {goal.begins} on")
    passed = Decimal(elapsed)
    forecast = value
    if goal.metric in ADDS_UP:
        forecast = _scale(figure) / passed
    elif goal.metric == "audience" and growth.value is not None:
        forecast = value + _scale(growth) * (1 - passed) / passed
    forecast = round(forecast, 2 if value % 1 or goal.target % 1 else 0)
    met = _is_met(goal, forecast)
    enough = ("within", "above") if goal.metric in AT_MOST else ("enough for", "not enough for")
    words = f"at this pace {_show(forecast)} on {goal.by}, {enough[not met]} {_show(goal.target)}"
    state = GoalState.ON_TRACK if met else GoalState.AT_RISK
    return _settle(stands.model_copy(update={"forecast": forecast}), state, words)


def _scale(figure: Figure) -> Decimal:
    """The figure as if what is unknown of it were as what is known: unknown days and posts bring something as well."""
    value = figure.value or Decimal(0)
    return value * figure.total / figure.known if figure.known and figure.total else value


def _is_met(goal: Goal, value: Decimal) -> bool:
    return value <= goal.target if goal.metric in AT_MOST else value >= goal.target


def _settle(stands: GoalProgress, state: GoalState, reason: str) -> GoalProgress:
    return stands.model_copy(update={"state": state, "reason": reason})


def _show(value: Decimal) -> str:
    return f"{value.normalize():,f}"
