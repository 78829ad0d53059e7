"""The inbox's page, through the console's real handler, clients and a simulated Facebook."""

import re
import sys
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine

from infra.assets import assets_folder
from infra.local.simulators.faults import Fault
from infra.local.simulators.visits import Visit
from portavoce.brands.model import Language
from portavoce.people.model import Role
from portavoce.platforms.contract import OutgoingPost
from portavoce.platforms.outcomes import Published
from portavoce.runtime.wiring.channels import client_for
from tests.console import Browser, Shown, name_sign_in, sign_in
from tests.contract.events.house import House
from tests.contract.events.invocations import sqs_event
from tests.contract.events.outside import PAGE
from tests.http_api import call
from tests.review import NOW

WORDS = "Siete aperti domani?"
HOSTILE = "<script>alert(1)</script>\x1b[2J \u202eevil" + "\u0301" * 10_000


@pytest.fixture(autouse=True)
def with_console(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(assets_folder() / "python")])
    name_sign_in(monkeypatch)


@pytest.fixture
def ada(house: House) -> Browser:
    """Somebody of the community's."""
    return sign_in(Role.COMMUNITY, now=NOW)


def hear(house: House, words: str = WORDS, author: str = "Ana") -> str:
    """A comment under a post of its own that has been taken in: its name in the inbox."""
    outcome = client_for("facebook", "aurora.facebook", PAGE).release(
        OutgoingPost(publication_id="aurora.spring-launch.facebook", planned_at=NOW, text=f"Buongiorno {words[:9]}")
    )
    assert isinstance(outcome, Published)
    meta, before = house.networks[0], house.effects()["table"]
    meta.platform.visit(Visit(post_id=outcome.remote_id, text=words, author_name=author))
    meta.courier.carry(meta.platform.parcels(duplicated=False, reordered=False))
    house.invoke("ingest", sqs_event("inbound", house.take("inbound")))
    (found,) = [pk for pk, sk in house.effects()["table"].keys() - before.keys() if sk == "INTERACTION"]
    return str(found).removeprefix("INTERACTION#").replace("#", "/")


def open_thread(browser: Browser, comment: str) -> Shown:
    found = browser.get(f"/aurora/inbox/thread?comment={quote(comment, safe='')}")
    assert found.status == 200, found.text
    return found


def fields(shown: Shown, **more: str) -> dict[str, str]:
    """What the page's forms carry with them."""
    names = ("comment", "revision", "following")
    return {
        name: match[1] for name in names if (match := re.search(f'name="{name}" value="([^"]*)"', shown.main))
    } | more


def said(house: House) -> list[str]:
    return [one.text for one in house.networks[0].platform.comments.values() if one.text != WORDS and not one.deleted]


def status_of(comment: str) -> str:
    return str(call("GET", f"/comments/{comment}").json["comment"]["status"])


def test_a_comment_stands_in_the_list_and_leads_to_its_thread(house: House, ada: Browser) -> None:
    comment = hear(house)
    listed = ada.get("/aurora/inbox")
    assert WORDS in listed.main
    address = re.search(r'data-row href="([^"]+)"', listed.main)
    assert address
    shown = ada.get(address[1].replace("&amp;", "&").removeprefix("/console"))
    assert (shown.status, WORDS in shown.main, comment in shown.main) == (200, True, True)


def test_the_rule_that_spoke_stands_there_with_its_reason_and_the_answer_that_it_proposes(
    house: House, ada: Browser
) -> None:
    rule = {"name": "sundays", "when": {"words": ["domani"]}, "then": {"saved_answer": "hours"}}
    put = call("PUT", "/brands/aurora", call("GET", "/brands/aurora").json | {"rules": [rule]})
    assert put.status == 200, put.text
    call("PUT", "/brands/aurora/answers/hours/languages/it", {"words": "Ciao {name}, dalle 8 alle 20."})
    shown = open_thread(ada, hear(house))
    assert re.search(r"Your rule \S*sundays\S*:.*it holds “domani”", shown.main)
    offered = re.search(r'proposes the saved answer \S*hours\S* <a href="([^"]+)"', shown.main)
    assert offered
    filled = ada.get(offered[1].replace("&amp;", "&").removeprefix("/console"))
    assert "Ciao Ana, dalle 8 alle 20." in filled.main


