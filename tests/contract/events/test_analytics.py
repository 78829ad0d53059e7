"""From what a site's analytics count to what a person reads: the real functions, client and table, a strict server."""

from datetime import date, timedelta

import boto3
import httpx2
import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.connections.model import holders
from portavoce.reporting.model import AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime.wiring.access import connections
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.visit_imports import visit_importer
from tests.analytics import NOVEMBER, PlausibleServer
from tests.contract.events.house import AURORA, House
from tests.contract.events.samples import FOLDER, read
from tests.http_api import call
from tests.review import NOW
from tests.stage import PREFIX, REGION

TICK = read(FOLDER / "schedule/tick.json")
SITE = {"id": "shop", "platform": "plausible", "account_id": "aurora.example", "goals": ["Lead"]}
KEY = f"{PREFIX}/analytics/aurora.shop/api_key"
BRAND = Brand.model_validate(AURORA.model_dump(mode="json") | {"analytics": [SITE]})


@pytest.fixture
def server(house: House, monkeypatch: pytest.MonkeyPatch) -> PlausibleServer:
    """Plausible at its own address, and a key that it takes."""
    found, others = PlausibleServer(), httpx2.HTTPTransport.handle_request

    def handle(transport: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        return found(request) if request.url.host == "plausible.io" else others(transport, request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    brands().put(BRAND, NOW, if_version=1)
    keep_key("key")
    return found


def keep_key(value: str) -> None:
    boto3.client("ssm", region_name=REGION).put_parameter(Name=KEY, Value=value, Type="SecureString", Overwrite=True)


def test_the_daily_round_reads_what_the_source_counts_and_the_sums_are_its_own(
    house: House, server: PlausibleServer
) -> None:
    for _ in range(2):
        house.invoke("extend_series", TICK)
    sums = visit_importer().sums(BRAND, date(2026, 11, 1), date(2026, 11, 30))
    whole = next(one for one in sums if one.by is None)
    seen = [one for one in NOVEMBER if one.day < NOW.date()]
    assert whole.visits == sum(one.visits for one in seen)
    assert (whole.bounced, whole.converted) == (sum(one.bounced for one in seen), sum(one.converted for one in seen))
    posts = {one.of: one.visits for one in sums if one.by == "post"}
    assert posts == {"p-81": 170, "p-82": 30}


def test_a_key_that_is_no_longer_taken_is_told_beside_the_source_and_a_person_is_written_to(
    house: House, server: PlausibleServer
) -> None:
    house.invoke("extend_series", TICK)
    house.invoke("keep_channels", TICK)
    keep_key("expired")
    with time_machine.travel(NOW + timedelta(days=1, hours=1), tick=False):
        house.invoke("extend_series", TICK, cold=True)
        house.invoke("keep_channels", TICK, cold=True)
        (state,) = visit_importer().states(BRAND)
        assert "Invalid API key" in (state.failed_because or "")
        (site,) = [one for one in holders(BRAND) if one.kind == "analytics"]
        found = connections().find_connection(site)
        assert found is not None
        assert found.state == "refused"
    alerts, _ = Alerts(house.table).list_page("aurora")
    lost = [one.facts for one in alerts if one.kind is AlertKind.CONNECTION_LOST]
    assert [one["connect_command"] for one in lost] == ["portavoce channel connect aurora.shop --analytics"]


def test_the_doctor_says_whether_a_site_has_its_key(house: House, server: PlausibleServer) -> None:
    def ask() -> list[tuple[str, bool]]:
        found = call("GET", "/doctor").json["items"]
        return [(one["subject"], one["ok"]) for one in found if one["check"] == "analytics key"]

    assert ask() == [("aurora.shop", True)]
    boto3.client("ssm", region_name=REGION).delete_parameter(Name=KEY)
    assert ask() == [("aurora.shop", False)]
