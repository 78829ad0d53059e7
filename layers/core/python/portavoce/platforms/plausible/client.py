"""One site in Plausible: visits by day and UTM tags, by its stats API. Days are the site's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, ProbeOutcome, ReadRefused
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.readings import number
from portavoce.platforms.site_answers import known_shape, part_of, probe_site, read_count, read_day, read_site
from portavoce.platforms.visit_rows import SiteVisits, VisitRow, read_tag

from .manifest import MANIFEST

_PATH = f"/api/{MANIFEST.api_version}/query"
_ROWS = 1000
_TAGS = ("time:day", "visit:utm_source", "visit:utm_campaign", "visit:utm_content")

_Key = tuple[date, str, str, str]


def connect(access: ChannelAccess, http: Http) -> "Plausible":
    """The site `access.account_id`, such as `aurora.example`, or `aurora.example@stats.aurora.example` elsewhere."""
    return Plausible(http, access.secrets["api_key"], access.account_id, access.account_id.partition("@")[0])


@dataclass(frozen=True)
class Plausible:
    """VisitReader and Prober of one site. A bounce is a visit with one event of any kind, told in whole percent."""

    http: Http
    key: SecretStr
    account_id: str
    site: str

    def probe(self) -> ProbeOutcome:
        return probe_site(self.account_id, self._name)

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits:  # noqa: ARG002
        span = [since.isoformat(), until.isoformat()]
        wish = {"date_range": span, "dimensions": _TAGS, "include": {"total_rows": True}}
        goal = {"filters": [["is", "event:goal", list(goals)]]}
        with known_shape(MANIFEST.title):
            counted = dict(self._rows(wish | {"metrics": ["visits", "bounce_rate"]}))
            reached = dict(self._rows(wish | goal | {"metrics": ["visits", "events"]})) if goals else {}
            return SiteVisits(rows=tuple(_row(key, one, reached.get(key), goals) for key, one in counted.items()))

    def _name(self) -> str:
        self._ask({"metrics": ["visits"], "date_range": "7d"})
        return self.site

    def _rows(self, wish: Mapping[str, Any]) -> Iterator[tuple[_Key, Sequence[Any]]]:
        offset, total = 0, 1
        while offset < total:
            body = self._ask({**wish, "pagination": {"limit": _ROWS, "offset": offset}})
            found = body.get("results")
            if not isinstance(found, list):
                raise ReadRefused("Plausible gave no results")
            for one in found:
                day, *tags = one["dimensions"]
                source, campaign, content = map(read_tag, tags)
                yield (read_day(day), source, campaign, content), one["metrics"]
            total = read_count(body.get("meta", {}).get("total_rows", offset + len(found)))
            if not found:
                return
            offset += len(found)

    def _ask(self, wish: Mapping[str, Any]) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {self.key.get_secret_value()}"}
        body = {"site_id": self.site, **wish}

        def call() -> Answer:
            return self.http.request("POST", _PATH, json=body, headers=headers)

        return read_site(MANIFEST.title, call, lambda answer: answer.body.get("error")).body


def _row(key: _Key, told: Sequence[Any], reached: Sequence[Any] | None, goals: Sequence[str]) -> VisitRow:
    visits, percent = told
    count = read_count(visits)
    day, source, campaign, content = key
    converted, conversions = map(read_count, reached or (0, 0)) if goals else (None, None)
    return VisitRow(
        day=day,
        source=source,
        campaign=campaign,
        content=content,
        visits=count,
        bounced=None if percent is None else part_of(count, number(percent)),
        converted=converted,
        conversions=conversions,
    )
