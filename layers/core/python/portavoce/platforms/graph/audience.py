"""Who an account's people are, as Meta's Insights tell it, one trait at a time: one bad name fails a whole call.

What Meta does not tell it leaves out, without an error. Source: Instagram Account Insights, "Limitations" (an empty
data set instead of 0; nothing of fewer than 100 people; the 45 largest; up to 48 hours late); Page Insights
(demographics of 100 people or more)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from portavoce.platforms.audience import AudienceReading, AudienceSpec
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.graph.client import Graph, Withheld
from portavoce.platforms.graph.insights import read_row
from portavoce.platforms.readings import TooFewPeople, audience_readings
from portavoce.platforms.webhook_json import objects

LEAST, TOP = 100, 45
_LOOK_BACK = timedelta(days=4)
"""A day's parts come up to two days late; those of the newest day that has any are read."""

_NO_PARTS = "Meta told nothing: it comes up to 48 hours late, and only of {} people or more"
_TOO_FEW = "fewer than {} people: Meta does not tell who they are; there is nothing to mend"


@dataclass(frozen=True)
class MetaAudience:
    """The people of one account. `read` gives one trait's parts, empty where Meta leaves them out."""

    graph: Graph
    account_id: str
    read: Callable[[AudienceSpec], Mapping[str, Any]]

    def profile(self, specs: Sequence[AudienceSpec]) -> list[AudienceReading]:
        """One reading per spec. Raises AccessRefused, and ReadFailed when nothing was answered."""
        return audience_readings(specs, self._parts)

    def _parts(self, spec: AudienceSpec) -> Mapping[str, int]:
        try:
            found = {name: count for name, count in self.read(spec).items() if _is_count(count)}
        except Withheld as refused:
            self._refuse_few(spec)
            raise refused from None
        if not found:
            self._refuse_few(spec)
            raise ReadRefused(_NO_PARTS.format(spec.least))
        return found

    def _refuse_few(self, spec: AudienceSpec) -> None:
        """Of followers it is known how many there are; of who engaged it is not."""
        if spec.group == "followers" and self._followers is not None and self._followers < spec.least:
            raise TooFewPeople(_TOO_FEW.format(spec.least))

    @cached_property
    def _followers(self) -> int | None:
        count = self.graph.read(self.account_id, {"fields": "followers_count"}).get("followers_count")
        return count if _is_count(count) else None


def read_demographics(graph: Graph, account_id: str, spec: AudienceSpec) -> Mapping[str, Any]:
    """The parts of one of Instagram's demographics. Raises ReadRefused, ReadFailed."""
    asked = {"metric": spec.remote, "period": "lifetime", "metric_type": "total_value", "timeframe": "this_month"}
    rows = graph.read(f"{account_id}/insights", asked | {"breakdown": spec.by}).get("data")
    total = next(objects(next(objects(rows), {}).get("total_value")), {})
    results = [one for group in objects(total.get("breakdowns")) for one in objects(group.get("results"))]
    return {str(one["dimension_values"][0]): one.get("value") for one in results if one.get("dimension_values")}


def read_newest_day(graph: Graph, page_id: str, spec: AudienceSpec, day: date) -> Mapping[str, Any]:
    """The parts of the newest day of a Page's daily series that has any. Raises ReadRefused, ReadFailed."""
    end = datetime.combine(day + timedelta(days=1), time(), UTC)
    span = {name: str(int(at.timestamp())) for name, at in (("since", end - _LOOK_BACK), ("until", end))}
    asked = {"metric": spec.remote, "period": "day", **span}
    if not graph.read(f"{page_id}/insights", asked).get("data"):
        return {}
    values = sorted(objects(read_row(graph, page_id, asked).get("values")), key=lambda one: str(one.get("end_time")))
    told = (one["value"] for one in reversed(values) if isinstance(one.get("value"), Mapping))
    return next(told, {})


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
