"""`portavoce crisis`: how a brand stands, its end, and a recorded storm again."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest

from portavoce.community.crisis.model import Board, CrisisStage, Evidence, Judgement, ReputationStanding
from portavoce.community.crisis.records import CrisisRecords
from portavoce.runtime import aws
from tests.crisis.speech import say
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

STORM = ReputationStanding(
    brand_id="aurora",
    crisis_id="aurora-202703100900",
    stage=CrisisStage.CRISIS,
    since=MORNING,
    high_at=MORNING,
    crisis_at=MORNING,
    latest=Judgement(stage=CrisisStage.CRISIS, because="34 of 51 comments speak against the brand."),
    peak=Judgement(stage=CrisisStage.CRISIS, because="At its height.", evidence=Evidence(against=34)),
    freeze_id="aurora-202703100900",
)


@pytest.fixture
def storm(aurora: Shell) -> Shell:
    """A brand that stands in a crisis."""
    CrisisRecords(aws.table()).replace(Board({}, 0).put(STORM))
    return aurora


def recording(shell: Shell, *, people: int) -> str:
    chance = random.Random(7)
    lines: list[dict[str, Any]] = [
        {"at": (MORNING + timedelta(seconds=40 * number)).isoformat(), "author": f"u{number}", "text": text}
        for number, text in enumerate(say("storm", "en", chance) for _ in range(people))
    ]
    return shell.write("storm.jsonl", "\n".join(json.dumps(one) for one in lines))


def test_a_crisis_is_shown_with_its_reason_and_what_ends_its_freeze(storm: Shell) -> None:
    ran = storm.run("crisis", "status")
    assert ran.code == 0
    assert "crisis since" in ran.out
    assert "34 of 51 comments speak against the brand." in ran.out
    assert "portavoce resume aurora-202703100900 --dry-run" in ran.out


def test_a_crisis_is_ended_once_and_kept_as_history(storm: Shell) -> None:
    ended = storm.run("crisis", "end", "--json").json
    assert (ended["crisis_id"], bool(ended["ended_by"])) == (STORM.crisis_id, True)
    shown = storm.run("crisis", "status", "--json").json
    assert (shown["standing"], [one["crisis_id"] for one in shown["history"]]) == (None, [STORM.crisis_id])
    again = storm.run("crisis", "end")
    assert again.code != 0
    assert "stands calm" in again.err


def test_a_calm_brand_says_what_would_be_done(aurora: Shell) -> None:
    assert "aurora stands calm; in a crisis: propose." in aurora.run("crisis", "status").out


def test_a_recorded_storm_says_when_a_freeze_would_have_been_proposed(aurora: Shell) -> None:
    file = recording(aurora, people=40)
    found = aurora.run("crisis", "simulate", file, "--json").json
    assert found["comments"] == 40
    assert "proposed" in [one["word"] for one in found["items"]]
    assert "a mail that proposes a freeze" in " ".join(aurora.run("crisis", "simulate", file).out.split())


def test_a_recording_that_is_no_text_or_is_not_there_is_named_in_plain_words(aurora: Shell) -> None:
    file = aurora.folder / "storm.jsonl"
    assert "There is no file" in aurora.run("crisis", "simulate", str(file)).err
    file.write_bytes(b"\xff\xfe\x00")
    ran = aurora.run("crisis", "simulate", str(file))
    assert (ran.code, "not text in UTF-8" in ran.err, "codec" in ran.err) == (1, True, False)


def test_a_handful_of_complaints_is_no_storm(aurora: Shell) -> None:
    ran = aurora.run("crisis", "simulate", recording(aurora, people=6))
    assert "Nothing would have been told of 6 comments." in ran.out


@pytest.mark.parametrize(
    ("lines", "policy", "named"),
    [('{"author": "u1"}', "propose", "line 1"), ("", "panic", "panic is none of off, propose, apply")],
)
def test_what_cannot_be_replayed_is_named(aurora: Shell, lines: str, policy: str, named: str) -> None:
    ran = aurora.run("crisis", "simulate", aurora.write("bad.jsonl", lines), "--policy", policy)
    assert ran.code != 0
    assert named in ran.err
