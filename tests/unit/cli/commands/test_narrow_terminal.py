"""What a terminal of 80 columns shows: ids and links whole, and lists that say when they go on."""

from collections.abc import Iterator

import pytest
import time_machine

from portavoce.cli.commands.metrics import CutChoice
from portavoce.community.model import Action, Lead, StoredInteraction, TriageDecision
from portavoce.community.records import CommunityRecords
from portavoce.platforms.interaction import Interaction, InteractionKind, Verb
from portavoce.reporting.model import Alert, AlertKind
from portavoce.reporting.records import Alerts
from portavoce.runtime import aws
from tests.http_api import call
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

POST = "autumn-blend-from-the-hills-of-yirgacheffe"
# As Bluesky names a post of an account, and Meta the address of a comment.
COMMENT_ID = "at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3lbkj2wlpzc2a"
LINK = "https://www.facebook.com/permalink.php?story_fbid=pfbid02abcdefghijklmnopqrstuv&id=61550000000001&comment_id=77"
WORDS = "Quanto costa questa miscela? E la spedite anche a Trento, magari già per il fine settimana?"


@pytest.fixture(autouse=True)
def narrow(aurora: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("COLUMNS", "80")
    with time_machine.travel(MORNING, tick=False):
        yield


def plan(post: str = POST) -> None:
    row = {"post": post, "channel": "facebook", "when": "2027-03-11 09:30", "text": "È primavera"}
    assert call("POST", "/brands/aurora/posts", row).status == 201


def say(number: int, interaction_id: str) -> None:
    interaction = Interaction(
        platform="bluesky",
        account_id="1001",
        interaction_id=interaction_id,
        kind=InteractionKind.COMMENT,
        verb=Verb.ADDED,
        occurred_at=MORNING.replace(minute=number),
        text=WORDS,
        author_name="Bianca Maria",
    )
    CommunityRecords(aws.table()).create(
        StoredInteraction(
            interaction=interaction,
            brand_id="aurora",
            channel_id="aurora.facebook",
            decision=TriageDecision(labels=("question", "purchase_intent"), actions=(Action.LEAD,)),
            first_seen_at=MORNING,
            changed_at=MORNING,
            keep_until=MORNING.replace(year=2028),
            content_at=MORNING,
        )
    )


def ask_to_buy(number: int) -> None:
    lead = Lead(
        lead_id=f"l{number}",
        brand_id="aurora",
        channel_id="aurora.facebook",
        platform="facebook",
        interaction_id=f"77_{number}",
        author_id="9",
        author_name="Bianca",
        text=WORDS,
        permalink=LINK,
        created_at=MORNING,
    )
    CommunityRecords(aws.table()).add_lead(lead, MORNING.replace(year=2028))


def fail(number: int) -> None:
    facts = {
        "publication_id": f"aurora.{POST}.x",
        "channel": "x",
        "cause": "X said no, and why at length",
        "next_step": "",
    }
    kind = AlertKind.PUBLICATION_FAILED
    Alerts(aws.table()).raise_alert(
        Alert(alert_id=f"a{number}", brand_id="aurora", kind=kind, facts=facts, raised_at=MORNING)
    )


def words_of(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    "command", [("status",), ("post", "show", f"aurora.{POST}"), ("freeze", "--reason", "x", "--dry-run")]
)
def test_the_id_of_a_publication_is_shown_whole(aurora: Shell, command: tuple[str, ...]) -> None:
    plan()
    ran = aurora.run(*command)
    assert ran.code == 0
    assert f"aurora.{POST}.facebook" in ran.out
    assert "…" not in ran.out


def test_a_plan_names_its_posts_whole(aurora: Shell) -> None:
    rows = f"post,channel,when,text\n{POST},facebook,2027-03-20 09:30,ciao\n"
    shown = aurora.run("plan", aurora.write("calendar.csv", rows)).out
    assert POST in shown
    assert "…" not in shown


def test_a_comment_is_shown_with_its_id_on_one_line_and_all_its_words(aurora: Shell) -> None:
    say(1, COMMENT_ID)
    shown = aurora.run("comments").out
    assert f"bluesky/{COMMENT_ID}" in [line.strip() for line in shown.splitlines()]
    assert WORDS in words_of(shown)


def test_the_comment_of_somebody_who_writes_arabic_is_broken_between_words_only(
    aurora: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "السلام عليكم، كم سعر علبة القهوة العربية بالهيل وهل توصلون إلى مدينة ميلانو قبل نهاية الأسبوع القادم؟"
    monkeypatch.setattr("tests.unit.cli.commands.test_narrow_terminal.WORDS", words)
    say(1, COMMENT_ID)
    shown = aurora.run("comments").out
    assert words in words_of(shown)
    assert max(map(len, shown.splitlines()[:-1])) <= 80


def test_who_did_what_is_told_in_whole_words(aurora: Shell) -> None:
    plan()
    shown = aurora.run("audit").out
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[:2] == ["2027-03-10 09:00 UTC  ada  done", "post post  aurora  channel facebook"]
    assert "put brand  aurora" in shown
    # The keys of the brand that changed are many: they go on below each other, none of them cut.
    assert "channels[facebook].account_id, channels[x].id, channels[x].platform," in lines


def test_the_amounts_of_a_budget_and_the_figures_of_a_channel_are_whole(aurora: Shell) -> None:
    budget = aurora.run("budget").out.splitlines()
    assert budget[0].startswith("Month (month)  20")
    assert budget[0].endswith(": unknown of 500.00 EUR spent")
    tables = aurora.run("metrics").out.split("\n\n")
    assert {"facebook", "x"} <= {line.strip() for part in tables for line in part.splitlines()}
    assert "audience_growth_percent" in {word for part in tables for word in part.split()}


def test_a_month_tells_of_money_and_of_waiting_and_is_written_as_csv(aurora: Shell) -> None:
    say(1, COMMENT_ID)
    month = f"{MORNING:%Y-%m}"
    told = aurora.run("metrics", "--month", month, "--json").json["figures"]
    figures = {one["name"]: one for one in told if one["by"] is None}
    assert figures["response_time"]["coverage"] == "0 of 1 comments"
    assert figures["cost_per_lead"]["unavailable_reason"] == "what meta has spent was never read"
    lines = aurora.run("metrics", "--month", month, "--csv").out.splitlines()
    header = "brand_id,since,until,name,by,of,value,unit,low,high,known,total,as_of,unavailable_reason,coverage"
    assert lines[0] == header
    audience = "audience,,,,followers,,,0,2,,no channel has told its followers yet,0 of 2 channels"
    assert f"aurora,{month}-01,{month}-31,{audience}" in lines
    for by in CutChoice:
        shown = aurora.run("metrics", "--month", month, "--by", by.value)
        assert shown.code == 0
        assert all(len(line) <= 80 for line in shown.out.splitlines()), by
    assert all(len(line) <= 80 for line in aurora.run("goals").out.splitlines())


def test_the_posts_of_a_series_have_a_line_each_and_their_zone_once(aurora: Shell) -> None:
    asked = ("series", "add", "tip", "--rule", "FREQ=WEEKLY", "--start", "2027-03-15 09:00", "--channel", "x")
    shown = aurora.run(*asked, "--text", "قهوة", "--dry-run").out
    assert shown.count("Europe/Rome") == 1
    assert [line.split()[:3] for line in shown.splitlines() if "tip-" in line][:2] == [
        ["tip-20270315", "2027-03-15", "09:00"],
        ["tip-20270322", "2027-03-22", "09:00"],
    ]


def test_a_lead_is_shown_with_its_link_on_one_line(aurora: Shell) -> None:
    ask_to_buy(1)
    shown = aurora.run("leads").out
    assert LINK in [line.strip() for line in shown.splitlines()]
    assert WORDS in words_of(shown)


def test_the_status_names_what_needs_a_person_beside_the_posts_with_its_command(aurora: Shell) -> None:
    assert "to buy" not in aurora.run("status").out
    ask_to_buy(1)
    shown = aurora.run("status").out
    assert "1 person wants to buy since yesterday: facebook/77_1. Look at it with" in words_of(shown)
    assert "`portavoce leads --brand aurora --stage test`" in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_people_who_are_looked_at_with_one_command_share_a_line_of_the_status(aurora: Shell) -> None:
    for number in range(1, 4):
        ask_to_buy(number)
    shown = words_of(aurora.run("status").out)
    assert "3 people want to buy since yesterday:" in shown
    assert "Look at them with `portavoce leads --brand aurora --stage test`." in shown
    assert shown.count("portavoce leads") == 1
    for number in range(4, 9):
        ask_to_buy(number)
    assert "At least 5 people want to buy since yesterday:" in words_of(aurora.run("status").out)


@pytest.mark.parametrize("group", ["", "brand", "channel", "analytics", "person", "rules", "crisis"])
def test_a_group_alone_shows_its_help_whatever_options_stand_beside_it(aurora: Shell, group: str) -> None:
    ran = aurora.run(*filter(None, [group]))
    assert (ran.code, ran.err) == (2, "")
    assert "Commands" in ran.out


def test_an_alert_names_the_whole_id_of_what_it_is_about(aurora: Shell) -> None:
    fail(1)
    assert f"aurora.{POST}.x" in aurora.run("alerts").out


@pytest.mark.parametrize(
    ("command", "fill"),
    [("comments", lambda number: say(number, f"77_{number}")), ("leads", ask_to_buy), ("alerts", fail)],
    ids=["comments", "leads", "alerts"],
)
def test_a_list_that_goes_on_says_so_with_the_option_that_shows_more(aurora: Shell, command: str, fill: object) -> None:
    for number in range(3):
        fill(number)  # type: ignore[operator]
    cut = aurora.run(command, "--most", "2")
    assert "The newest 2 are shown, and there are more: --most 4" in words_of(cut.out)
    assert aurora.run(command, "--most", "2", "--json").json["more"] is True
    assert "are shown" not in aurora.run(command, "--most", "3").out
    assert aurora.run(command, "--most", "3", "--json").json["more"] is False
