"""Numbers of Meta's Insights, metric by metric: one bad name fails a whole call.

A metric's remote name is `insights/<name>`, with `/<key>+<key>` to add up parts of a value by kind. A metric may come
once for each period: only the row of the period that was asked for is read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from portavoce.platforms.contract import ReadFailed, ReadRefused
from portavoce.platforms.graph.client import Graph, Withheld
from portavoce.platforms.readings import TooFewPeople, number

# Insight days are Pacific days and are named by their end (Graph API, Page Insights).
_ZONE = ZoneInfo("America/Los_Angeles")
_HALF_A_DAY = timedelta(hours=12)
_NO_ROW = "Meta gave no value"
_TOO_FEW = "too few people saw it for Meta to show numbers; there is nothing to mend"


@dataclass(frozen=True)
class PostInsights:
    """The insights of one post. `probe` reads something of the account's own insights: where that is told, code 10 is
    not about the permission."""

    graph: Graph
    post_id: str
    probe: Callable[[], object]

    def lifetime(self, name: str, kinds: Sequence[str] = ()) -> Decimal:
        """A number over the post's whole life. Raises TooFewPeople, ReadRefused when there is none, ReadFailed."""
        try:
            return lifetime(self.graph, self.post_id, name, kinds)
        except Withheld as refused:
            if self._may_read_insights:
                raise TooFewPeople(_TOO_FEW) from refused
            raise

    @cached_property
    def _may_read_insights(self) -> bool:
        try:
            self.probe()
        except (ReadFailed, ReadRefused):
            return False
        return True


def lifetime(graph: Graph, node: str, name: str, kinds: Sequence[str] = ()) -> Decimal:
    """A number over the whole life of a post. Raises ReadRefused when there is none, ReadFailed."""
    row = read_row(graph, node, {"metric": name, "period": "lifetime"})
    values = row.get("values") or ()
    if not values:
        raise ReadRefused(_NO_ROW)
    value = values[0].get("value")
    if not kinds:
        return number(value)
    if not isinstance(value, Mapping):
        raise ReadRefused(_NO_ROW)
    # A kind of reaction that nobody chose is left out of the value.
    return sum((number(value.get(kind, 0)) for kind in kinds), start=Decimal(0))


def of_day(graph: Graph, node: str, name: str, day: date) -> Decimal:
    """A number of one day from a daily series. Raises ReadRefused when there is none, ReadFailed."""
    start = _start(day)
    span = {"since": _unix(start), "until": _unix(_start(day + timedelta(days=1)))}
    row = read_row(graph, node, {"metric": name, "period": "day", **span})
    for one in row.get("values") or ():
        if _day_of(one) == day:
            return number(one.get("value"))
    raise ReadRefused(f"{_NO_ROW} for {day}")


def total_of_day(graph: Graph, node: str, name: str, day: date, kind: str | None) -> Decimal:
    """A total of one day, of one kind of act if asked. Raises ReadRefused when there is none, ReadFailed."""
    last_second = _start(day + timedelta(days=1)) - timedelta(seconds=1)
    span = {"since": _unix(_start(day)), "until": _unix(last_second)}
    breakdown = {"breakdown": "follow_type"} if kind else {}
    asked = {"metric": name, "period": "day", "metric_type": "total_value", **span, **breakdown}
    total = read_row(graph, node, asked).get("total_value") or {}
    if kind is None:
        return number(total.get("value"))
    for group in total.get("breakdowns") or ():
        for result in group.get("results") or ():
            if result.get("dimension_values") == [kind]:
                return number(result.get("value"))
    raise ReadRefused(f"{_NO_ROW} for {day}")


def read_row(graph: Graph, node: str, query: Mapping[str, str]) -> Mapping[str, Any]:
    """The row of the period that is asked for, whatever others come with it. Raises ReadRefused, ReadFailed."""
    for row in graph.read(f"{node}/insights", query).get("data") or ():
        if row.get("period") == query["period"]:
            found: Mapping[str, Any] = row
            return found
    raise ReadRefused(_NO_ROW)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_ZONE)


def _unix(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _day_of(value: Mapping[str, Any]) -> date | None:
    """The day that ends there. Meta writes 07:00 or 08:00 UTC, and not always the one of the season: both are it."""
    try:
        return (datetime.fromisoformat(str(value.get("end_time"))).astimezone(UTC) - _HALF_A_DAY).date()
    except ValueError:
        return None
