"""`portavoce freeze` and `portavoce resume`."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.http_api import call
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def planned(clock: time_machine.Traveller, aurora: Shell) -> Shell:
    """Three posts from 9:30 UTC on, twenty minutes apart."""
    for post, when in (("one", "10:30"), ("two", "10:50"), ("three", "11:10")):
        row = {"post": post, "channel": "x", "when": f"2027-03-10 {when}", "text": f"Ciao {post}", "campaign": "spring"}
        assert call("POST", "/brands/aurora/posts", row).status == 201
    return aurora


def freezes() -> list[dict[str, object]]:
    found: list[dict[str, object]] = call("GET", "/freezes").json["items"]
    return found


def test_a_dry_run_shows_what_would_be_stopped(planned: Shell) -> None:
    ran = planned.run("freeze", "--reason", "storm", "--dry-run", "--brand", "aurora", "--except", "two")
    assert ran.code == 0
    assert "aurora.one.x" in ran.out
    assert "2 publications of brand aurora, but for aurora.two would stop" in " ".join(ran.out.split())
    assert freezes() == []


def test_a_plan_into_a_standing_freeze_says_so_with_the_command_that_ends_it(planned: Shell) -> None:
    frozen = planned.run("freeze", "--channel", "aurora.x", "--reason", "storm", "--json").json
    calendar = "post,channel,when,text\nlater,x,2027-03-12 09:30,Ciao\nlater,facebook,2027-03-12 09:30,Ciao\n"
    found = planned.run("plan", planned.write("calendar.csv", calendar), "--json").json
    assert [one["channel"] for one in found["warnings"]] == ["x"]
    assert f"`portavoce resume {frozen['freeze_id']}`" in found["warnings"][0]["message"]


def test_a_freeze_of_a_campaign_needs_no_brand_while_there_is_only_one(planned: Shell) -> None:
    frozen = planned.run("freeze", "--campaign", "spring", "--reason", "storm", "--json").json
    assert (frozen["brand_id"], frozen["campaign"]) == ("aurora", "spring")
    assert "campaign spring" in planned.run("status").out


def test_a_channel_is_named_with_its_brand(planned: Shell) -> None:
    frozen = planned.run("freeze", "--channel", "aurora.x", "--reason", "storm", "--json").json
    assert (frozen["brand_id"], frozen["channel"]) == ("aurora", "x")
    wrong = planned.run("freeze", "--channel", "aurora.x", "--brand", "borealis", "--reason", "storm")
    assert wrong.code == 1
    assert len(freezes()) == 1


def test_a_post_of_no_brand_cannot_be_exempt_from_a_freeze_of_everything(planned: Shell) -> None:
    ran = planned.run("freeze", "--reason", "storm", "--except", "two")
    assert (ran.code, freezes()) == (1, [])
    assert "write brand.two" in ran.err


def test_a_resume_moves_what_was_held_up_and_says_when_it_leaves(planned: Shell, clock: time_machine.Traveller) -> None:
    freeze_id = planned.run("freeze", "--reason", "storm", "--json").json["freeze_id"]
    clock.shift(100 * 60)
    shown = planned.run("resume", freeze_id, "--shift", "1h30m", "--dry-run")
    assert "2027-03-10 11:00" in shown.out
    assert "still stands" in shown.out
    assert len(freezes()) == 1
    done = planned.run("resume", freeze_id, "--shift", "1h30m", "--json")
    assert [one["new_time"] for one in done.json["steps"]] == [
        "2027-03-10T11:00:00Z",
        "2027-03-10T11:20:00Z",
        "2027-03-10T11:40:00Z",
    ]
    assert freezes() == []


def test_two_ways_to_resume_or_a_time_that_is_none_are_refused(planned: Shell) -> None:
    freeze_id = planned.run("freeze", "--reason", "storm", "--json").json["freeze_id"]
    for wrong in (("--keep", "--drop"), ("--shift", "soon"), ("--spread", "0h"), ("--spread", "3h", "--gap", "x")):
        assert planned.run("resume", freeze_id, *wrong).code == 1
    assert len(freezes()) == 1


def test_a_person_at_a_terminal_is_asked_before_anything_is_resumed(
    planned: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze_id = planned.run("freeze", "--reason", "storm", "--json").json["freeze_id"]
    monkeypatch.setattr("portavoce.cli.commands.freeze.at_a_terminal", lambda: True)
    assert planned.run("resume", freeze_id, stdin="n\n").code == 1
    assert len(freezes()) == 1
    assert planned.run("resume", freeze_id, stdin="y\n").code == 0
    assert freezes() == []
