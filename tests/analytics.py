"""The sites' analytics as small strict servers: what they count, and how each of them tells it.

The shapes are those of Google's runReport reference, Plausible's stats API v2, Umami's API and Matomo's Reporting API.
Whatever a server of theirs would refuse, such as a wrong key, an unknown metric or a signature of somebody else, these
refuse in the same way."""

import json
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import httpx2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

GOOGLE_NOW = datetime(2026, 11, 29, 6, 0, tzinfo=UTC)
ISSUER = "portavoce@aurora.iam.gserviceaccount.com"


class Seen(NamedTuple):
    """What was counted of one way on one day."""

    day: date
    source: str
    campaign: str
    content: str
    visits: int
    bounced: int
    converted: int
    value: str


NOVEMBER = (
    Seen(date(2026, 11, 20), "instagram", "autumn", "p-81", 120, 42, 6, "240.50"),
    Seen(date(2026, 11, 20), "x", "autumn", "p-82", 30, 21, 0, "0"),
    Seen(date(2026, 11, 20), "", "", "", 400, 240, 4, "99.90"),
    Seen(date(2026, 11, 21), "instagram", "autumn", "p-81", 50, 25, 1, "19"),
    Seen(date(2026, 11, 21), "", "", "", 100, 50, 0, "0"),
)
"""Two days of a shop."""


