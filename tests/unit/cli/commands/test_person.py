"""`portavoce person export` and `portavoce person erase`."""

import json
from collections.abc import Iterator

import pytest
import time_machine

from portavoce.cli.commands import person
from portavoce.community.history import lift
from portavoce.community.records import CommunityRecords
from portavoce.table.table import Table
from tests.community import delivery
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

ANA = "facebook/7000000000000001"


@pytest.fixture
def heard(shell: Shell, table: Table) -> Iterator[Shell]:
    """Aurora, to whom Ana has said something."""
    with time_machine.travel(MORNING):
        assert shell.run("brand", "apply", shell.brand()).code == 0
        said = delivery("Quanto costa?", author_id="7000000000000001").model_copy(update={"occurred_at": MORNING})
        row = lift(said, brand_id="aurora", channel_id="aurora.facebook", retention_days=90, now=MORNING)
        CommunityRecords(table).create(row)
        yield shell


@pytest.mark.takes_long("three commands, each a process of its own in all but name")
def test_an_export_is_a_file_with_all_that_was_said(heard: Shell) -> None:
    ran = heard.run("person", "export", ANA, "--brand", "aurora", "-o", str(heard.folder / "ana.json"))
    assert (ran.code, ran.out.split()[0]) == (0, "1")
    (item,) = json.loads((heard.folder / "ana.json").read_text())["items"]
    assert (item["kind"], item["content"]["interaction"]["text"]) == ("interaction", "Quanto costa?")
    assert "Quanto costa?" in heard.run("person", "export", ANA, "--brand", "aurora").out


def test_whoever_is_not_known_may_be_a_wrong_id_and_the_right_one_is_named(heard: Shell) -> None:
    ran = heard.run("person", "export", "facebook/Ana")
    assert "Nothing is held of facebook/Ana. Is that the platform's id?" in ran.err


def test_an_erasure_is_shown_before_it_is_done_with_what_it_cannot_reach(heard: Shell) -> None:
    asked = heard.run("person", "erase", ANA, "--brand", "aurora")
    assert asked.code == 0
    assert "Nothing was changed" in asked.out
    assert "backups, until 2027-04-14 09:00 UTC" in asked.out
    assert heard.run("person", "erase", ANA, "--brand", "aurora", "--json").json["erased"] == {"interaction": 1}


@pytest.mark.takes_long("three commands, each a process of its own in all but name")
def test_an_erasure_comes_back_once_for_what_was_on_its_way(heard: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "WAITED_SECONDS", 0)
    ran = heard.run("person", "erase", ANA, "--brand", "aurora", "--yes", "--json")
    assert (ran.json["erased"], ran.json["repeat_after"]) == ({"interaction": 1}, None)
    assert "Nothing is held" in heard.run("person", "erase", ANA, "--brand", "aurora").out


def test_whoever_does_not_wait_is_told_when_to_come_back(heard: Shell) -> None:
    ran = heard.run("person", "erase", ANA, "--brand", "aurora", "--yes", "--no-wait")
    assert "Gone for good" in ran.out
    assert "once more after 2027-03-10 09:02 UTC" in ran.out


def test_a_name_without_a_platform_is_refused(heard: Shell) -> None:
    ran = heard.run("person", "erase", "7000000000000001", "--brand", "aurora")
    assert ran.code == 1
    assert "platform/id" in ran.err