def test_it_is_answered_once_and_the_second_keeps_their_words(house: House, ada: Browser) -> None:
    comment = hear(house)
    bea = sign_in(Role.COMMUNITY, email="bea@aurora.example", now=NOW)
    seen_by_bea = open_thread(bea, comment)
    answered = ada.post("/aurora/inbox/answer", fields(open_thread(ada, comment), how="reply", text="Sì, dalle 8."))
    assert answered.status == 303
    assert "Your answer is there." in ada.get(answered.headers["location"].removeprefix("/console")).main
    second = bea.post("/aurora/inbox/answer", fields(seen_by_bea, how="reply", text="Certo, venite!"))
    assert second.status == 409
    assert ("Certo, venite!" in second.main, "ada@aurora.example" in second.main) == (True, True)
    assert said(house) == ["Sì, dalle 8."]


def test_whoever_answers_although_somebody_has_answered_is_told_and_their_words_are_noted(
    house: House, ada: Browser
) -> None:
    comment = hear(house)
    ada.post("/aurora/inbox/answer", fields(open_thread(ada, comment), how="reply", text="Sì, dalle 8."))
    again = ada.post("/aurora/inbox/answer", fields(open_thread(ada, comment), how="reply", text="Certo!"))
    assert (again.status, "kept as a note" in again.main, ">Certo!</textarea>" in again.main) == (409, True, True)
    assert said(house) == ["Sì, dalle 8."]
    anyway = ada.post(
        "/aurora/inbox/answer", fields(open_thread(ada, comment), how="reply", text="Certo!", again="yes")
    )
    assert (anyway.status, said(house)) == (303, ["Sì, dalle 8.", "Certo!"])


def test_it_is_hidden_and_shown_again(house: House, ada: Browser) -> None:
    comment = hear(house)
    assert ada.post("/aurora/inbox/act", fields(open_thread(ada, comment), what="hide")).status == 303
    assert status_of(comment) == "hidden"
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        hidden = open_thread(ada, comment)
        assert ada.post("/aurora/inbox/undo", fields(hidden, number="1")).status == 303
    assert status_of(comment) == "open"


def test_done_opens_the_next_one_and_leaves_a_way_back(house: House, ada: Browser) -> None:
    first, second = hear(house, "Prima"), hear(house, "Seconda")
    done = ada.post("/aurora/inbox/change", fields(open_thread(ada, second), done="yes"))
    assert quote(first, safe="") in done.headers["location"]
    shown = ada.get(done.headers["location"].removeprefix("/console"))
    assert "Done. The next one is open." in shown.main
    assert status_of(second) == "done"
    assert ada.post("/aurora/inbox/change", {"comment": second, "done": "no"}).status == 303
    assert status_of(second) == "open"


def test_it_is_assigned_tagged_and_noted_with_one_form(house: House, ada: Browser) -> None:
    comment = hear(house)
    bea = sign_in(Role.COMMUNITY, email="bea@aurora.example", now=NOW)
    form = fields(open_thread(ada, comment), assignee="bea@aurora.example", add_tags="vip, B2B", note="Chiede spesso.")
    assert ada.post("/aurora/inbox/change", form | {"priority": "high"}).status == 303
    shown = call("GET", f"/comments/{comment}").json
    stands = shown["comment"]
    assert (stands["assignee"], sorted(stands["tags"]), stands["priority"]) == (
        "bea@aurora.example",
        ["b2b", "vip"],
        "high",
    )
    assert [one["words"] for one in shown["notes"]] == ["Chiede spesso."]
    assert (WORDS in bea.get("/aurora/inbox?state=mine").main, WORDS in ada.get("/aurora/inbox?state=mine").main) == (
        True,
        False,
    )


