"""`portavoce analytics` and the connection of a source, with a strict server at its address."""

import httpx2
import pytest
import time_machine

from portavoce.runtime import clock
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.visit_imports import visit_importer
from tests.analytics import PlausibleServer
from tests.unit.cli.conftest import Shell

SITE = {"id": "shop", "platform": "plausible", "account_id": "aurora.example"}
EXPORT = """# Traffic acquisition
Date,Session source,Session campaign,Sessions,Engaged sessions,Key events,Total revenue
20261120,instagram,autumn,120,78,6,240.5
20261121,(direct),(not set),400,160,4,99.9
"""


@pytest.fixture
def plausible(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> PlausibleServer:
    found = PlausibleServer()
    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", lambda _, request: found(request))
    assert shell.run("brand", "apply", shell.brand(analytics=[SITE])).code == 0
    return found


def test_a_source_is_connected_once_its_key_has_been_seen_to_work(shell: Shell, plausible: PlausibleServer) -> None:
    refused = shell.run("channel", "connect", "aurora.shop", "--analytics", stdin="wrong\n")
    assert refused.code == 1
    assert "Invalid API key" in refused.err
    assert "Connected: aurora.shop" in shell.run("channel", "connect", "aurora.shop", "--analytics", stdin="key\n").out


def test_what_a_source_counted_is_shown_with_its_definition_and_how_its_reading_stands(
    shell: Shell, plausible: PlausibleServer
) -> None:
    assert shell.run("channel", "connect", "aurora.shop", "--analytics", stdin="key\n").code == 0
    with time_machine.travel("2026-11-24T06:00:00+00:00", tick=False):
        found = brands().brand_of("aurora")
        assert found
        visit_importer().read_source(found, found.analytics[0], clock.utc_now())
    shown = shell.run("analytics", "show", "--month", "2026-11").out
    assert "one event of any kind" in shown
    assert "23 of 30 days are known" in shown
    assert "54.00 %" in shown  # (42 + 21 + 240 + 25 + 50) of 700
    assert "read until 2026-11-23" in shown
    plausible.is_used_up = True
    with time_machine.travel("2026-11-25T06:00:00+00:00", tick=False):
        visit_importer().read_source(found, found.analytics[0], clock.utc_now())
    assert "the quota of Plausible is used up" in shell.run("analytics", "show", "--month", "2026-11").out


def test_an_export_of_google_analytics_is_taken_once_however_often(aurora: Shell) -> None:
    file = aurora.write("traffic.csv", EXPORT)
    for _ in range(2):
        assert "2 days taken" in aurora.run("analytics", "import", file, "--currency", "EUR").out
    answer = aurora.run("analytics", "show", "--month", "2026-11", "--json").json
    whole = answer["sums"][0]
    assert (whole["visits"], whole["bounced"], whole["value_minor"]) == (520, 282, 34040)
    assert whole["bounce_rate_percent"] == "54.23"
    bad = aurora.run("analytics", "import", aurora.write("bad.csv", "a,b\n1,2\n"))
    assert (bad.code, "no column Date" in bad.err) == (1, True)
