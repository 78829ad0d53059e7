"""The calendar that comes out of the deployed emulator: as a file, and as a feed for calendar programs."""

import json

import httpx2
from icalendar import Calendar

from infra.local.twin import wait_for
from tests.twin.running import BRAND, Running


def test_the_storys_calendar_exported_and_planned_again_leaves_nothing_to_do(running: Running) -> None:
    out = running.twin.home / "exported.csv"
    exported = running.portavoce("export", BRAND, "--out", str(out))
    assert exported.code == 0, exported.said
    rows = int(exported.said.split(" rows written")[0].split()[-1])
    assert rows >= running.figures["planned"]
    planned = running.portavoce("plan", str(out), "--json")
    assert planned.code == 0, planned.said
    answer = json.loads(planned.said[planned.said.index("{") :])
    assert [len(answer[kind]) for kind in ("new", "changed", "unchanged", "refused")] == [0, 0, rows, 0]


def test_a_calendar_program_follows_the_brand_behind_its_address_and_nobody_without_it(running: Running) -> None:
    url: str = json.loads(running.portavoce("calendar-feed", BRAND, "--rotate", "--json").said)["url"]
    shown = httpx2.get(url, timeout=30)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(shown.text).walk("VEVENT")
    assert len(events) >= running.figures["planned"]
    assert all(str(one["UID"]).startswith(f"{BRAND}.") for one in events)
    again = httpx2.get(url, headers={"If-None-Match": shown.headers["etag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")

    secret = url.rpartition("/")[2].removesuffix(".ics")
    wrong = [url.replace(secret, secret[::-1]), url.replace(f"/{BRAND}/", "/borealis/"), url.removesuffix(".ics")]
    answers = [httpx2.get(one, timeout=30) for one in wrong]
    assert {(one.status_code, one.text) for one in answers} == {(404, "There is no calendar here.\n")}

    assert wait_for(lambda: "calendar feed" in log(running), 10)
    assert secret not in log(running)


def log(running: Running) -> str:
    """All that the feed has logged."""
    pages = running.twin.client("logs").get_paginator("filter_log_events")
    found = pages.paginate(logGroupName="/aws/lambda/portavoce-local-feed")
    return "\n".join(event["message"] for page in found for event in page["events"])
