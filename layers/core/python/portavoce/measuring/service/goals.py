"""How a brand's goals stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal
from portavoce.measuring.figures import FigureMaker
from portavoce.measuring.goal_progress import GoalProgress, judge_goal
from portavoce.measuring.model import Cut, Figure
from portavoce.measuring.service.dashboard import Dashboards


@dataclass(frozen=True)
class Goals:
    """Judges goals by the figures of the days that they count."""

    dashboards: Dashboards

    def of(self, brand: Brand, now: datetime) -> list[GoalProgress]:
        """Each goal of the brand's file, in its order."""
        today = now.astimezone(ZoneInfo(brand.zone)).date()
        read: dict[tuple[date, date], Sequence[Figure]] = {}
        for goal in brand.goals:
            span = (min(goal.begins, today), min(goal.by, today))
            if span not in read:
                read[span] = self.dashboards.between(brand, *span, now).figures
        return [_judge(goal, brand, read[min(goal.begins, today), min(goal.by, today)], now) for goal in brand.goals]


def _judge(goal: Goal, brand: Brand, figures: Sequence[Figure], now: datetime) -> GoalProgress:
    by: Cut | None = None
    if goal.only:
        by = "channel" if brand.channel(goal.only) else "product"

    def find(name: str) -> Figure:
        found = next((one for one in figures if (one.name, one.by, one.of) == (name, by, goal.only)), None)
        reason = f"{name} is not known of {goal.only} alone"
        return found or FigureMaker(0, "", by, goal.only).state(name, None, [], reason=reason)

    return judge_goal(goal, find(goal.metric), find("audience_growth"), brand.zone, now)
