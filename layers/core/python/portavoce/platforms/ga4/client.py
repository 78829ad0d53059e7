"""One property of Google Analytics 4: sessions by day and UTM tags, by its Data API. Days are the property's."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from pydantic import SecretStr

from portavoce.platforms.contract import ChannelAccess, ProbeOutcome, ReadFailed, ReadRefused
from portavoce.platforms.http import Answer, Http, ask_once
from portavoce.platforms.readings import AccessRefused, number
from portavoce.platforms.site_answers import known_shape, probe_site, read_count, read_day, read_site
from portavoce.platforms.visit_rows import SiteVisits, VisitRow, read_tag

from .assertion import NoPrivateKey, read_key, sign_claims
from .manifest import MANIFEST, OAUTH_ADDRESS, SCOPE, TOKEN_SECONDS

_ROWS = 10_000
_KIND = "analyticsData#runReport"
"""Of every report, also of one without a row: what says it not is none, and no day without visits."""
_DIMENSIONS = ("date", "sessionSource", "sessionCampaignName", "sessionManualAdContent")
_METRICS = ("sessions", "engagedSessions", "keyEvents", "totalRevenue")
_FEW_TOKENS = 1000


def connect(access: ChannelAccess, http: Http) -> "Ga4":
    """The property `access.account_id`, with or without its `properties/`."""
    return Ga4(http, access.secrets["service_account"], access.account_id)


@dataclass(frozen=True)
class Ga4:
    """VisitReader and Prober of one property. A session bounced when it is not engaged: ten seconds or less, one view
    and no key event."""

    http: Http
    secret: SecretStr
    account_id: str

    def probe(self) -> ProbeOutcome:
        return probe_site(self.account_id, self._name)

    def visits(self, since: date, until: date, zone: str, goals: Sequence[str] = ()) -> SiteVisits:  # noqa: ARG002
        with known_shape(MANIFEST.title):
            return _join_pages(list(self._pages({"startDate": since.isoformat(), "endDate": until.isoformat()})))

    def _name(self) -> str:
        span = {"startDate": "yesterday", "endDate": "yesterday"}
        self._report(self._token(), {"dateRanges": [span], "metrics": [{"name": "sessions"}], "limit": "1"})
        return self._property

    def _pages(self, span: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
        token, offset, total = self._token(), 0, 1
        while offset < total:
            wish = {
                "dateRanges": [span],
                "dimensions": [{"name": name} for name in _DIMENSIONS],
                "metrics": [{"name": name} for name in _METRICS],
                "limit": str(_ROWS),
                "offset": str(offset),
                "returnPropertyQuota": True,
            }
            page = self._report(token, wish)
            if page.get("kind") != _KIND:
                raise ReadRefused("Google Analytics 4 gave no report")
            yield page
            if not page.get("rows"):
                return
            total, offset = read_count(page.get("rowCount", 0)), offset + len(page["rows"])

    def _report(self, token: str, wish: Mapping[str, Any]) -> Mapping[str, Any]:
        path = f"/{MANIFEST.api_version}/{self._property}:runReport"

        def call() -> Answer:
            return self.http.request("POST", path, json=wish, headers={"Authorization": f"Bearer {token}"})

        return read_site(MANIFEST.title, call, _words).body

    def _token(self) -> str:
        """A token for an hour, by the service account's word. Raises AccessRefused, ReadFailed."""
        try:
            account = json.loads(self.secret.get_secret_value())
            issuer, key = str(account["client_email"]), read_key(str(account["private_key"]))
        except (ValueError, KeyError, TypeError, NoPrivateKey):
            raise AccessRefused("the secret is not the JSON key of a Google service account") from None
        at = self._google_time()
        claims = {"iss": issuer, "scope": SCOPE, "aud": OAUTH_ADDRESS, "iat": at, "exp": at + TOKEN_SECONDS}
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": sign_claims(claims, key)}
        try:
            answer = read_site("Google", lambda: self.http.request("POST", self._token_path, form=form), _words)
        except ReadRefused as refused:
            raise AccessRefused(f"the service account {issuer} is refused: {refused}") from None
        if not isinstance(token := answer.body.get("access_token"), str):
            raise ReadFailed("Google gave no token")
        return token

    def _google_time(self) -> int:
        """Google's own clock: a token that is dated by another one may be refused."""
        answer = ask_once("Google", lambda: self.http.request("GET", self._token_path))
        if not isinstance(answer, Answer):
            raise ReadFailed(answer.reason)
        try:
            return int(parsedate_to_datetime(answer.headers["Date"]).timestamp())
        except (KeyError, ValueError):
            raise ReadFailed("Google did not say what time it is") from None

    @property
    def _property(self) -> str:
        return f"properties/{self.account_id.removeprefix('properties/')}"

    @property
    def _token_path(self) -> str:
        host, _, path = OAUTH_ADDRESS.rpartition("/")
        return f"{self.http.on(host)}/{path}"


def _join_pages(pages: Sequence[Mapping[str, Any]]) -> SiteVisits:
    told = [one.get("metadata", {}) for one in pages]
    notes = [note for one in pages for note in _notes(one)]
    return SiteVisits(
        rows=tuple(_row(one) for page in pages for one in page.get("rows", [])),
        zone=told[0].get("timeZone"),
        currency=told[0].get("currencyCode"),
        is_about=any(one.get("subjectToThresholding") or one.get("samplingMetadatas") for one in told),
        notes=tuple(dict.fromkeys(notes)),
    )


def _row(told: Mapping[str, Any]) -> VisitRow:
    day, *tags = (one["value"] for one in told["dimensionValues"])
    sessions, engaged, events, revenue = (one["value"] for one in told["metricValues"])
    source, campaign, content = map(read_tag, tags)
    return VisitRow(
        day=read_day(day),
        source=source,
        campaign=campaign,
        content=content,
        visits=read_count(sessions),
        bounced=max(0, read_count(sessions) - read_count(engaged)),
        engaged=read_count(engaged),
        conversions=int(number(events)),
        value=number(revenue),
    )


def _notes(page: Mapping[str, Any]) -> Iterator[str]:
    metadata, quota = page.get("metadata", {}), page.get("propertyQuota", {}).get("tokensPerDay", {})
    if metadata.get("subjectToThresholding"):
        yield "Google holds rows back in which so few people are that they could be recognised: the numbers are too low"
    if metadata.get("samplingMetadatas"):
        yield "Google has counted a sample and multiplied it"
    if metadata.get("dataLossFromOtherRow"):
        yield "Google has put rows that it had no room for together as (other)"
    if (left := quota.get("remaining")) is not None and left < _FEW_TOKENS:
        yield f"{left} tokens of the property's quota are left until midnight in California"


def _words(answer: Answer) -> object:
    said = answer.body.get("error")
    return said.get("message") if isinstance(said, dict) else answer.body.get("error_description") or said