def test_what_is_no_address_is_said_and_the_note_stands_in_its_field(house: House, ada: Browser) -> None:
    comment = hear(house)
    form = fields(open_thread(ada, comment), assignee="bea", note="Chiede spesso.")
    refused = ada.post("/aurora/inbox/change", form)
    assert (refused.status, ">Chiede spesso.</textarea>" in refused.main) == (422, True)


@pytest.mark.parametrize("who", ["gio@elsewhere.example", "client@bar.example"])
def test_only_who_reads_the_brands_inbox_is_named_to_answer(house: House, ada: Browser, who: str) -> None:
    comment = hear(house)
    sign_in(Role.CLIENT, email="client@bar.example", now=NOW)
    page = open_thread(ada, comment)
    assert who not in page.main
    refused = ada.post("/aurora/inbox/change", fields(page, assignee=who, note="Chiede spesso."))
    assert (refused.status, f"{who} does not read this brand" in refused.main) == (422, True)
    assert ">Chiede spesso.</textarea>" in refused.main
    assert status_of(comment) == "open"
    named = ada.post("/aurora/inbox/change", fields(page, assignee="ADA@aurora.example"))
    assert (named.status, status_of(comment)) == (303, "assigned")


def test_what_a_platform_forbids_is_said_before_anybody_tries(house: House, ada: Browser) -> None:
    comment = hear(house)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        late = sign_in(Role.COMMUNITY, now=NOW + timedelta(days=8))
        shown = open_thread(late, comment)
    assert "Reply in private" in shown.main
    assert '<option value="private_reply">' not in shown.main


def test_an_answer_whose_answer_was_lost_is_on_its_way(house: House, ada: Browser) -> None:
    comment = hear(house)
    house.networks[0].faults.add([Fault(kind="lost_answer", path="/comments")])
    answered = ada.post("/aurora/inbox/answer", fields(open_thread(ada, comment), how="reply", text="Sì, dalle 8."))
    assert "did=asked" in answered.headers["location"]


def test_what_is_hostile_runs_nowhere_and_turns_nothing_around(house: House, ada: Browser) -> None:
    comment = hear(house, HOSTILE, author=HOSTILE[:60])
    for shown in (ada.get("/aurora/inbox"), open_thread(ada, comment)):
        assert "<script>alert" not in shown.text
        assert not {"\x1b", "\u202e"} & set(shown.text)
        assert "\u0301" * 9 not in shown.text


def test_news_counts_what_has_come_since(house: House, ada: Browser) -> None:
    hear(house, "Prima")
    newest = re.search(r'hx-get="/console(/aurora/inbox/news[^"]*)"', ada.get("/aurora/inbox").main)
    assert newest
    address = newest[1].replace("&amp;", "&")
    assert "new one" not in ada.get(address, partial=True).text
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        hear(house, "Seconda")
    assert "1 new one, show it" in ada.get(address, partial=True).text


def test_whoever_may_only_read_is_offered_nothing_to_do(house: House) -> None:
    comment = hear(house)
    shown = open_thread(sign_in(Role.ANALYST, now=NOW), comment)
    assert (WORDS in shown.main, "/inbox/answer" in shown.main, "/inbox/act" in shown.main) == (True, False, False)


def test_a_comment_of_another_brand_is_not_there(house: House) -> None:
    comment = hear(house)
    stranger = sign_in(Role.OWNER, brand="borealis", email="zoe@borealis.example", now=NOW)
    assert stranger.get(f"/borealis/inbox/thread?comment={quote(comment, safe='')}").status == 404


@pytest.mark.parametrize(
    ("language", "says"), [("en", "say: complaint"), ("it", "reclamo"), ("ar", "شكوى")], ids=["en", "it", "ar"]
)
def test_what_the_rules_say_is_in_the_readers_language(house: House, language: Language, says: str) -> None:
    comment = hear(house, "Il caffè era freddo e il servizio pessimo, sono molto delusa.")
    ada = sign_in(Role.COMMUNITY, email=f"ada.{language}@aurora.example", language=language, now=NOW)
    assert ada.get("/aurora/inbox").status == 200
    shown = open_thread(ada, comment).main
    assert (says in shown, "because" in shown) == (True, False)
