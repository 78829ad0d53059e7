"""How a brand's goals stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal
from portavoce.measuring.figures.values import FigureMaker
from portavoce.measuring.goal_progress import GoalProgress, JudgedGoals, judge_goal
from portavoce.measuring.model import Cut, Figure
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.dashboard import Dashboards


@dataclass(frozen=True)
class Goals:
    """Judges goals by the figures of the days that they count."""

    dashboards: Dashboards

    def of(
        self, brand: Brand, now: datetime, settled: Mapping[Goal, GoalProgress] = MappingProxyType({})
    ) -> list[GoalProgress]:
        """Each goal of the brand's file, in its order; of those that are settled nothing is read again."""
        today = now.astimezone(ZoneInfo(brand.zone)).date()
        read: dict[tuple[date, date], Sequence[Figure]] = {}
        for goal in (one for one in brand.goals if one not in settled):
            span = (min(goal.begins, today), min(goal.by, today))
            if span not in read:
                read[span] = self.dashboards.between(brand, *span, now).figures
        return [
            settled.get(goal) or _judge(goal, brand, read[min(goal.begins, today), min(goal.by, today)], now)
            for goal in brand.goals
        ]


@dataclass(frozen=True)
class GoalKeeper:
    """Writes down how goals stand, for a page that may read little."""

    goals: Goals
    measurements: Measurements

    def keep(self, brand: Brand, now: datetime) -> bool:
        """Whether they were judged now: where they were long ago, or the brand's file names others."""
        known = self.measurements.goals(brand.id)
        if known and not known.is_due(brand, now):
            return False
        found = self.goals.of(brand, now, known.list_settled() if known else {})
        self.measurements.keep_goals(JudgedGoals(brand_id=brand.id, judged_at=now, goals=tuple(found)))
        return True


def _judge(goal: Goal, brand: Brand, figures: Sequence[Figure], now: datetime) -> GoalProgress:
    by: Cut | None = None
    if goal.only:
        by = "channel" if brand.channel(goal.only) else "product"

    def find(name: str) -> Figure:
        found = next((one for one in figures if (one.name, one.by, one.of) == (name, by, goal.only)), None)
        reason = f"{name} is not known of {goal.only} alone"
        return found or FigureMaker(0, "", by, goal.only).state(name, None, [], reason=reason)

    return judge_goal(goal, find(goal.metric), find("audience_growth"), brand.zone, now)
