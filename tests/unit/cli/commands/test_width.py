"""Every command in a terminal of 80 columns: its help, and what it shows of data with Arabic and emoji in it."""

from collections.abc import Iterator

import pytest
import time_machine
from rich.cells import cell_len
from typer.main import get_command

from portavoce.cli.main import app
from portavoce.community.model import StoredInteraction, TriageDecision
from portavoce.community.records import CommunityRecords
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.runtime import aws
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

WIDTH = 80
COMMENT_ID = "at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3lbkj2wlpzc2a"
COMMENT, POST, SERIES = f"bluesky/{COMMENT_ID}", "autumn-blend-from-the-hills-of-yirgacheffe", "tip-of-the-week"
ARABIC = "مساء الخير ☕️ قهوة عربية بالهيل كل خميس في المقهى القديم قرب البحر وحلويات من بيت الجدة 👩‍👩‍👧"
CALENDAR = f"post,channel,when,text\n{POST},facebook,2027-03-20 09:30,{ARABIC}\nb,x,2027-03-21 09:30,{ARABIC}\n"
UNBROKEN = (COMMENT, "`portavoce ")
"""What may be wider: half an id or half a command is of no use to whoever copies it."""
SERIES_RULE = ("--rule", "FREQ=WEEKLY", "--start", "2027-03-15 09:00", "--channel", "x", "--text", ARABIC)

SHOWN: tuple[tuple[str, ...], ...] = (
    ("plan", "{calendar}"),
    ("apply", "{calendar}"),
    ("status",),
    ("alerts",),
    ("audit",),
    ("slots",),
    ("leads",),
    ("metrics",),
    ("goals",),
    ("links",),
    ("visits",),
    ("audience",),
    ("post", "elsewhere"),
    ("analytics", "show"),
    ("rules", "list"),
    ("rules", "test"),
    ("crisis", "status"),
    ("budget",),
    ("boost",),
    ("letters",),
    ("doctor", "--stage", "local"),
    ("brand", "keys"),
    ("calendar", "columns"),
    ("calendar", "template", "{folder}/t.xlsx"),
    ("post", "show", f"aurora.{POST}"),
    ("post", "now", f"aurora.{POST}"),
    ("post", "cancel", f"aurora.{POST}"),
    ("series", "add", SERIES, *SERIES_RULE),
    ("series", "edit", SERIES, "--text", "☕️"),
    ("series", "list"),
    ("series", "show", SERIES),
    ("series", "remove", SERIES),
    ("freeze", "--reason", ARABIC, "--brand", "aurora"),
    ("status",),
    ("review", "list"),
    ("comments",),
    ("comments", "--search", "قهوة"),
    ("comments", "note", COMMENT, ARABIC),
    ("comments", "tag", COMMENT, "vip"),
    ("comments", "priority", COMMENT, "high"),
    ("comments", "assign", COMMENT, "--to", "ada@aurora.example"),
    ("comments", "show", COMMENT),
    ("comments", "unassign", COMMENT),
    ("comments", "done", COMMENT),
    ("comments", "reopen", COMMENT),
    ("answers", "list"),
    ("person", "list"),
)
ELSEWHERE = {
    "export calendar": "prints the file that it writes",
    "export accounting": "prints the file that it writes",
    **dict.fromkeys(("alerts acknowledge", "alerts snooze"), "say one line: test_month_costs.py"),
    "analytics import": "test_analytics.py",
    "brand apply": "test_brand.py",
    "channel connect": "asks a browser: test_channel.py",
    "channel token": "asks for a secret: test_channel.py",
    "webhook secret": "asks for a secret: test_channel.py",
    **dict.fromkeys((f"budget {one}" for one in ("pause", "resume")), "test_budget.py"),
    "calendar-feed": "prints an address",
    "resume": "test_freeze.py",
    "redrive": "test_letters.py",
    "media check": "test_media.py",
    "media shorten": "writes a file and names it",
    "media film": "writes a file and names it",
    **dict.fromkeys(("visits script", "visits confirm"), "test_visits.py"),
    "post settle": "shows the table of `post show`",
    "answers put": "test_comments.py",
    "answers remove": "test_comments.py",
    "comments draft": "test_drafts.py",
    "comments relabel": "test_rules.py",
    "rules undo": "test_rules.py",
    **dict.fromkeys(("crisis end", "crisis simulate"), "test_crisis.py"),
    **dict.fromkeys((f"leads {one}" for one in ("export", "hand", "outcome")), "test_leads.py"),
    **dict.fromkeys((f"review {one}" for one in ("link", "approve", "ask-changes")), "test_review.py"),
    **dict.fromkeys((f"person {one}" for one in ("export", "erase")), "test_person.py"),
    **dict.fromkeys((f"person {one}" for one in ("invite", "change", "disable", "enable")), "test_invitations.py"),
}
"""What is not shown here, and why or where instead; acts on a platform are told in one line: test_comments.py."""


def commands() -> Iterator[tuple[str, ...]]:
    """Each that can be run, by its whole name."""

    def walk(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        inside = getattr(command, "commands", None)
        shows_help = getattr(command, "no_args_is_help", False)
        if inside is None or (getattr(command, "invoke_without_command", False) and not shows_help):
            yield path
        for name, one in (inside or {}).items():
            yield from walk(one, (*path, name))

    return walk(get_command(app), ())


def too_wide(text: str) -> list[str]:
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if cell_len(line) > WIDTH and not any(one in line for one in UNBROKEN)]


@pytest.fixture
def narrow(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    with time_machine.travel(MORNING, tick=False):
        yield aurora


def test_every_command_is_looked_at_in_a_narrow_terminal_or_it_is_said_why_not() -> None:
    acts = {"reply", "undo", "hide", "unhide", "like", "unlike", "delete", "block", "unblock", "mute", "unmute"}
    elsewhere = {*ELSEWHERE, *(f"comments {one}" for one in (*acts, "report"))}
    shown = {" ".join(one for one in run[:depth]) for run in SHOWN for depth in (1, 2)}
    assert {name for name in map(" ".join, commands()) if name} - shown == elsewhere


@pytest.mark.whole
@pytest.mark.takes_long("seventy pages of help")
def test_no_help_is_wider_than_the_terminal_or_cut(narrow: Shell) -> None:
    for path in commands():
        said = narrow.run(*path, "--help").out
        assert (too_wide(said), "…" in said) == ([], False), path


@pytest.mark.whole
@pytest.mark.takes_long("thirty commands one after the other")
def test_nothing_that_a_command_shows_is_wider_than_the_terminal(narrow: Shell) -> None:
    said = Interaction(
        platform="bluesky",
        account_id="1001",
        interaction_id=COMMENT_ID,
        kind=InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=MORNING,
        text=ARABIC,
        author_name="منى ☕️",
    )
    CommunityRecords(aws.table()).create(
        StoredInteraction(
            interaction=said,
            brand_id="aurora",
            channel_id="aurora.facebook",
            decision=TriageDecision(labels=("question",), actions=()),
            first_seen_at=MORNING,
            changed_at=MORNING,
            keep_until=MORNING.replace(year=2028),
            content_at=MORNING,
        )
    )
    file = narrow.write("calendar.csv", CALENDAR)
    for run in SHOWN:
        ran = narrow.run(*(one.format(calendar=file, folder=narrow.folder) if "{" in one else one for one in run))
        assert too_wide(ran.out) == [], run
