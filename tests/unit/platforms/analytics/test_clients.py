"""What GA4, Plausible, Umami and Matomo tell of a site's visits is read as they count it, and their errors are told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import SecretStr

from portavoce.platforms import discovery
from portavoce.platforms.access.addresses import NoInstance, base_url_of
from portavoce.platforms.contract import ChannelAccess, Probe, ReadFailed, ReadRefused
from portavoce.platforms.http import Http
from portavoce.platforms.outcomes import AuthFailed, Unclear
from portavoce.platforms.readings import AccessRefused
from portavoce.platforms.visit_rows import SiteVisits, VisitReader
from tests.analytics import (
    NOVEMBER,
    Ga4Server,
    MatomoServer,
    PlausibleServer,
    UmamiServer,
    service_account,
)

FIRST, LAST = date(2026, 11, 20), date(2026, 11, 21)
UMAMI = UmamiServer().website
Server = Callable[[httpx2.Request], httpx2.Response]
ACCOUNTS = {
    "ga4": ("123", "service_account"),
    "plausible": ("aurora.example", "api_key"),
    "umami": (UMAMI, "api_key"),
    "matomo": ("1@matomo.aurora.example", "token_auth"),
}
KEYS = {"plausible": "key", "umami": "key", "matomo": "token"}
SERVERS: dict[str, Callable[[], Server]] = {
    "ga4": Ga4Server,
    "plausible": PlausibleServer,
    "umami": UmamiServer,
    "matomo": MatomoServer,
}


def client(source: str, server: Server, account: str | None = None, key: str | None = None) -> Any:
    account_id, name = ACCOUNTS[source]
    manifest = discovery.manifest(source)
    secret = key if key is not None else KEYS.get(source) or service_account()
    access = ChannelAccess(
        channel_id="aurora.shop", account_id=account or account_id, secrets={name: SecretStr(secret)}
    )
    http = Http(base_url_of(manifest, access.account_id), httpx2.MockTransport(server))
    return discovery.part(source, "client").connect(access, http)


def read(source: str, server: Server, *goals: str, **given: str) -> SiteVisits:
    reader: VisitReader = client(source, server, **given)
    return reader.visits(FIRST, LAST, "Europe/Rome", goals)


def test_google_tells_sessions_by_day_source_campaign_and_content_over_several_pages() -> None:
    found = read("ga4", Ga4Server())
    told = [(one.day, one.source, one.campaign, one.content, one.visits, one.bounced) for one in found.rows]
    assert told == [(one.day, one.source, one.campaign, one.content, one.visits, one.bounced) for one in NOVEMBER]
    assert [one.conversions for one in found.rows] == [one.converted for one in NOVEMBER]
    assert sum(one.value or 0 for one in found.rows) == Decimal("359.40")
    assert (found.zone, found.currency, found.is_about, found.notes) == ("Europe/Rome", "EUR", False, ())


def test_more_rows_than_a_page_holds_are_all_read() -> None:
    many = tuple(NOVEMBER[0]._replace(content=f"p-{number}") for number in range(10_003))
    assert len(read("ga4", Ga4Server(many)).rows) == 10_003
    assert len(read("plausible", PlausibleServer(many[:2500])).rows) == 2500


def test_google_says_when_numbers_are_sampled_held_back_or_nearly_used_up() -> None:
    for told, words in (
        ({"subjectToThresholding": True}, "too low"),
        ({"samplingMetadatas": [{"samplesReadCount": "1", "samplingSpaceSize": "9"}]}, "sample"),
    ):
        found = read("ga4", Ga4Server(metadata=told))
        assert found.is_about
        assert words in found.notes[0]
    found = read("ga4", Ga4Server(tokens_left=12))
    assert (found.is_about, found.notes) == (
        False,
        ("12 tokens of the property's quota are left until midnight in California",),
    )


def test_plausible_tells_visits_bounces_in_whole_percent_and_the_visits_that_reached_a_goal() -> None:
    found = read("plausible", PlausibleServer(), "Lead")
    assert [(one.source, one.visits, one.bounced, one.converted, one.conversions) for one in found.rows] == [
        ("instagram", 120, 42, 6, 6),
        ("x", 30, 21, 0, 0),
        ("", 400, 240, 4, 4),
        ("instagram", 50, 25, 1, 1),
        ("", 100, 50, 0, 0),
    ]
    assert {one.converted for one in read("plausible", PlausibleServer()).rows} == {None}


@pytest.mark.parametrize("is_own", [False, True])
def test_umami_tells_the_totals_of_each_day_in_the_cloud_and_elsewhere(is_own: bool) -> None:
    own = {"account": f"{UMAMI}@stats.aurora.example", "key": "ada:pa:ss"}
    found = read("umami", UmamiServer(is_own=is_own), **(own if is_own else {}))
    assert [(one.day, one.visits, one.bounced, one.converted) for one in found.rows] == [
        (FIRST, 550, 303, None),
        (LAST, 150, 75, None),
    ]
    assert "nothing by campaign" in found.notes[0]


def test_matomo_tells_campaigns_and_the_rest_of_each_day_and_a_day_without_visits_as_none() -> None:
    reader: VisitReader = client("matomo", MatomoServer())
    found = reader.visits(date(2026, 11, 19), LAST, "UTC")
    told = {(one.day.day, one.campaign): (one.visits, one.bounced, one.converted) for one in found.rows}
    assert told == {
        (19, ""): (0, 0, 0),
        (20, "autumn"): (150, 63, 6),
        (20, ""): (400, 240, 4),
        (21, "autumn"): (50, 25, 1),
        (21, ""): (100, 50, 0),
    }
    assert (found.zone, found.currency, found.rows[1].value) == ("Europe/Rome", "EUR", Decimal("240.5"))


@pytest.mark.parametrize("source", SERVERS)
def test_the_same_visits_are_the_same_whoever_tells_them(source: str) -> None:
    found = read(source, SERVERS[source]())
    assert sum(one.visits for one in found.rows) == sum(one.visits for one in NOVEMBER)
    assert sum(one.bounced or 0 for one in found.rows) == sum(one.bounced for one in NOVEMBER)


def stranger() -> str:
    return service_account(rsa.generate_private_key(public_exponent=65537, key_size=2048))


@pytest.mark.parametrize(
    ("source", "server", "given", "kind", "words"),
    [
        ("ga4", Ga4Server(), {"key": stranger()}, AccessRefused, "Invalid JWT Signature"),
        ("ga4", Ga4Server(), {"key": "not json"}, AccessRefused, "not the JSON key"),
        ("ga4", Ga4Server(), {"account": "999"}, AccessRefused, "sufficient permissions"),
        ("ga4", Ga4Server(tokens_left=0), {}, ReadFailed, "quota"),
        ("plausible", PlausibleServer(), {"key": "expired"}, AccessRefused, "Invalid API key"),
        ("plausible", PlausibleServer(), {"account": "other.example"}, AccessRefused, "site ID"),
        ("plausible", PlausibleServer(is_used_up=True), {}, ReadFailed, "quota"),
        ("umami", UmamiServer(), {"key": "expired"}, AccessRefused, "Unauthorized"),
        ("umami", UmamiServer(), {"account": "other"}, ReadRefused, "Not found"),
        ("umami", UmamiServer(is_own=True), {"account": f"{UMAMI}@a.example", "key": "a:b"}, AccessRefused, "401"),
        ("matomo", MatomoServer(), {"key": "expired"}, ReadRefused, "requires 'view' access"),
        ("matomo", MatomoServer(), {"account": "7@matomo.aurora.example"}, ReadRefused, "unexpected website"),
    ],
)
def test_an_error_is_told_with_what_the_source_says(
    source: str, server: Server, given: dict[str, str], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        read(source, server, **given)
    outcome = client(source, server, **given).probe()
    assert isinstance(outcome, Unclear if kind is ReadFailed else AuthFailed)
    assert "PRIVATE" not in outcome.reason


@pytest.mark.parametrize("source", SERVERS)
def test_a_key_that_works_is_seen_to_work(source: str) -> None:
    outcome = client(source, SERVERS[source]()).probe()
    assert isinstance(outcome, Probe)
    assert outcome.account_id == ACCOUNTS[source][0]


@pytest.mark.parametrize("source", SERVERS)
@pytest.mark.parametrize(
    "answer", ["[]", "{}", '{"results": [1], "rows": [{}], "rowCount": 1}', '{"error": {"code": 500}}', "<html>", '"a"']
)
def test_an_answer_in_a_strange_shape_is_an_error_and_never_a_number(source: str, answer: str) -> None:
    def strange(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "oauth2.googleapis.com":
            return Ga4Server()(request)
        return httpx2.Response(200, text=answer)

    with pytest.raises((ReadFailed, ReadRefused)):
        read(source, strange)


def _say(answer: httpx2.Response, _: httpx2.Request) -> httpx2.Response:
    return answer


def test_a_failing_server_and_a_page_of_a_proxy_may_be_better_later() -> None:
    for status, source in ((500, "matomo"), (503, "matomo"), (200, "plausible")):
        answer = httpx2.Response(status, text="<html>")
        with pytest.raises(ReadFailed):
            read(source, partial(_say, answer))


def test_an_own_matomo_needs_its_host_and_a_cloud_is_known() -> None:
    assert base_url_of(discovery.manifest("plausible"), "aurora.example") == "https://plausible.io"
    assert base_url_of(discovery.manifest("umami"), f"{UMAMI}@a.example") == "https://a.example"
    with pytest.raises(NoInstance):
        base_url_of(discovery.manifest("matomo"), "1")


@pytest.mark.parametrize("source", ["ga4", "plausible"])
def test_what_a_source_writes_in_the_place_of_a_tag_is_no_tag(source: str) -> None:
    untagged = tuple(NOVEMBER[2]._replace(source=one) for one in ("", "google", "news.example"))
    found = read(source, {"ga4": Ga4Server, "plausible": PlausibleServer}[source](untagged))
    assert [(one.source, one.campaign, one.content) for one in found.rows] == [
        ("", "", ""),
        ("google", "", ""),
        ("news.example", "", ""),
    ]


@pytest.mark.parametrize("zone", ["UTC+2", "UTC-5.5", "UTC+5.75", "Asia/Kathmandu"])
def test_a_site_of_matomo_may_have_hours_from_utc_for_its_zone(zone: str) -> None:
    assert read("matomo", MatomoServer(zone=zone)).zone == zone


def test_a_zone_that_nobody_knows_is_a_refusal_and_no_crash() -> None:
    with pytest.raises(ReadRefused, match="shape"):
        read("matomo", MatomoServer(zone="Nowhere/Land"))


EMPTY = {"kind": "analyticsData#runReport", "metadata": {"timeZone": "Europe/Rome"}}
"""What Google leaves out it has none of: rows and their count (developers.google.com, RunReportResponse)."""


def test_a_property_without_a_visit_is_none_and_no_strange_shape() -> None:
    def quiet(request: httpx2.Request) -> httpx2.Response:
        is_report = request.url.host == "analyticsdata.googleapis.com"
        return httpx2.Response(200, json=EMPTY) if is_report else Ga4Server()(request)

    assert read("ga4", quiet).rows == ()


def test_google_is_not_asked_again_for_rows_that_it_counts_and_does_not_give() -> None:
    asked: list[str] = []

    def hollow(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.path)
        assert len(asked) < 10
        is_report = request.url.host == "analyticsdata.googleapis.com"
        return httpx2.Response(200, json=EMPTY | {"rowCount": 10**9}) if is_report else Ga4Server()(request)

    assert read("ga4", hollow).rows == ()


@pytest.mark.parametrize("changed", [{"value": "1e400"}, {"value": "1e999999999"}, {"visits": 10**13}, {"visits": -1}])
def test_a_number_that_cannot_be_one_is_a_refusal(changed: dict[str, Any]) -> None:
    with pytest.raises(ReadRefused):
        read("ga4", Ga4Server((NOVEMBER[0]._replace(**changed),)))
