"""How the week stands: each channel's posts against its cadence, and the goals. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.brands.model import Brand
from portavoce.brands.strategy.model import Goal
from portavoce.measuring.model import Figure
from portavoce.publishing.model import Publication, PublicationState

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
    """A goal and where it stands; None where no figure that is at hand tells."""

    goal: Goal
    value: Decimal | None


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


def list_goals(brand: Brand, figures: Iterable[Figure], now: datetime) -> Iterator[GoalLine]:
    """The goals whose day has not passed, the nearest first."""
    known = {one.name: one.value for one in figures}
    today = now.astimezone(ZoneInfo(brand.zone)).date()
    for goal in sorted(brand.goals, key=lambda one: one.by):
        if goal.by >= today:
            yield GoalLine(goal, known.get(goal.metric))
