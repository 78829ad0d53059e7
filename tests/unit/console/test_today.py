"""Today: what needs a person, most urgent first, in each role, whatever strangers wrote."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.console.texts import LANGUAGES
from portavoce.people.model import Role
from portavoce.publishing.model import Approval, PublicationState
from portavoce.publishing.records import PublicationRecords
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import community
from portavoce.runtime.wiring.ledger import freezes, ledger
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.bench.meter import Meter
from tests.community import delivery
from tests.console import Browser, sign_in
from tests.leads import add_lead
from tests.stage import MORNING
from tests.troubles import keep, uncertain

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "\u202egnp.exe\u202c",
    "e" + "\u0301" * 10_000,
    "\x1b[31mred\x00",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
)


class Tags(HTMLParser):
    """The elements of a page, and every attribute of theirs that a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.names = list[str]()
        self.running = list[tuple[str, str | None]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.running += [(name, value) for name, value in attrs if name.startswith("on") or name == "style"]


def test_a_post_with_no_answer_is_settled_by_its_address_or_sent(stage: Table) -> None:
    owner = sign_in(Role.OWNER)
    one = uncertain()
    assert "Post with no answer" in owner.get("/aurora").main
    form = {"publication": one.publication_id, "revision": "1"}
    wrong = owner.post("/aurora/today/settle", form | {"answer": "out", "url": "no address"})
    assert "This is no address of a post" in wrong.main
    there = "https://www.facebook.com/1001/posts/123"
    assert owner.post("/aurora/today/settle", form | {"answer": "out", "url": there}).status == 303
    settled = ledger().get(one.publication_id)
    assert settled
    assert (settled.state, settled.url) == (PublicationState.PUBLISHED, there)
    assert owner.post("/aurora/today/settle", form | {"answer": "not_out"}).status == 409


def test_a_post_of_another_brand_is_not_settled(stage: Table) -> None:
    one = uncertain(brand_id="borealis")
    form = {"publication": one.publication_id, "revision": "1", "answer": "not_out"}
    assert sign_in(Role.OWNER).post("/aurora/today/settle", form).status == 404


def test_a_client_sees_the_posts_that_ask_for_their_yes_and_nothing_else(stage: Table) -> None:
    uncertain(text="not for clients")
    keep(
        "yes",
        PublicationState.IN_REVIEW,
        planned_at=MORNING + timedelta(days=1),
        approval=Approval(needed_from="client"),
    )
    keep(
        "inner",
        PublicationState.IN_REVIEW,
        planned_at=MORNING + timedelta(days=1),
        approval=Approval(needed_from="internal"),
    )
    keep("next", PublicationState.SCHEDULED, planned_at=MORNING + timedelta(days=1))
    community().take_in(delivery("Not for clients either"), MORNING)
    text = sign_in(Role.CLIENT).get("/aurora").main
    assert "1 post waits for your approval" in text
    assert "or clients" not in text
    assert "Leaves next" not in text
    assert "2 posts wait" in sign_in(Role.OWNER, email="o@aurora.example").get("/aurora").main


def test_what_leaves_next_and_a_freeze_are_on_the_page(stage: Table) -> None:
    keep("next", PublicationState.SCHEDULED, planned_at=MORNING + timedelta(days=1), text="Tre modi")
    freezes().freeze(reason="a <recall>", by="ada", now=MORNING, brand_id="aurora")
    text = sign_in(Role.ANALYST).get("/aurora").main
    assert "The next post leaves tomorrow 10:00." in text
    assert "Publishing is stopped since today 10:00." in text
    assert "a &lt;recall&gt;" in text


@pytest.mark.takes_long("a page for each of the worst texts")
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_strangers_write_no_script_runs_and_no_element_is_theirs(stage: Table, language: Any) -> None:
    browser = sign_in(Role.OWNER, language=language)
    answered_soon = DOCUMENT | {"inbox": {"answer_within": {"comment": 60}}}
    brands().put(Brand.model_validate(answered_soon), MORNING)
    plain = _tags(browser)
    for number, text in enumerate(HOSTILE):
        uncertain(f"post{number}", text=text, cause=text)
        said = delivery(text, interaction_id=f"c{number}", author_name=text, occurred_at=MORNING - timedelta(days=3))
        community().take_in(said, MORNING)
    found = browser.get("/aurora")
    tags = Tags()
    tags.feed(found.text)
    assert tags.running == []
    assert tags.names.count("script") == plain.names.count("script") == 1
    assert "img" not in tags.names
    assert not {"\x00", "\x1b", "\u202e"} & {*found.text}
    assert "\u0301" * 9 not in found.text
    assert "{{ 7*7 }}" in found.text
    assert found.main.count('<li class="need">') == len(HOSTILE) + 5, "each post, and the five latest comments"


def _tags(browser: Browser) -> Tags:
    tags = Tags()
    tags.feed(browser.get("/aurora").text)
    return tags


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Nothing needs you."), ("it", "Niente ha bisogno di te."), ("ar", "لا شيء يحتاج إليك.")],
)
def test_a_quiet_day_says_so_in_the_readers_language_and_direction(stage: Table, language: Any, says: str) -> None:
    found = sign_in(Role.OWNER, language=language).get("/aurora")
    assert says in found.main
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in found.text


