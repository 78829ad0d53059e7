"""`portavoce export` and `portavoce calendar-feed`."""

import csv
from collections.abc import Iterator

import pytest
import time_machine

from tests.http_api import call
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

CALENDAR = """post,channel,when,text,campaign
spring,facebook,2027-03-11 09:30,"=Buongiorno; ""Aurora""
a capo ☕️",primavera
spring,x,2027-03-11 09:30,صباح الخير،,primavera
late,x,2027-05-01 18:00,Buonasera,
"""


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def planned(aurora: Shell) -> Shell:
    assert aurora.run("apply", aurora.write("calendar.csv", CALENDAR)).code == 0
    return aurora


@pytest.mark.parametrize("name", ["exported.csv", "exported.xlsx"])
def test_an_exported_calendar_that_is_applied_again_changes_nothing(planned: Shell, name: str) -> None:
    out = planned.folder / name
    ran = planned.run("export", "aurora", "--out", str(out))
    assert (ran.code, "3 rows written" in ran.out) == (0, True)
    again = planned.run("apply", str(out), "--json")
    assert again.code == 0
    assert [len(again.json[kind]) for kind in ("new", "changed", "unchanged", "refused")] == [0, 0, 3, 0]


def test_the_calendar_can_be_had_on_stdout_for_some_days(planned: Shell) -> None:
    ran = planned.run("export", "aurora", "--from", "2027-03-11", "--to", "2027-03-11")
    rows = list(csv.DictReader(ran.out.removeprefix("\ufeff").splitlines()))
    assert [row["channel"] for row in rows if row["channel"]] == ["facebook", "x"]
    found = planned.run("export", "aurora", "--from", "2027-05-01", "--to", "2027-05-01", "--json").json
    assert (found["rows"], found["left_out"], "Buonasera" in found["csv"]) == (1, [], True)


def test_a_post_that_no_row_can_say_is_named(planned: Shell) -> None:
    row = {"post": "spaced", "channel": "x", "when": "2027-03-12 09:30", "text": "  Buongiorno"}
    assert call("POST", "/brands/aurora/posts", row).status == 201
    ran = planned.run("export", "aurora", "--out", str(planned.folder / "exported.csv"))
    assert ran.code == 0
    assert "Left out: aurora.spaced.x" in ran.err


def test_the_address_of_a_calendar_feed_is_shown_whole_and_once(planned: Shell) -> None:
    ran = planned.run("calendar-feed", "aurora")
    (address,) = [line for line in ran.out.splitlines() if line.startswith("https://")]
    assert address.startswith("https://api.test/calendar/aurora/") and address.endswith(".ics")
    again = planned.run("calendar-feed", "aurora")
    assert "https://" not in again.out
    assert "portavoce calendar-feed aurora --rotate" in " ".join(again.out.split())
    assert planned.run("calendar-feed", "aurora", "--rotate", "--json").json["url"] not in (None, address)
