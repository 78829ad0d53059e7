"""One site in Matomo: visits by day, those of campaigns by their name. Days are the site's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, ProbeOutcome, ReadRefused
from portavoce.platforms.http import Answer, Http
from portavoce.platforms.readings import number
from portavoce.platforms.site_answers import known_shape, probe_site, read_count, read_day, read_site
from portavoce.platforms.text.said_words import clean_words
from portavoce.platforms.visit_rows import SiteVisits, VisitRow

from .manifest import MANIFEST

_Numbers = Mapping[str, Any]


def connect(access: ChannelAccess, http: Http) -> "Matomo":
    """The site `access.account_id`, such as `1@matomo.aurora.example`."""
    return Matomo(http, access.secrets["token_auth"], access.account_id)


@dataclass(frozen=True)
class Matomo:
    """VisitReader and Prober of one site. A bounce is a visit with one action."""

    http: Http
    token: SecretStr
    account_id: str

    def probe(self) -> ProbeOutcome:
        return probe_site(self.account_id, lambda: str(self._site().get("name", self.account_id)))

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits:  # noqa: ARG002
        site = self._site()
        span = {"period": "day", "date": f"{since},{until}"}
        whole = self._ask("VisitsSummary.get", span)
        campaigns = self._ask("Referrers.getCampaigns", {**span, "filter_limit": "-1"})
        if not whole:
            raise ReadRefused("Matomo told no day, not even one without visits")
        with known_shape(MANIFEST.title):
            rows = [row for day, told in whole.items() for row in _rows_of(read_day(day), told, campaigns.get(day))]
            return SiteVisits(rows=tuple(rows), zone=site.get("timezone"), currency=site.get("currency"))

    def _site(self) -> Mapping[str, Any]:
        return self._ask("SitesManager.getSiteFromId", {})

    def _ask(self, method: str, more: Mapping[str, str]) -> Mapping[str, Any]:
        form = {
            "module": "API",
            "method": method,
            "idSite": self.account_id.partition("@")[0],
            "format": "JSON",
            **more,
        }
        form["token_auth"] = self.token.get_secret_value()

        def call() -> Answer:
            return self.http.request("POST", "/index.php", form=form)

        body = read_site(MANIFEST.title, call, lambda answer: answer.body.get("message")).body
        if body.get("result") == "error":
            raise ReadRefused(f"Matomo refuses the question: {clean_words(body.get('message'))}")
        return body


def _rows_of(day: date, told: object, campaigns: object) -> Iterator[VisitRow]:
    """The campaigns of a day, and the visits of none. A day without a visit is an empty list."""
    whole = told if isinstance(told, dict) else {}
    named = [one for one in campaigns if isinstance(one, dict)] if isinstance(campaigns, list) else []
    rows = [_row(day, one, str(one.get("label", ""))) for one in named]
    yield from rows
    rest = {
        name: max(0, read_count(whole.get(name, 0)) - sum(read_count(one.get(name, 0)) for one in named))
        for name in ("nb_visits", "bounce_count", "nb_visits_converted")
    }
    yield _row(day, rest, "")


def _row(day: date, told: _Numbers, campaign: str) -> VisitRow:
    revenue = told.get("revenue")
    return VisitRow(
        day=day,
        campaign=campaign,
        visits=read_count(told.get("nb_visits", 0)),
        bounced=read_count(told.get("bounce_count", 0)),
        converted=read_count(told.get("nb_visits_converted", 0)),
        value=None if revenue is None else number(str(revenue)),
    )
