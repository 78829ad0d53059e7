"""A draft from the command line, and what it costs before it is switched on."""

import pytest
import time_machine
from rich.cells import cell_len

from portavoce.runtime import aws
from tests.bedrock import MODELS, StrictBedrock
from tests.community import delivery, listening
from tests.drafts import named
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

ON = {"inbox": {"drafts": {"month_minor": 100, "avoid": ["gratis"]}}}
COMMENT = "facebook/c1"


@pytest.fixture
def there(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> StrictBedrock:
    monkeypatch.setenv("COLUMNS", "80")
    return named(monkeypatch, MODELS[0])


def test_a_draft_is_shown_with_its_flags_and_the_command_that_sends_it(aurora: Shell, there: StrictBedrock) -> None:
    aurora.run("brand", "apply", aurora.brand(**ON))
    with time_machine.travel(MORNING, tick=False):
        listening(aws.table()).take_in(delivery("هل تفتحون غدا؟", occurred_at=MORNING), MORNING)
        there.says = "\x1b[2J Gratis! مساء الخير ☕️ " + "قهوة عربية بالهيل كل خميس في المقهى القديم " * 4
        ran = aurora.run("comments", "draft", COMMENT)
        status = aurora.run("status")
    assert (ran.code, ran.err) == (0, "")
    assert "Gratis! مساء الخير" in ran.out
    assert "\x1b" not in ran.out
    assert "! It says a word that the brand avoids: gratis." in ran.out
    assert "(812 tokens read, 31" in ran.out
    assert "0.0056 US cents" in ran.out.replace("\n", " ")
    assert f"`portavoce comments reply {COMMENT} '…'" in ran.out
    assert "Drafts for aurora in 2027-03: 1, 0.01 USD of at most 1.00 USD." in status.out
    for line in (ran.out + status.out).splitlines():
        assert cell_len(line) <= 80 or "`portavoce" in line, line


def test_why_there_is_none_is_told_with_what_to_do(aurora: Shell, there: StrictBedrock) -> None:
    with time_machine.travel(MORNING, tick=False):
        listening(aws.table()).take_in(delivery("Aprite?", occurred_at=MORNING), MORNING)
        ran = aurora.run("comments", "draft", COMMENT)
    assert ran.code != 0
    assert "inbox.drafts.month_minor" in ran.err
    assert aurora.run("comments", "draft", COMMENT, "--private", "--message").code != 0
    assert there.asked == []


def test_a_dry_run_says_what_drafts_would_cost(aurora: Shell, there: StrictBedrock) -> None:
    ran = aurora.run("brand", "apply", aurora.brand(**ON), "--dry-run")
    assert "100 cost about 1." in " ".join(ran.out.split())
    assert "Nothing was written (--dry-run)." in ran.out
    assert [line for line in ran.out.splitlines() if cell_len(line) > 80] == []
