"""One website in Umami: visits and bounces by day. Days are those of the zone that is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, ProbeOutcome, ReadRefused
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.site_answers import known_shape, probe_site, read_count, read_site
from portavoce.platforms.visit_rows import SiteVisits, VisitRow

from .manifest import MANIFEST


def connect(access: ChannelAccess, http: Http) -> "Umami":
    """The website whose id is `access.account_id`, in the cloud; as `<id>@stats.aurora.example` in an own Umami."""
    return Umami(http, access.secrets["api_key"], access.account_id)


@dataclass(frozen=True)
class Umami:
    """VisitReader and Prober of one website. Its totals know no campaign, and a bounce is a visit with one event."""

    http: Http
    key: SecretStr
    account_id: str

    def probe(self) -> ProbeOutcome:
        return probe_site(self.account_id, self._name)

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits:  # noqa: ARG002
        headers = self._headers()
        days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
        note = "Umami tells totals of the website alone: nothing by campaign or post, and no conversions"
        with known_shape(MANIFEST.title):
            rows = tuple(self._day(day, zone, headers) for day in days)
        return SiteVisits(rows=rows, zone=zone, notes=(note,))

    def _name(self) -> str:
        return str(self._read(f"/websites/{self._website}", self._headers()).get("name", self.account_id))

    def _day(self, day: date, zone: str, headers: Mapping[str, str]) -> VisitRow:
        begins, ends = (
            int(datetime.combine(one, time(), ZoneInfo(zone)).timestamp() * 1000) for one in (day, day + timedelta(1))
        )
        query = {"startAt": str(begins), "endAt": str(ends - 1)}
        told = self._read(f"/websites/{self._website}/stats", headers, query)
        return VisitRow(day=day, visits=_count(told, "visits"), bounced=_count(told, "bounces"))

    def _headers(self) -> dict[str, str]:
        secret = self.key.get_secret_value()
        if not self._is_own:
            return {"x-umami-api-key": secret}
        name, _, password = secret.partition(":")
        body = self._ask("POST", "/auth/login", json={"username": name, "password": password})
        if not isinstance(token := body.get("token"), str):
            raise ReadRefused("Umami gave no token")
        return {"Authorization": f"Bearer {token}"}

    def _read(self, path: str, headers: Mapping[str, str], query: Mapping[str, str] | None = None) -> Mapping[str, Any]:
        return self._ask("GET", path, headers=headers, query=query)

    def _ask(self, method: str, path: str, **what: Any) -> Mapping[str, Any]:
        base = "/api" if self._is_own else f"/{MANIFEST.api_version}"

        def call() -> Answer:
            return self.http.request(method, base + path, **what)

        return read_site(MANIFEST.title, call, _words).body

    @property
    def _is_own(self) -> bool:
        return "@" in self.account_id

    @property
    def _website(self) -> str:
        return quote(self.account_id.partition("@")[0], safe="")


def _count(told: Mapping[str, Any], name: str) -> int:
    """A number of the website; before October 2025 each stood in an object of its own."""
    value = told.get(name)
    return read_count(value.get("value") if isinstance(value, dict) else value)


def _words(answer: Answer) -> object:
    said = answer.body.get("error")
    return said.get("message") if isinstance(said, dict) else said
