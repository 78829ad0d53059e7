"""The other commands: what they say, and how they end."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from typer.main import get_command
from typer.testing import CliRunner

from portavoce.cli.main import app
from portavoce.community.model import Action, Lead, StoredInteraction, TriageDecision
from portavoce.community.records import CommunityRecords
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from tests.http_api import call
from tests.stage import MORNING, SENDER
from tests.unit.cli.conftest import Shell


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def planned(aurora: Shell) -> Shell:
    """A post on two channels, tomorrow."""
    for channel in ("facebook", "x"):
        row = {"post": "spring", "channel": channel, "when": "2027-03-11 09:30", "text": "È primavera [ciao]"}
        assert call("POST", "/brands/aurora/posts", row).status == 201
    return aurora


def comment(number: int) -> StoredInteraction:
    interaction = Interaction(
        platform="facebook",
        account_id="1001",
        interaction_id=f"77_{number}",
        kind=InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=MORNING,
        text="Quanto costa? [/bold] ☕️",
        author_name="Bianca",
    )
    decision = TriageDecision(labels=("question",), actions=(Action.LEAD,))
    return StoredInteraction(
        interaction=interaction,
        brand_id="aurora",
        channel_id="aurora.facebook",
        decision=decision,
        first_seen_at=MORNING,
        changed_at=MORNING,
        keep_until=MORNING.replace(year=2028),
        content_at=MORNING,
    )


def test_the_status_names_what_is_next_and_what_is_frozen(planned: Shell) -> None:
    planned.run("freeze", "--brand", "aurora", "--reason", "una [tempesta]")
    ran = planned.run("status")
    assert ran.code == 0
    assert "2 scheduled" in ran.out
    assert "aurora.spring.facebook" in ran.out
    assert "una [tempesta]" in ran.out


def test_the_status_shows_the_brands_time_and_says_what_is_counted(planned: Shell) -> None:
    ran = planned.run("status")
    first = min(
        planned.run("post", "show", "aurora.spring", "--json").json["publications"], key=lambda one: one["planned_at"]
    )
    assert f"{first['wall_time']} {first['zone']}" in ran.out
    assert "each post on each channel, planned in the last and in the next 7 days" in ran.out


def test_the_status_looks_as_far_back_and_ahead_as_it_is_told(planned: Shell) -> None:
    calendar = "post,channel,when,text\nlater,x,2027-03-25 09:30,Ciao\n"
    assert planned.run("apply", planned.write("later.csv", calendar)).code == 0
    assert "aurora.later.x" not in planned.run("status").out
    assert "aurora.later.x" in planned.run("status", "--days", "31").out
    assert planned.run("status", "--days", "32").code != 0


def test_a_post_that_was_given_another_time_is_told_at_that_time_everywhere(planned: Shell) -> None:
    assert "aurora.spring.x: It leaves within seconds" in planned.run("post", "now", "aurora.spring").out
    assert "2027-03-10 10:00 Europe/Rome" in planned.run("post", "show", "aurora.spring").out
    assert "2027-03-10 10:00 Europe/Rome" in planned.run("status").out
    exported = planned.folder / "out.csv"
    assert planned.run("export", "aurora", "--out", str(exported)).code == 0
    assert "2027-03-10 10:00" in exported.read_text("utf-8-sig")
    again = planned.run("plan", str(exported), "--json").json
    assert ([*again["new"], *again["changed"], *again["refused"]], len(again["unchanged"])) == ([], 2)
    assert {one["wall_time"] for one in again["unchanged"]} == {"2027-03-10 10:00"}


def test_a_post_is_shown_on_all_its_channels_or_on_one(planned: Shell) -> None:
    assert len(planned.run("post", "show", "aurora.spring", "--json").json["publications"]) == 2
    assert len(planned.run("post", "show", "aurora.spring.x", "--json").json["publications"]) == 1


def test_a_post_that_is_not_there_is_a_refusal(planned: Shell) -> None:
    for target in ("aurora.none", "aurora.none.x", "nonsense"):
        ran = planned.run("post", "show", target)
        assert ran.code == 1
        assert ran.err


def test_a_cancelled_post_is_cancelled_on_the_channel_that_is_named(planned: Shell) -> None:
    assert planned.run("post", "cancel", "aurora.spring.x").code == 0
    found = planned.run("post", "show", "aurora.spring", "--json").json["publications"]
    assert {one["channel"]: one["state"] for one in found} == {"facebook": "scheduled", "x": "cancelled"}
    planned.run("post", "cancel", "aurora.spring")
    found = planned.run("post", "show", "aurora.spring", "--json").json["publications"]
    assert {one["state"] for one in found} == {"cancelled"}


def test_a_post_published_now_is_planned_for_this_moment(planned: Shell) -> None:
    ran = planned.run("post", "now", "aurora.spring", "--json")
    assert {one["planned_at"] for one in ran.json["publications"]} == {"2027-03-10T09:00:00Z"}


def test_a_freeze_is_written_shown_and_lifted(aurora: Shell) -> None:
    frozen = aurora.run(
        "freeze", "--brand", "aurora", "--reason", "storm", "--until", "2027-03-12T09:00+01:00", "--json"
    ).json
    assert frozen["until"] == "2027-03-12T08:00:00Z"
    ran = aurora.run("resume", frozen["freeze_id"])
    assert ran.code == 0
    assert call("GET", "/freezes").json["items"] == []
    assert aurora.run("resume", frozen["freeze_id"]).code == 1


def test_a_freeze_needs_a_reason(aurora: Shell) -> None:
    assert aurora.run("freeze", "--brand", "aurora").code == 2


def test_a_comment_is_given_to_one_of_the_brands_people_or_to_another_only_when_that_is_meant(aurora: Shell) -> None:
    CommunityRecords(aws.table()).create(comment(1))
    named = ("comments", "assign", "facebook/77_1", "--to", "adda@aurora.example")
    refused = aurora.run(*named)
    assert refused.code == 1
    assert "ada@aurora.example, sales@aurora.example; --anyway" in refused.err
    assert aurora.run("comments", "show", "facebook/77_1", "--json").json["comment"]["assignee"] is None
    assert aurora.run(*named, "--anyway", "--json").json["assignee"] == "adda@aurora.example"


def test_comments_are_read_page_after_page_with_their_words_as_they_are(aurora: Shell) -> None:
    records = CommunityRecords(aws.table())
    for number in range(3):
        records.create(comment(number))
    ran = aurora.run("comments")
    assert ran.code == 0
    assert "Quanto costa? [/bold] ☕️" in ran.out
    assert len(aurora.run("comments", "--most", "2", "--json").json["items"]) == 2
    assert aurora.run("comments", "--status", "hidden", "--json").json["items"] == []


def test_a_comment_is_done_and_assigned_by_the_name_that_the_inbox_shows(aurora: Shell) -> None:
    CommunityRecords(aws.table()).create(comment(1))
    assert "facebook/77_1" in aurora.run("comments").out
    ran = aurora.run("comments", "assign", "facebook/77_1", "--to", "Ada@aurora.example")
    assert (ran.code, ran.out.splitlines()[0]) == (0, "Assigned to Ada@aurora.example: facebook/77_1")
    assert "`portavoce comments unassign facebook/77_1 --stage test`" in ran.out
    assert aurora.run("comments", "unassign", "facebook/77_1", "--json").json["assignee"] is None
    assert aurora.run("comments", "assign", "facebook/77_1", "--to", "nobody").code == 1
    assert aurora.run("comments", "done", "facebook/77_1").out.strip() == "Done: facebook/77_1"
    assert aurora.run("comments", "--json").json["items"] == []
    assert aurora.run("comments", "reopen", "facebook/77_1", "--json").json["status"] == "open"
    shown = aurora.run("comments", "unhide", "facebook/77_1", "--json").json["comment"]
    assert (shown["status"], shown["hidden"]) == ("open", False)


def test_what_names_no_comment_is_told(aurora: Shell) -> None:
    assert aurora.run("comments", "done", "facebook/none").code == 1
    ran = aurora.run("comments", "done", "77_1")
    assert ran.code == 1
    assert "platform/id" in ran.err


def test_one_comment_is_read_with_what_was_done_about_it(aurora: Shell) -> None:
    CommunityRecords(aws.table()).create(comment(1))
    found = call("GET", "/comments/facebook/77_1")
    assert found.json["comment"]["interaction"]["author_name"] == "Bianca"
    assert found.json["actions"] == []
    assert call("GET", "/comments/facebook/none").status == 404


def test_leads_are_listed_for_sales(aurora: Shell) -> None:
    lead = Lead(
        lead_id="l1",
        brand_id="aurora",
        channel_id="aurora.facebook",
        platform="facebook",
        interaction_id="77_1",
        author_id="9",
        author_name="Bianca",
        text="Vorrei comprare",
        permalink=None,
        created_at=MORNING,
    )
    CommunityRecords(aws.table()).add_lead(lead, MORNING.replace(year=2028))
    assert "Vorrei comprare" in aurora.run("leads").out


def test_all_that_was_raised_is_listed_mailed_or_not(aurora: Shell) -> None:
    alerts = Alerts(aws.table())
    facts = {"publication_id": "aurora.spring.x", "channel": "x", "cause": "X said no", "next_step": ""}
    for name, quiet in (("a1", False), ("a2", True)):
        kind = AlertKind.PUBLICATION_FAILED
        alerts.raise_alert(
            Alert(alert_id=name, brand_id="aurora", kind=kind, facts=facts, raised_at=MORNING, quiet=quiet)
        )
    alerts.note_mail("a1", "mail_failed", "Amazon SES: TooManyRequestsException")
    ran = aurora.run("alerts", "--json")
    found = {one["alert_id"]: (one["mail"], one["mail_reason"]) for one in ran.json["items"]}
    assert found == {"a1": ("mail_failed", "Amazon SES: TooManyRequestsException"), "a2": (None, None)}
    shown = aurora.run("alerts").out
    assert "aurora.spring.x" in shown
    assert "X said no" in shown


def test_a_figure_that_is_unknown_is_shown_as_unknown_and_never_as_nought(aurora: Shell) -> None:
    ran = aurora.run("metrics")
    assert ran.code == 0
    assert "unknown" in ran.out
    figures = aurora.run("metrics", "--days", "7", "--json").json["figures"]
    shown = " ".join(ran.out.split())
    reasons = [one["unavailable_reason"] for one in figures if one["name"] == "engagement_rate"]
    assert len(reasons) > 1
    assert [shown.count(reason) for reason in set(reasons)] == [1]
    assert all(one["unavailable_reason"] for one in figures if one["value"] is None)


def test_a_budget_that_nobody_has_read_is_unknown_with_its_reason(aurora: Shell) -> None:
    ran = aurora.run("budget")
    assert ran.code == 0
    assert "500.00 EUR" in ran.out
    assert "unknown" in ran.out


def test_the_doctor_names_what_is_missing_with_the_command_that_mends_it(aurora: Shell) -> None:
    ran = aurora.run("doctor", "--stage", "local")
    assert ran.code == 1
    for remedy in (
        "portavoce channel connect aurora.facebook",
        "portavoce channel token --ads aurora meta access_token",
        "portavoce webhook secret facebook --name current",
        f"Verify {SENDER}",
    ):
        assert remedy in " ".join(ran.out.split())


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("command", list(commands(get_command(app))), ids=" ".join)
def test_every_command_takes_json_and_a_stage(command: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).stdout
    assert "--json" in told
    assert "--stage" in told


def test_whatever_a_command_hints_at_names_the_stage_that_it_spoke_to(shell: Shell) -> None:
    assert "`portavoce brand apply brand.yaml --stage prod`" in shell.run("status", "--stage", "prod").out
    refused = shell.run("post", "show", "aurora", "--stage", "local:4666")
    assert "`portavoce status --stage local:4666`" in refused.err
    assert "`portavoce brand apply brand.yaml`" in shell.run("status", "--stage", "dev").out


def test_the_doctor_breaks_no_command_or_address_and_ends_with_how_many_and_what_next(
    aurora: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    found = aurora.run("doctor", "--stage", "local", "--json").json["findings"]
    wrong = [one for one in found if not one["ok"]]
    shown = aurora.run("doctor", "--stage", "local").out
    for one in found:
        assert f"{'ok' if one['ok'] else 'no'}  {one['check']}: {one['subject']}\n" in shown
        for command in re.findall("`[^`]*`", one["remedy"] or ""):
            assert command.removesuffix("`") in shown
    end = " ".join(shown.rpartition("\n\n")[2].split())
    assert end.startswith(f"{len(wrong)} of {len(found)} checks found something to mend")
    assert "run `portavoce doctor --stage local` again" in end


def test_the_remedies_of_the_doctor_name_the_stage(aurora: Shell) -> None:
    found = " ".join(aurora.run("doctor", "--stage", "local").out.split())
    assert "`portavoce channel connect aurora.facebook --stage local`" in found
    assert "`portavoce webhook secret x --name current --stage local`" in found
