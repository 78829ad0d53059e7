"""A week of the brand's posts, day by day on the brand's clocks. It shows, and moves nothing."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portavoce.console.answer import PageAnswer
from portavoce.console.post_states import POST_STATES
from portavoce.console.routes import PageRoutes
from portavoce.console.visit import Visit
from portavoce.people.roles import Reach, Right
from portavoce.publishing.model import Publication
from portavoce.runtime.wiring.ledger import ledger

page = PageRoutes("calendar")
_WEEK = timedelta(days=7)
_FARTHEST = timedelta(days=3660)
"""An address may name a week of ten years on either side: what lies beyond is no plan, and no calendar has it."""


class CalendarLine(NamedTuple):
    """A post at a moment, on the channels where it says the same and stands alike."""

    publications: tuple[Publication, ...]

    @property
    def first(self) -> Publication:
        """One of them, for what they share."""
        return self.publications[0]


class CalendarDay(NamedTuple):
    """A day and what stands on it, soonest first."""

    day: date
    lines: tuple[CalendarLine, ...]


@page.get("", Right.SEE)
def show_calendar(visit: Visit) -> PageAnswer:
    """The week of the day that the address names, or this one. A client sees the posts that ask for their yes."""
    monday = _read_monday(visit)
    zone = ZoneInfo(visit.brand.zone)
    since, until = (datetime.combine(day, time(), zone) for day in (monday, monday + _WEEK))
    found = ledger().between(visit.brand.id, since, until)
    if visit.reach(Right.SEE) is not Reach.ALL:
        found = (one for one in found if _concerns_reader(visit, one))
    return visit.show(
        "pages/calendar.html",
        days=list(_by_day(monday, zone, found)),
        monday=monday,
        sunday=monday + _WEEK - timedelta(days=1),
        earlier=(monday - _WEEK).isoformat(),
        later=(monday + _WEEK).isoformat(),
        states=POST_STATES,
        sees_all=visit.reach(Right.SEE) is Reach.ALL,
    )


def _read_monday(visit: Visit) -> date:
    try:
        day = date.fromisoformat(visit.query.one("week"))
    except ValueError:
        day = visit.words.today
    if abs(day - visit.words.today) > _FARTHEST:
        day = visit.words.today
    return day - timedelta(days=day.weekday())


def _concerns_reader(visit: Visit, one: Publication) -> bool:
    asks_client = one.approval is not None and one.approval.needed_from == "client"
    return asks_client and visit.may(Right.APPROVE_CLIENT)


def _by_day(monday: date, zone: ZoneInfo, found: Iterable[Publication]) -> Iterator[CalendarDay]:
    """The seven days, those with nothing too."""
    lines: dict[date, list[CalendarLine]] = {}
    for _, some in groupby(sorted(found, key=_likeness), key=_likeness):
        line = CalendarLine(tuple(some))
        lines.setdefault(line.first.planned_at.astimezone(zone).date(), []).append(line)
    for day in (monday + timedelta(days=number) for number in range(_WEEK.days)):
        yield CalendarDay(day, tuple(lines.get(day, ())))


def _likeness(one: Publication) -> tuple[datetime, str, str, str]:
    return one.planned_at, one.post_id, one.state, one.content.text
