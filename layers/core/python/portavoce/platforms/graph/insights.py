"""Numbers of Meta's Insights, metric by metric: one bad name fails a whole call.

A metric's remote name is `insights/<name>`, with `/<key>+<key>` to add up parts of a value by kind."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.graph.client import Graph
from portavoce.platforms.readings import number

# Insight days are Pacific days and are named by their end (Graph API, Page Insights).
_ZONE = ZoneInfo("America/Los_Angeles")
_NO_ROW = "Meta gave no value"


def lifetime(graph: Graph, node: str, name: str, kinds: Sequence[str] = ()) -> Decimal:
    """A number over the whole life of a post. Raises ReadRefused when there is none, ReadFailed."""
    row = _row(graph, node, {"metric": name})
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
    row = _row(graph, node, {"metric": name, "period": "day", **span})
    for one in row.get("values") or ():
        if _ends(one) == day + timedelta(days=1):
            return number(one.get("value"))
    raise ReadRefused(f"{_NO_ROW} for {day}")


def total_of_day(graph: Graph, node: str, name: str, day: date, kind: str | None) -> Decimal:
    """A total of one day, of one kind of act if asked. Raises ReadRefused when there is none, ReadFailed."""
    last_second = _start(day + timedelta(days=1)) - timedelta(seconds=1)
    span = {"since": _unix(_start(day)), "until": _unix(last_second)}
    breakdown = {"breakdown": "follow_type"} if kind else {}
    asked = {"metric": name, "period": "day", "metric_type": "total_value", **span, **breakdown}
    total = _row(graph, node, asked).get("total_value") or {}
    if kind is None:
        return number(total.get("value"))
    for group in total.get("breakdowns") or ():
        for result in group.get("results") or ():
            if result.get("dimension_values") == [kind]:
                return number(result.get("value"))
    raise ReadRefused(f"{_NO_ROW} for {day}")


def _row(graph: Graph, node: str, query: Mapping[str, str]) -> Mapping[str, Any]:
    rows = graph.read(f"{node}/insights", query).get("data") or ()
    if not rows:
        raise ReadRefused(_NO_ROW)
    row: Mapping[str, Any] = rows[0]
    return row


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=_ZONE)


def _unix(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def _ends(value: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(str(value.get("end_time"))).astimezone(_ZONE).date()
    except ValueError:
        return None
