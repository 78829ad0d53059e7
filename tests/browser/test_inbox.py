"""The inbox, worked in a browser: by hand, by keys, and by two at once."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from playwright.sync_api import Page, expect

from portavoce.brands.model import Language
from portavoce.people.model import Role
from portavoce.runtime.wiring.people import sessions
from tests.browser.desk import PHONE, Desk, Seat
from tests.review import NOW

pytestmark = pytest.mark.takes_long("a browser, and a house for it")
WORDS, MORE = "Siete aperti domani?", "Avete l'avena?"


def open_thread(seat: Seat, words: str = WORDS) -> Page:
    page = seat.open("/aurora/inbox")
    page.get_by_text(words).first.click()
    page.wait_for_selector("#text")
    seat.stamp()
    return page


def told(page: Page) -> str:
    """What the line of the last act says, once the answer is there."""
    return page.locator("#main .told[data-focus]").inner_text()


def status_of(seat: Seat, words: str = WORDS) -> list[str]:
    """In which parts of the inbox the comment stands."""
    found = []
    for state in ("open", "assigned", "waiting", "done", "hidden"):
        seat.open(f"/aurora/inbox?state={state}")
        found += [state] if seat.page.locator(".list").get_by_text(words).count() else []
    return found


@pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["desk", "phone"])
def test_a_comment_is_answered_without_a_reload_and_the_focus_goes_to_what_became_of_it(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY, size=size)
    page = open_thread(ada)
    page.fill("#text", "Sì, dalle 8.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main .told")).to_contain_text("Your answer is there.")
    assert (desk.said(), ada.is_stamped()) == ([WORDS, "Sì, dalle 8."], True)
    assert ada.focused().startswith("Your answer is there.")
    page.reload()
    assert "Sì, dalle 8." in page.locator(".talk").inner_text()


def test_a_comment_is_hidden_and_shown_again(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#main .told")).to_contain_text("It is done on the platform.")
    assert desk.hidden() == [WORDS]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        page.get_by_role("button", name="Take back").click()
        expect(page.locator("#main .told")).to_contain_text("It is taken back.")
    assert (desk.hidden(), ada.is_stamped()) == ([], True)


def test_a_comment_is_assigned_and_noted(desk: Desk) -> None:
    desk.hear(WORDS)
    desk.sit_down(Role.COMMUNITY, email="bea@aurora.example")
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.get_by_text("Assign, tag, note").click()
    page.get_by_label("Who answers").fill("bea@aurora.example")
    page.get_by_label("Note for your colleagues").fill("Chiede spesso.")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#main .told")).to_contain_text("Noted.")
    expect(page.locator(".note", has_text="Chiede spesso.")).to_be_visible()
    assert status_of(ada) == ["assigned"]


def test_whoever_comes_second_is_told_and_their_words_stay_in_the_field(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    bea = desk.sit_down(Role.COMMUNITY, email="bea@aurora.example")
    second = open_thread(bea)
    second.fill("#text", "Certo, venite!")
    first = open_thread(ada)
    first.fill("#text", "Sì, dalle 8.")
    first.get_by_role("button", name="Send").click()
    expect(first.locator("#main .told")).to_be_visible()
    second.get_by_role("button", name="Send").click()
    expect(second.locator("#main [role=alert]:visible")).to_contain_text(
        "Nothing was said: ada@aurora.example answered"
    )
    assert second.input_value("#text") == "Certo, venite!"
    assert (bea.is_stamped(), desk.said()) == (True, [WORDS, "Sì, dalle 8."])
    assert "ada@aurora.example answered" in bea.focused()


def unfold_changes(page: Page) -> None:
    """What was typed before and not kept unfolds it by itself."""
    if not page.locator("[name=assignee]").is_visible():
        page.get_by_text("Assign, tag, note").click()


def test_whoever_comes_second_is_told_who_was_first_at_each_act_and_loses_nothing_they_typed(desk: Desk) -> None:
    desk.hear(WORDS)
    ada, bea = desk.sit_down(Role.COMMUNITY), desk.sit_down(Role.COMMUNITY, email="bea@aurora.example")
    for act in ("Keep", "Done", "Hide", "Send"):
        second = open_thread(bea)
        unfold_changes(second)
        typed = {"text": "Half a reply", "assignee": "bea@aurora.example", "add_tags": "oat", "note": "Half a note"}
        for name, words in typed.items():
            second.locator(f"[name={name}]").fill(words)
        second.locator("[name=priority]").select_option("high")
        first = open_thread(ada)
        unfold_changes(first)
        first.get_by_label("Note for your colleagues").fill(f"Before {act}")
        first.locator("[name=priority]").select_option("urgent" if act in ("Keep", "Hide") else "low")
        first.get_by_role("button", name="Keep").click()
        expect(first.locator("#main .told")).to_be_visible()
        assert first.locator("[name=note]").input_value() == ""
        second.get_by_role("button", name=act, exact=act == "Keep").first.click()
        expect(second.locator("#main .error")).to_contain_text("ada@aurora.example changed this at today")
        assert {name: second.locator(f"[name={name}]").input_value() for name in typed} == typed
        assert second.locator("[name=priority]").input_value() == "high"
    assert (desk.said(), desk.hidden(), bea.is_stamped()) == ([WORDS], [], True)


def test_words_for_one_comment_never_stand_in_the_field_of_another(desk: Desk) -> None:
    desk.hear(MORE)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.fill("#text", "For the first alone")
    page.get_by_role("button", name="Hide").click()
    expect(page.locator("#main .told")).to_be_visible()
    assert page.input_value("#text") == "For the first alone"
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".talk")).to_contain_text(MORE)
    assert page.input_value("#text") == ""
    page.fill("#text", "Sì, d'avena.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main .told")).to_contain_text("Your answer is there.")
    assert page.input_value("#text") == ""


def test_without_an_answer_the_words_stay_and_it_is_said(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.fill("#text", "Sì, dalle 8.")
    ada.context.set_offline(offline=True)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#unanswered")).to_be_visible()
    assert (page.input_value("#text"), page.locator("[aria-busy]").count()) == ("Sì, dalle 8.", 0)
    ada.context.set_offline(offline=False)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main .told")).to_be_visible()
    expect(page.locator("#unanswered")).to_be_hidden()
    ada.faults[:] = [fault for fault in ada.faults if "ERR_INTERNET_DISCONNECTED" not in fault and "fetch" not in fault]


def test_over_a_session_that_has_ended_no_typed_word_is_lost(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.fill("#text", "Sì, dalle 8.")
    there = page.url
    sessions().end(ada.token())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Your words are kept in this window")).to_be_visible()
    back = parse_qs(urlsplit(page.get_by_role("link", name="Sign in").get_attribute("href") or "").query)["wanted"][0]
    assert there.endswith(back)
    desk.return_to(ada, back, Role.COMMUNITY)
    expect(page.locator("#kept")).to_be_visible()
    assert page.input_value("#text") == "Sì, dalle 8."
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main .told").first).to_be_visible()
    assert desk.said() == [WORDS, "Sì, dalle 8."]
    assert page.reload()
    assert page.locator("#kept").is_hidden()


def test_what_one_person_typed_is_not_anothers(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = open_thread(ada)
    page.fill("#text", "Sì, dalle 8.")
    back = urlsplit(page.url)
    sessions().end(ada.token())
    desk.return_to(
        ada, f"{back.path.removeprefix('/console')}?{back.query}", Role.COMMUNITY, email="bea@aurora.example"
    )
    assert (page.input_value("#text"), page.locator("#kept").is_hidden()) == ("", True)


def test_without_script_it_is_said_that_words_are_not_kept(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY, has_script=False)
    page = open_thread(ada)
    page.fill("#text", "Sì, dalle 8.")
    sessions().end(ada.token())
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("your words are not kept here")).to_be_visible()
    assert desk.said() == [WORDS]


@pytest.mark.parametrize("language", ["en", "it", "ar"])
def test_the_inbox_is_worked_by_keys_alone(desk: Desk, language: Language) -> None:
    desk.hear(MORE)
    with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
        desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY, language=language)
    page, keys = ada.open("/aurora/inbox"), ada.page.keyboard
    keys.press("j")
    assert WORDS in ada.focused()
    keys.press("j")
    assert MORE in ada.focused()
    keys.press("k")
    keys.press("Enter")
    page.wait_for_selector("#text")
    ada.stamp()
    keys.press("h")
    expect(page.locator("#main form button[value=unhide]")).to_be_visible()
    assert desk.hidden() == [WORDS]
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        keys.press("u")
        expect(page.locator("#main form button[value=hide]")).to_be_visible()
    keys.press("a")
    assert page.evaluate("document.activeElement.name") == "assignee"
    keys.press("Escape")
    keys.press("d")
    expect(page.locator(".talk")).to_contain_text(MORE)
    assert page.evaluate("document.activeElement.matches('.told')")
    keys.press("u")
    expect(page.locator(".talk")).to_contain_text(WORDS)
    keys.press("r")
    keys.type("Sì, dalle 8. jkd?")
    keys.press("Control+Enter")
    expect(page.locator(".talk .ours")).to_be_visible()
    assert desk.said() == [MORE, WORDS, "Sì, dalle 8. jkd?"]
    keys.press("?")
    assert page.evaluate("document.activeElement.parentElement.id") == "keys"
    assert (desk.hidden(), ada.is_stamped()) == ([], True)


def test_the_keys_can_be_switched_off_and_stay_off(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = ada.open("/aurora/inbox")
    page.keyboard.press("?")
    page.locator("[data-keys]").uncheck()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement === document.body")


def test_what_is_new_is_told_while_somebody_looks_and_the_list_never_jumps(desk: Desk) -> None:
    desk.hear(WORDS)
    ada = desk.sit_down(Role.COMMUNITY)
    page = ada.open("/aurora/inbox")
    ada.stamp()
    page.locator("a[data-row]").first.focus()
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        desk.hear(MORE)
    page.evaluate("document.body.dispatchEvent(new Event('look'))")
    expect(page.locator("#news")).to_contain_text("1 new one, show it")
    assert (page.locator("a[data-row]").count(), ada.is_stamped(), WORDS in ada.focused()) == (1, True, True)
    page.evaluate("document.body.dispatchEvent(new Event('look'))")
    page.get_by_role("link", name="1 new one, show it").click()
    expect(page.locator("a[data-row]")).to_have_count(2)
