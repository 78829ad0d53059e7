"""A plan in a terminal of 80 columns: what is refused first, then each post with its words."""

import unicodedata
from collections.abc import Iterator

import pytest
import time_machine

from portavoce.cli import plan_view
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

ARABIC = "مساء الخير، قهوة عربية بالهيل كل خميس في المقهى القديم قرب البحر مع موسيقى هادئة وحلويات من بيت الجدة"
CALENDAR = (
    "post,channel,when,text\n"
    "spring,facebook,2027-03-20 09:30,È primavera ☕️\n"
    f"arabic,facebook,2027-03-20 08:00,{ARABIC}\n"
    "next,x,2027-03-29 10:00,La settimana dopo\n"
)
BROKEN = "late,x,2020-03-20 09:30,Ieri\nspring-menu-of-the-whole-house,nowhere,2027-03-20 09:30,Ciao\n"


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch, aurora: Shell) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", "80")
    with time_machine.travel(MORNING, tick=False):
        yield


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in line)
    return len([one for one in line if not unicodedata.combining(one) and one != "\ufe0f"]) + wide


def test_each_post_is_shown_with_its_words_in_the_order_of_its_time(aurora: Shell) -> None:
    out = aurora.run("plan", aurora.write("calendar.csv", CALENDAR)).out
    lines = [line.rstrip() for line in out.splitlines()]
    assert lines[:4] == [
        "Brand aurora, times in Europe/Rome",
        "",
        "Sat 2027-03-20",
        "  08:00  new  arabic on facebook  row 3",
    ]
    assert ARABIC[:60] in out
    assert "  09:30  new  spring on facebook  row 2" in lines
    assert "    È primavera ☕️" in lines
    assert lines[-1] == "3 new, 0 changed, 0 unchanged, 0 refused."
    assert max(map(columns, lines)) <= 80


def test_refused_rows_come_first_each_once_with_what_to_do(aurora: Shell) -> None:
    ran = aurora.run("plan", aurora.write("calendar.csv", CALENDAR + BROKEN))
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0] == "row 5 late on x: not possible"
    assert lines[1].startswith("    ")
    assert "row 6 spring-menu-of-the-whole-house on nowhere: not possible" in lines
    said = " ".join(ran.out.split())
    assert said.count("give it a time to come") == 1
    assert said.endswith("2 refused. Nothing is written while a row is refused.")
    assert max(map(columns, lines)) <= 80


def test_a_file_that_is_not_there_is_looked_for_in_a_folder_that_is_named_whole(
    aurora: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(aurora.folder)
    aurora.write("calendar.csv", "post,channel,when,text,media\nspring,facebook,2027-03-20 09:30,Ciao,foto/a.jpg\n")
    said = "".join(aurora.run("plan", "calendar.csv").out.split())
    assert f"lookedinthefolder{aurora.folder.resolve() / 'foto'}" in said


def test_a_changed_post_says_what_has_changed(aurora: Shell) -> None:
    assert aurora.run("apply", aurora.write("calendar.csv", CALENDAR)).code == 0
    out = aurora.run("plan", aurora.write("calendar.csv", CALENDAR.replace("10:00", "11:00"))).out
    assert "  11:00  changed (time)  next on x  row 4" in out
    assert "0 new, 1 changed, 2 unchanged, 0 refused." in out


@pytest.mark.parametrize("week", ["2027-W13", "2027-03-31"])
def test_one_week_alone_is_shown_with_all_that_is_refused(aurora: Shell, week: str) -> None:
    out = aurora.run("plan", aurora.write("calendar.csv", CALENDAR + BROKEN), "--week", week).out
    assert ("next on x" in out, "spring on facebook" in out, "late on x" in out) == (True, False, True)


def test_what_is_no_week_is_refused_with_how_to_write_one(aurora: Shell) -> None:
    ran = aurora.run("plan", aurora.write("calendar.csv", CALENDAR), "--week", "next")
    assert (ran.code, "2026-W49" in ran.err) == (1, True)


def test_words_cannot_steer_the_terminal(aurora: Shell) -> None:
    out = aurora.run("plan", aurora.write("calendar.csv", CALENDAR.replace("Ciao", "[red]Ciao[/red]"))).out
    assert "\x1b" not in out


def test_a_very_long_plan_is_shown_in_part_and_says_so(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_view, "SHOWN", 1)
    out = aurora.run("plan", aurora.write("calendar.csv", CALENDAR)).out
    assert "… and 2 more: --week shows one week, --json all." in out
