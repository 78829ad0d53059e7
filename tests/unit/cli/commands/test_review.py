"""`portavoce review`, with a stage in memory behind it."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.aurora import DOCUMENT
from tests.unit.cli.conftest import Shell

CALENDAR = """post,channel,when,text
spring,facebook,2099-03-20 09:30,È primavera
spring,x,2099-03-20 09:30,È primavera su X
"""


@pytest.fixture
def asking(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A brand whose client approves, and a post that waits on two channels."""
    monkeypatch.setenv("PORTAVOCE_API_URL", "https://api.test")
    people = DOCUMENT["people"] | {"clients": ["owner@bar.example"]}
    assert shell.run("brand", "apply", shell.brand(approval="client", people=people)).code == 0
    with time_machine.travel("2099-03-10 09:00Z", tick=True):
        assert shell.run("apply", shell.write("calendar.csv", CALENDAR)).code == 0
        yield shell


def test_what_waits_is_listed_with_whom_it_waits_for(asking: Shell) -> None:
    listed = asking.run("review", "list")
    assert listed.code == 0
    for said in ("aurora.spring.facebook", "aurora.spring.x", "client"):
        assert said in listed.out
    assert [one["state"] for one in asking.run("review", "list", "--json").json["publications"]] == ["in_review"] * 2


def test_what_waits_is_listed_and_exported_however_far_ahead_it_is(asking: Shell) -> None:
    far = "post,channel,when,text\nautumn,x,2099-10-20 09:30,È autunno\n"
    assert asking.run("apply", asking.write("far.csv", far)).code == 0
    assert "aurora.autumn.x" in asking.run("review", "list").out
    assert "autumn" in asking.run("export", "aurora").out


def test_the_link_is_shown_whole_to_be_copied(asking: Shell) -> None:
    (link,) = asking.run("review", "link", "aurora.spring", "--json").json["links"]
    assert f"\n{link['url']}\n" in asking.run("review", "link", "aurora.spring").out


def test_an_approval_and_a_wish_for_changes_are_written_and_said(asking: Shell) -> None:
    wished = asking.run("review", "ask-changes", "aurora.spring.x", "--comment", "Fewer emoji")
    assert (wished.code, "aurora.spring.x: changes asked for." in wished.out) == (0, True)
    assert "Fewer emoji" in asking.run("review", "list").out
    approved = asking.run("review", "approve", "aurora.spring")
    assert (approved.code, approved.out.count("approved.")) == (0, 2)
    assert asking.run("review", "list").out == "Nothing is in review.\n"
    again = asking.run("review", "approve", "aurora.spring")
    assert (again.code, again.out.count("Left alone")) == (1, 2)


def test_publishing_now_what_nobody_approved_is_refused_with_what_to_do(asking: Shell) -> None:
    refused = asking.run("post", "now", "aurora.spring.x")
    assert refused.code == 1
    assert "portavoce review list" in refused.err
    whole = asking.run("post", "now", "aurora.spring")
    assert (whole.code, "`portavoce review approve aurora.spring.x" in whole.out) == (1, True)


def test_publishing_now_what_is_approved_for_later_is_refused_with_its_time_and_what_to_do(asking: Shell) -> None:
    assert asking.run("review", "approve", "aurora.spring").code == 0
    one, whole = asking.run("post", "now", "aurora.spring.x"), asking.run("post", "now", "aurora.spring")
    assert (one.code, whole.code) == (1, 1)
    for said in (one.err, whole.out):
        told = " ".join(said.split())
        assert "aurora.spring.x is" in told
        assert "2099-03-20 09:30 Europe/Rome" in told
        assert "may leave later, not earlier" in told


def test_status_says_what_waits_for_an_approval_and_the_whole_command_that_answers_it(asking: Shell) -> None:
    with time_machine.travel("2099-03-16 09:00Z", tick=True):
        told = asking.run("status").out
    assert "Waits for an approval" in told
    for channel in ("facebook", "x"):
        (line,) = [one for one in told.splitlines() if one.startswith(f"aurora.spring.{channel}:")]
        assert f"`portavoce review approve aurora.spring.{channel}" in line
        assert f"`portavoce review ask-changes aurora.spring.{channel} --comment '…'" in line
