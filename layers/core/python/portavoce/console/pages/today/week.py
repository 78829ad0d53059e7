"""How the week stands: each channel's posts against its cadence, and the goals. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal
from portavoce.console.figure_names import choose_goals
from portavoce.console.texts import mark
from portavoce.measuring.goal_progress import GoalProgress, GoalState, JudgedGoals
from portavoce.publishing.model import Publication, PublicationState

GOAL_STATES: Mapping[GoalState, str] = {
    GoalState.NOT_BEGUN: mark("not begun"),
    GoalState.UNKNOWN: mark("not known yet"),
    GoalState.ON_TRACK: mark("on track"),
    GoalState.AT_RISK: mark("at risk"),
    GoalState.REACHED: mark("reached"),
    GoalState.MISSED: mark("missed"),
}
_BEHIND = frozenset({GoalState.AT_RISK, GoalState.MISSED})
_COUNTS = frozenset({PublicationState.PUBLISHED, PublicationState.SCHEDULED, PublicationState.SENDING})


class CadenceLine(NamedTuple):
    """A channel's posts of the week: how many are out, how many are to leave yet, how many there should be."""

    channel: str
    out: int
    ahead: int
    wanted: int

    @property
    def is_short(self) -> bool:
        """Whether the week will end with fewer."""
        return self.out + self.ahead < self.wanted


class GoalLine(NamedTuple):
    """A goal and how it stood when it was judged last; None where that was not done yet. `is_over`: its day has
    passed."""

    goal: Goal
    stands: GoalProgress | None
    is_over: bool

    @property
    def needs_somebody(self) -> bool:
        """Whether it is likely to be missed, while something can be done about it."""
        return not self.is_over and self.stands is not None and self.stands.state in _BEHIND


def week_around(now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The week's first moment and the next week's, from Monday on, on the clocks of a zone."""
    there = now.astimezone(ZoneInfo(zone))
    monday = there.date() - timedelta(days=there.weekday())
    first, next_one = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (monday, monday + timedelta(days=7)))
    return first, next_one


def list_cadence(brand: Brand, posts: Sequence[Publication], now: datetime) -> Iterator[CadenceLine]:
    """The channels that have a cadence. What waits for a yes is not counted: nobody knows whether it will leave."""
    begins, ends = week_around(now, brand.zone)
    mine = [one for one in posts if begins <= one.planned_at < ends and one.state in _COUNTS]
    for channel in brand.channels:
        if channel.posts_per_week:
            states = [one.state for one in mine if one.channel == channel.id]
            out = states.count(PublicationState.PUBLISHED)
            yield CadenceLine(channel.id, out, len(states) - out, channel.posts_per_week)


def list_goals(brand: Brand, judged: JudgedGoals | None, now: datetime, *, reads_money: bool) -> list[GoalLine]:
    """The goals of the brand's file, the nearest first, and those whose day has passed after them, the latest first."""
    known = {one.goal: one for one in judged.goals} if judged else {}
    today = now.astimezone(ZoneInfo(brand.zone)).date()
    seen = choose_goals(brand, reads_money=reads_money)
    ahead = sorted((one for one in seen if one.by >= today), key=lambda one: one.by)
    over = sorted((one for one in seen if one.by < today), key=lambda one: one.by, reverse=True)
    return [GoalLine(one, known.get(one), one.by < today) for one in (*ahead, *over)]
