"""The inbox, worked against networks that answer: what is done on a page has arrived there."""

from playwright.sync_api import Page, expect

from portavoce.people.model import Role
from tests.browser.deployed.looks import DEPLOYED, Look
from tests.browser.deployed.premises import Premises, expect_told
from tests.twin.running import BRAND

pytestmark = DEPLOYED


def open_thread(premises: Premises, look: Look, words: str) -> Page:
    """Somebody has written this; a colleague signs in and opens it from the list."""
    premises.hear(words, f"Marta {look.name}")
    page = premises.sit_down("dario", look, Role.COMMUNITY)
    page.goto(f"{premises.console}/{BRAND}/inbox")
    page.get_by_text(words).first.click()
    expect(page.locator("#text")).to_be_visible()
    return page


def is_hidden_there(premises: Premises, words: str) -> bool:
    return next(bool(one["hidden"]) for one in premises.comments_there() if one["text"] == words)


def test_a_comment_is_assigned_and_noted_answered_hidden_and_shown_again(premises: Premises, look: Look) -> None:
    words, answer = f"Un saluto da Torino, {look.name}", f"Alla prossima! {look.name}"
    page = open_thread(premises, look, words)
    page.get_by_text(look.say("Assign, tag, note")).click()
    page.get_by_label(look.say("Who answers")).fill(f"dario.{look.name}@aurora.example")
    page.get_by_label(look.say("Note for your colleagues")).fill(f"Chiede spesso. {look.name}")
    page.get_by_role("button", name=look.say("Keep"), exact=True).click()
    expect_told(page, look, "Noted.")
    expect(page.locator(".note", has_text=f"Chiede spesso. {look.name}")).to_be_visible()
    page.goto(f"{premises.console}/{BRAND}/inbox?state=mine&search=saluto")
    page.get_by_text(words).first.click()

    page.fill("#text", answer)
    page.get_by_role("button", name=look.say("Send"), exact=True).click()
    expect_told(page, look, "Your answer is there.")
    expect(page.locator(".talk .ours")).to_contain_text(answer)
    assert [one["text"] for one in premises.comments_there()].count(answer) == 1

    page.get_by_role("button", name=look.say("Hide")).click()
    expect_told(page, look, "It is done on the platform.")
    assert is_hidden_there(premises, words)
    page.get_by_role("button", name=look.say("Take back: %(what)s", what=look.say("Hide"))).click()
    expect_told(page, look, "It is taken back.")
    assert not is_hidden_there(premises, words)
