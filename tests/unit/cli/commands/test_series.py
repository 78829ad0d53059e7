"""`portavoce series` and `portavoce slots`, with a stage in memory."""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from portavoce.measuring.records import Measurements
from portavoce.publishing.model import Content
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime import aws
from tests.aurora import DOCUMENT
from tests.http_api import call
from tests.measuring import measured
from tests.measuring import publication as published
from tests.stage import MORNING
from tests.unit.cli.conftest import Ran, Shell

ADD = ("series", "add", "tip", "--rule", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU", "--start", "2027-03-07 02:30")


@pytest.fixture(autouse=True)
def morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


def add(shell: Shell, *options: str) -> Ran:
    said = options or ("--channel", "facebook", "--channel", "x", "--text", "A tip of the month.")
    return shell.run(*ADD, *said)


def standing() -> dict[str, dict[str, Any]]:
    found = call("GET", "/brands/aurora/publications", query="limit=100").json["items"]
    return {one["publication_id"]: one for one in found if one["state"] == "scheduled"}


def test_a_series_shows_each_date_in_local_time_and_utc_with_what_the_clocks_do(aurora: Shell) -> None:
    ran = add(aurora)
    assert (ran.code, ran.err) == (0, "")
    assert "planned (Europe/Rome)" in ran.out
    # The clocks of Rome skip 02:30 on 2027-03-28, which is half past three there and half past one in UTC.
    gap = next(line for line in ran.out.splitlines() if "tip-20270328" in line)
    assert [word for word in ("2027-03-28 03:30", "2027-03-28 01:30", "facebook, x") if word not in gap] == []
    assert "does not exist in Europe/Rome" in gap
    assert {one["post_id"] for one in standing().values()} == {
        "tip-20270328",
        "tip-20270418",
        "tip-20270509",
        "tip-20270530",
    }


def test_a_dry_run_shows_the_dates_and_writes_nothing(aurora: Shell) -> None:
    ran = add(aurora, "--channel", "x", "--text", "A tip.", "--dry-run", "--json")
    assert (ran.json["dry_run"], {one["fate"] for one in ran.json["coming"]}) == (True, {"new"})
    assert standing() == {}
    assert "There is no series" in aurora.run("series", "list").out


def test_a_rule_that_is_none_is_refused_with_what_is_right(aurora: Shell) -> None:
    ran = aurora.run(
        "series", "add", "tip", "--rule", "every monday", "--start", "2027-03-07 09:00", "--channel", "x", "--text", "a"
    )
    assert ran.code == 1
    assert "is no part of a rule: write it as FREQ=WEEKLY;BYDAY=MO,TH" in ran.err


def test_a_text_too_long_for_its_platform_is_refused_once_for_its_channel(aurora: Shell) -> None:
    ran = add(aurora, "--channel", "facebook", "--channel", "x", "--text", "a" * 300)
    assert ran.code == 1
    assert ran.err.count("300 of 280") == 1
    assert standing() == {}


def test_adding_a_series_that_stands_is_refused_and_changes_nothing(aurora: Shell) -> None:
    add(aurora)
    before = standing()
    ran = add(aurora, "--channel", "x", "--text", "Another.")
    assert ran.code == 1
    assert standing() == before


def test_an_edit_changes_what_follows_and_leaves_alone_what_was_edited_by_itself(aurora: Shell) -> None:
    add(aurora)
    one = aurora.run(
        "series", "edit", "tip", "--only", "2027-04-18", "--text", "April only.", "--at", "2027-04-18 10:00"
    )
    assert one.code == 0
    assert "no longer follows the series tip" in one.out
    ran = aurora.run("series", "edit", "tip", "--text", "Better words.")
    assert ran.code == 0
    found = standing()
    april = found["aurora.tip-20270418.x"]
    assert (april["content"]["text"], april["wall_time"], april["series"]) == ("April only.", "2027-04-18 10:00", None)
    assert {one["content"]["text"] for one in found.values() if one["series"]} == {"Better words."}
    again = aurora.run("series", "edit", "tip", "--only", "2027-04-18", "--text", "Once more.")
    assert again.code == 1
    assert "no post on 2027-04-18 that follows it" in again.err


def test_a_series_takes_its_content_from_the_rows_of_a_calendar(aurora: Shell) -> None:
    rows = "post,channel,when,text\ntip,facebook,any,For Facebook.\ntip,x,any,For X.\nother,x,any,Not this.\n"
    assert add(aurora, "--from", aurora.write("tip.csv", rows)).code == 0
    texts = {name.split(".")[2]: one["content"]["text"] for name, one in standing().items()}
    assert texts == {"facebook": "For Facebook.", "x": "For X."}


def test_a_removal_shows_what_it_cancels_before_it_does(aurora: Shell) -> None:
    add(aurora)
    shown = aurora.run("series", "remove", "tip", "--dry-run")
    assert shown.code == 0
    assert "tip-20270328" in shown.out
    assert "left out" in shown.out
    assert len(standing()) == 8
    assert "8 posts cancelled" in aurora.run("series", "remove", "tip").out
    assert standing() == {}
    assert aurora.run("series", "show", "tip").code == 1


def test_the_free_slots_of_a_channel_are_listed_and_given_to_rows_that_ask(shell: Shell) -> None:
    channels = [dict(one, slots=["thu 18:30", "mon 09:00"]) for one in DOCUMENT["channels"]]
    assert shell.run("brand", "apply", shell.brand(channels=channels)).code == 0
    first = shell.run("slots", "aurora", "x", "--limit", "2", "--json").json["items"]
    assert [one["wall_time"] for one in first] == ["2027-03-11 18:30", "2027-03-15 09:00"]
    calendar = shell.write("calendar.csv", "post,channel,when,text\na,x,next-slot,Hello.\nb,x,next-slot,World.\n")
    planned = shell.run("plan", calendar)
    assert "times in Europe/Rome" in planned.out
    assert re.search(r"Thu 2027-03-11\s+18:30  new  a on x", planned.out)
    assert shell.run("apply", calendar).code == 0
    assert "Nothing to do" in shell.run("apply", calendar).out
    left = shell.run("slots", "aurora", "x", "--limit", "1").out
    assert "2027-03-18 18:30 " in left
    assert shell.run("slots", "aurora", "y").code == 1


def test_one_of_several_posts_of_a_day_is_edited_by_its_time(aurora: Shell) -> None:
    rule = ("--rule", "FREQ=MONTHLY;BYHOUR=9,18", "--start", "2027-03-20 09:30")
    assert aurora.run("series", "add", "duo", *rule, "--channel", "x", "--text", "Twice a day.").code == 0
    assert aurora.run("series", "edit", "duo", "--only", "2027-03-20 18:30", "--text", "Good evening.").code == 0
    assert "is not a date" in aurora.run("series", "edit", "duo", "--only", "soon", "--text", "Good morning.").err
    apart = [name for name, one in standing().items() if one["series"] is None]
    assert apart == ["aurora.duo-20270320-1830.x"]


def test_when_to_post_is_told_beside_the_free_slots_or_why_it_is_not_known(aurora: Shell) -> None:
    silent = aurora.run("slots", "aurora", "facebook").out
    assert "When to post is not known: 0 posts of 0 weeks have told" in " ".join(silent.split())
    measurements, random = Measurements(aws.table()), Random(3)
    for number in range(8 * 7 * 3):
        wall = MORNING.astimezone(ZoneInfo("Europe/Rome")).replace(hour=(9, 13, 19)[number % 3], minute=5)
        at = wall.astimezone(UTC) - timedelta(days=3 + number // 3)
        likes = round(random.gauss(50, 5)) * (2 if number % 3 == 2 else 1)
        post = measured(f"p{number}", at=at, reach=1000, likes=likes)
        measurements.enrol(post.model_copy(update={"looked_at": at + timedelta(days=3)}))
    known = aurora.run("slots", "aurora", "facebook", "--best", "--limit", "1").out
    assert re.search(r"2027-03-\d\d 19:00", known)
    assert re.search(r"(mon|tue|wed|thu|fri|sat|sun) 19:00  \+\d+ % \(\+\d+ to \+\d+\), 8 posts", known)


def test_an_evergreen_series_draws_from_posts_that_beat_the_middle_and_shows_them_before_it_is_planned(
    aurora: Shell,
) -> None:
    add = ("series", "add", "best", "--rule", "FREQ=WEEKLY", "--start", "2027-03-15 09:00", "--channel", "facebook")
    assert "no post to say again" in aurora.run(*add, "--evergreen", "6").err
    measurements, publications = Measurements(aws.table()), PublicationRecords(aws.table())
    for number in range(12):
        at = MORNING - timedelta(days=60 + number)
        post = measured(f"p{number}", at=at, reach=1000, likes=10 * number)
        measurements.enrol(post.model_copy(update={"looked_at": at + timedelta(days=3)}))
        text = {"content": Content(text=f"Evergreen {number}.")}
        publications.add(published(f"p{number}", "facebook", at).model_copy(update=text))
    shown = aurora.run(*add, "--evergreen", "6", "--dry-run").out
    assert "6 posts in turn" in shown
    assert shown.index("“Evergreen 11.”") < shown.index("“Evergreen 10.”") < shown.index("“Evergreen 6.”")
    assert "Evergreen 5." not in shown
    assert "Nothing was written" in shown
    assert standing() == {}
    assert aurora.run(*add, "--evergreen", "6").code == 0
    assert len([one for one in standing().values() if one["series"] == "best"]) == 13
    assert "several posts in turn" in aurora.run("series", "edit", "best", "--text", "Other.").err