@cache
def google_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def service_account(key: rsa.RSAPrivateKey | None = None) -> str:
    """The JSON file that Google gives for a service account, on one line."""
    pem = (key or google_key()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return json.dumps({"type": "service_account", "client_email": ISSUER, "private_key": pem.decode()})


def _unpack(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


_GOOGLE_WORDS = {"": "(direct)", "google": "(organic)"}
"""What stands for the campaign of a visit without one, by its source; of any other it is `(referral)`."""


@dataclass
class Ga4Server:
    """Google's token service and the Data API of one property."""

    seen: tuple[Seen, ...] = NOVEMBER
    known_property: str = "123"
    zone: str = "Europe/Rome"
    metadata: Mapping[str, Any] = field(default_factory=dict)
    tokens_left: int = 199_996
    rows_a_page: int = 10_000

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "oauth2.googleapis.com" and request.url.path == "/token":
            return self._token(request)
        if (request.method, request.url.host) != ("POST", "analyticsdata.googleapis.com"):
            return httpx2.Response(404, text="<html>")
        if request.headers.get("Authorization") != "Bearer ya29.token":
            return _google_error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        if request.url.path != f"/v1beta/properties/{self.known_property}:runReport":
            return _google_error(403, "PERMISSION_DENIED", "User does not have sufficient permissions.")
        if self.tokens_left <= 0:
            return _google_error(429, "RESOURCE_EXHAUSTED", "Exhausted property tokens per day.")
        return self._report(json.loads(request.content))

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        headers = {"Date": format_datetime(GOOGLE_NOW, usegmt=True)}
        if request.method != "POST":
            return httpx2.Response(404, headers=headers, text="<html>")
        form = {name: value for name, (value,) in parse_qs(request.content.decode()).items()}
        if form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return httpx2.Response(400, headers=headers, json={"error": "unsupported_grant_type"})
        head, claims, signature = form["assertion"].split(".")
        said = json.loads(_unpack(claims))
        wanted = {
            "iss": ISSUER,
            "scope": "https://www.googleapis.com/auth/analytics.readonly",
            "aud": "https://oauth2.googleapis.com/token",
        }
        is_timely = said["iat"] <= GOOGLE_NOW.timestamp() < said["exp"] <= said["iat"] + 3600
        try:
            google_key().public_key().verify(
                _unpack(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except Exception:  # noqa: BLE001 - whatever is wrong with it, Google says this
            refusal = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
            return httpx2.Response(400, headers=headers, json=refusal)
        if (
            json.loads(_unpack(head)) != {"alg": "RS256", "typ": "JWT"}
            or not is_timely
            or not wanted.items() <= said.items()
        ):
            return httpx2.Response(400, headers=headers, json={"error": "invalid_grant"})
        return httpx2.Response(200, headers=headers, json={"access_token": "ya29.token", "expires_in": 3599})

    def _report(self, wish: Mapping[str, Any]) -> httpx2.Response:
        names = [one["name"] for one in wish.get("dimensions", [])]
        metrics = [one["name"] for one in wish["metrics"]]
        dimensions: Mapping[str, Callable[[Seen], str]] = {
            "date": lambda one: f"{one.day:%Y%m%d}",
            "sessionSource": lambda one: one.source or "(direct)",
            "sessionCampaignName": lambda one: one.campaign or _GOOGLE_WORDS.get(one.source, "(referral)"),
            "sessionManualAdContent": lambda one: one.content or "(not set)",
        }
        numbers: Mapping[str, Callable[[Seen], str]] = {
            "sessions": lambda one: str(one.visits),
            "engagedSessions": lambda one: str(one.visits - one.bounced),
            "keyEvents": lambda one: str(one.converted),
            "totalRevenue": lambda one: one.value,
        }
        if unknown := [*({*names} - dimensions.keys()), *({*metrics} - numbers.keys())]:
            return _google_error(400, "INVALID_ARGUMENT", f"Field {unknown[0]} is not a valid dimension or metric.")
        (span,) = wish["dateRanges"]
        inside = [one for one in self.seen if span["startDate"] <= str(one.day) <= span["endDate"]]
        first, most = int(wish.get("offset", 0)), min(int(wish["limit"]), self.rows_a_page)
        body = {
            "rows": [
                {
                    "dimensionValues": [{"value": dimensions[name](one)} for name in names],
                    "metricValues": [{"value": numbers[name](one)} for name in metrics],
                }
                for one in inside[first : first + most]
            ],
            "rowCount": len(inside),
            "kind": "analyticsData#runReport",
            "metadata": {"currencyCode": "EUR", "timeZone": self.zone, **self.metadata},
        }
        if wish.get("returnPropertyQuota"):
            body["propertyQuota"] = {"tokensPerDay": {"consumed": 4, "remaining": self.tokens_left}}
        return httpx2.Response(200, json=body)


def _google_error(status: int, code: str, message: str) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"code": status, "message": message, "status": code}})


@dataclass
class PlausibleServer:
    """The stats API of one site; a tag that there was not is `(not set)` (`stats/sql/expression.ex`)."""

    seen: tuple[Seen, ...] = NOVEMBER
    is_used_up: bool = False
    rows_a_page: int = 1000

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if (request.method, request.url.path) != ("POST", "/api/v2/query"):
            return httpx2.Response(404, json={"error": "Not found"})
        wish = json.loads(request.content)
        if request.headers.get("Authorization") != "Bearer key" or wish.get("site_id") != "aurora.example":
            return httpx2.Response(401, json={"error": "Invalid API key or site ID."})
        if self.is_used_up:
            return httpx2.Response(
                429, json={"error": "Too many API requests. Your API key is limited to 600 requests."}
            )
        return self._query(wish)

    def _query(self, wish: Mapping[str, Any]) -> httpx2.Response:
        known = {"time:day", "visit:utm_source", "visit:utm_campaign", "visit:utm_content"}
        if not {*wish.get("dimensions", ())} <= known or not {*wish["metrics"]} <= {"visits", "bounce_rate", "events"}:
            return httpx2.Response(400, json={"error": "Invalid dimensions or metrics"})
        filters = wish.get("filters", [])
        if not filters and "events" in wish["metrics"]:
            return httpx2.Response(400, json={"error": "events is not asked for here without a goal"})
        assert not filters or filters == [["is", "event:goal", ["Lead"]]]
        span = wish["date_range"]
        rows = [one for one in self.seen if span == "7d" or span[0] <= str(one.day) <= span[1]]
        rows = [one for one in rows if one.converted] if filters else rows
        told = [
            {
                "dimensions": [str(one.day), *(tag or "(not set)" for tag in (one.source, one.campaign, one.content))],
                "metrics": [self._metric(name, one, is_goal=bool(filters)) for name in wish["metrics"]],
            }
            for one in rows
        ]
        page = wish.get("pagination", {"limit": 10_000, "offset": 0})
        cut = told[page["offset"] : page["offset"] + min(page["limit"], self.rows_a_page)]
        return httpx2.Response(200, json={"results": cut, "meta": {"total_rows": len(told)}, "query": wish})

    def _metric(self, name: str, one: Seen, *, is_goal: bool) -> int:
        if name == "bounce_rate":
            return round(100 * one.bounced / one.visits)
        return one.converted if is_goal else one.visits


@dataclass
class UmamiServer:
    """One website, in the cloud or of its own; its days are those that it is asked for, in milliseconds."""

    seen: tuple[Seen, ...] = NOVEMBER
    is_own: bool = False
    website: str = "b59e9c65-ae32-47f1-8400-119fcf4861c4"
    zone: str = "Europe/Rome"

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        base = "/api" if self.is_own else "/v1"
        if self.is_own and (request.method, request.url.path) == ("POST", "/api/auth/login"):
            if json.loads(request.content) != {"username": "ada", "password": "pa:ss"}:
                return httpx2.Response(401, json={"error": {"message": "Unauthorized", "status": 401}})
            return httpx2.Response(200, json={"token": "t0ken", "user": {"username": "ada"}})
        proof = ("Authorization", "Bearer t0ken") if self.is_own else ("x-umami-api-key", "key")
        if request.headers.get(proof[0]) != proof[1]:
            return httpx2.Response(401, json={"error": {"message": "Unauthorized", "status": 401}})
        if request.url.path == f"{base}/websites/{self.website}":
            return httpx2.Response(200, json={"id": self.website, "name": "Aurora", "domain": "aurora.example"})
        if request.url.path != f"{base}/websites/{self.website}/stats":
            return httpx2.Response(404, json={"error": {"message": "Not found", "status": 404}})
        return httpx2.Response(200, json=self._stats(request.url.params))

    def _stats(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        first, last = int(query["startAt"]), int(query["endAt"])
        noons = {
            one: datetime(one.day.year, one.day.month, one.day.day, 12, tzinfo=ZoneInfo(self.zone)) for one in self.seen
        }
        rows = [one for one, noon in noons.items() if first <= noon.timestamp() * 1000 <= last]
        sums = {"visits": sum(one.visits for one in rows), "bounces": sum(one.bounced for one in rows)}
        return {"pageviews": 3 * sums["visits"], "visitors": sums["visits"], **sums, "totaltime": 1, "comparison": {}}


@dataclass
class MatomoServer:
    """One site. Every answer is HTTP 200; a day without visits is an empty list."""

    seen: tuple[Seen, ...] = NOVEMBER
    zone: str = "Europe/Rome"

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        form = {name: value for name, (value,) in parse_qs(request.content.decode()).items()}
        if (request.method, request.url.path) != ("POST", "/index.php") or request.url.query:
            return httpx2.Response(404, text="<html>")
        if form.get("token_auth") != "token":
            words = "You can't access this resource as it requires 'view' access."
            return httpx2.Response(200, json={"result": "error", "message": words})
        if (form["module"], form["format"]) != ("API", "JSON") or form.get("idSite") != "1":
            words = "An unexpected website was found in the request: website id was set to '7'."
            return httpx2.Response(200, json={"result": "error", "message": words})
        if form["method"] == "SitesManager.getSiteFromId":
            return httpx2.Response(200, json={"idsite": 1, "name": "Aurora", "timezone": self.zone, "currency": "EUR"})
        return httpx2.Response(200, json=self._days(form))

    def _days(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        first, last = (date.fromisoformat(one) for one in form["date"].split(","))
        assert form["period"] == "day"
        days: dict[str, Any] = {
            str(date.fromordinal(one)): [] for one in range(first.toordinal(), last.toordinal() + 1)
        }
        if form["method"] == "VisitsSummary.get":
            return days | {
                day: self._sums([one for one in self.seen if str(one.day) == day])
                for day in {str(one.day) for one in self.seen} & days.keys()
            }
        assert (form["method"], form["filter_limit"]) == ("Referrers.getCampaigns", "-1")
        named: dict[str, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
        for one in self.seen:
            if one.campaign and str(one.day) in days:
                named[str(one.day)][one.campaign].append(one)
        return days | {
            day: [{"label": name, **self._sums(some), "revenue": 240.5} for name, some in campaigns.items()]
            for day, campaigns in named.items()
        }

    def _sums(self, some: list[Seen]) -> dict[str, int]:
        return {
            "nb_visits": sum(one.visits for one in some),
            "bounce_count": sum(one.bounced for one in some),
            "nb_visits_converted": sum(one.converted for one in some),
        }