READ_UNITS = 12
A_YEARS_POSTS, FORTNIGHT = 2000, 14


@pytest.mark.takes_long("a fortnight of posts and as many comments as are read are written")
@pytest.mark.parametrize("path", ["/aurora", "/aurora/today/week"])
def test_a_brand_of_two_thousand_posts_a_year_is_read_for_twelve_units(stage: Table, path: str) -> None:
    """Comments are asked for by their number, so that of 30,000 no more are read than of ten. On a Monday."""
    now = MORNING - timedelta(days=2)
    with time_machine.travel(now, tick=False):
        browser = sign_in(Role.OWNER)
        count = A_YEARS_POSTS * 2 * FORTNIGHT // 365
        for number in range(count):
            at = now + (number - count // 2) * timedelta(days=2 * FORTNIGHT) / (count + 2)
            state = PublicationState.PUBLISHED if at < now else PublicationState.SCHEDULED
            keep(f"post{number}", state, planned_at=at, text="Tre modi di fare il caffè a casa. " * 10)
        goals = [{"metric": "audience", "target": 500, "by": "2027-12-31"}]
        named = {"inbox": {"answer_within": {"comment": 60}}, "goals": goals}
        brands().put(Brand.model_validate(DOCUMENT | named), now)
        for number in range(12):
            said = delivery("Quanto costa? " * 10, interaction_id=f"c{number}", occurred_at=now - timedelta(hours=5))
            community().take_in(said, now)
        meter = Meter(aws.table().client)
        assert "Comment without an answer" in browser.get("/aurora").main
        with meter.counting() as spent:
            assert browser.get(path).status == 200
    assert spent.read_units <= READ_UNITS, spent
    assert spent.writes == 0


def test_the_week_is_held_against_its_cadence_and_the_goals(stage: Table) -> None:
    channels = [one | {"posts_per_week": 3} if one["id"] == "facebook" else one for one in DOCUMENT["channels"]]
    goals = [{"metric": "audience", "target": 500, "by": "2027-12-31"}]
    brands().put(Brand.model_validate(DOCUMENT | {"channels": channels, "goals": goals}), MORNING)
    monday = MORNING.replace(day=8)
    keep("out", PublicationState.PUBLISHED, planned_at=monday)
    keep("ahead", PublicationState.SCHEDULED, planned_at=monday + timedelta(days=6))
    keep("waits", PublicationState.IN_REVIEW, planned_at=monday + timedelta(days=5))
    keep("last-week", PublicationState.PUBLISHED, planned_at=monday - timedelta(days=1))
    keep("next-week", PublicationState.SCHEDULED, planned_at=monday + timedelta(days=7))
    asked = sign_in(Role.ANALYST)
    assert 'hx-get="/console/aurora/today/week"' in asked.get("/aurora").main
    text = asked.get("/aurora/today/week").main
    assert "2 of 3 posts" in text
    assert "1 is missing yet." in text
    assert "<strong>unknown</strong>" in text
    assert " It is judged within an hour." in text
    assert sign_in(Role.CLIENT, email="c@aurora.example").get("/aurora/today/week").status == 404


def test_what_is_noted_goes_away_for_all_until_it_stands_otherwise(stage: Table) -> None:
    one = keep("beans", PublicationState.FAILED, cause="X said no", next_step="Plan it again")
    ada, ben = sign_in(Role.OWNER), sign_in(Role.STRATEGIST, email="ben@aurora.example")
    key = noted_key(ada)
    assert ada.post("/aurora/today/noted", {"key": key}).status == 303
    assert ["Post that failed" in seat.get("/aurora").main for seat in (ada, ben)] == [False, False]
    PublicationRecords(stage).change(one, one.model_copy(update={"revision": 2}))
    assert "Post that failed" in ada.get("/aurora").main


def test_a_command_stands_by_itself_and_names_the_stage_that_it_is_for(stage: Table) -> None:
    keep("beans", PublicationState.FAILED, cause="no", next_step="Send it with `portavoce post now aurora.beans.x`.")
    page = sign_in(Role.OWNER).get("/aurora").main
    assert '<code><bdi dir="ltr">portavoce post now aurora.beans.x --stage test</bdi></code>.' in page
    assert "`" not in page


def test_of_a_post_of_which_nobody_knows_it_is_said_what_to_do_on_this_page(stage: Table) -> None:
    uncertain()
    page = sign_in(Role.OWNER).get("/aurora").main
    assert "say that it is out; if not, send it." in page
    assert "portavoce post settle" not in page


def test_nothing_is_noted_that_nobody_is_shown(stage: Table) -> None:
    uncertain()
    ada = sign_in(Role.OWNER)
    assert 'name="key"' not in ada.get("/aurora").main, "it waits for an answer"
    for key in ("", "post aurora.winter.facebook 1 uncertain", "x" * 3000):
        assert ada.post("/aurora/today/noted", {"key": key}).status == 409
    add_lead(stage, seller="gio@aurora.example", created_at=MORNING)
    key = noted_key(ada)
    assert sign_in(Role.SALES, email="ben@aurora.example").post("/aurora/today/noted", {"key": key}).status == 409


def noted_key(browser: Browser) -> str:
    found = re.search(r'name="key" value="([^"]+)"', browser.get("/aurora").main)
    assert found
    return found[1]
