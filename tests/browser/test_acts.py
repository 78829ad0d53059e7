"""Approving, settling, stopping and going on, in a browser; and with its script switched off."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portavoce.people.model import Role
from portavoce.publishing.model import PublicationState
from portavoce.runtime.wiring.ledger import freezes, ledger
from tests.browser.desk import OUT, PHONE, Desk, Seat, lose_answer, plan, wait_for_yes
from tests.review import NOW

pytestmark = pytest.mark.takes_long("a browser, and a house for it")
SIZES = pytest.mark.parametrize("size", [(1280, 900), PHONE], ids=["desk", "phone"])


def state_of(publication_id: str) -> PublicationState:
    found = ledger().get(publication_id)
    assert found
    return found.state


@SIZES
def test_a_client_approves_in_a_browser_of_their_own_and_sees_nothing_else(desk: Desk, size: tuple[int, int]) -> None:
    mine = wait_for_yes(desk.house, "spring-menu", "Il menù di primavera")
    wait_for_yes(desk.house, "staff-news", "Solo per noi", "internal")
    owner = desk.sit_down(Role.OWNER)
    assert "Solo per noi" in owner.open("/aurora/approvals").inner_text("main")
    client = desk.sit_down(Role.CLIENT, email="client@bar.example", size=size)
    page = client.open("/aurora/approvals")
    client.stamp()
    assert "Solo per noi" not in page.content()
    card = page.locator(".need", has_text="spring-menu")
    card.get_by_role("button", name="Approve").click()
    expect(page.locator("#main .told")).to_contain_text("Written down.")
    expect(card).to_have_count(0)
    assert (state_of(mine.publication_id), client.is_stamped()) == (PublicationState.SCHEDULED, True)
    assert client.focused().startswith("Written down.")
    assert "spring-menu" not in owner.open("/aurora/approvals").inner_text("main")


def test_several_are_approved_at_once(desk: Desk) -> None:
    posts = [
        wait_for_yes(desk.house, "spring-menu", "Il menù"),
        wait_for_yes(desk.house, "staff-news", "Per noi", "internal"),
    ]
    owner = desk.sit_down(Role.OWNER)
    page = owner.open("/aurora/approvals")
    for one in posts:
        page.locator(".need", has_text=one.post_id).get_by_label("one of many").check()
    page.get_by_role("button", name="Approve those that are marked").click()
    expect(page.locator("#main .told")).to_be_visible()
    assert {state_of(one.publication_id) for one in posts} == {PublicationState.SCHEDULED}


def test_changes_are_asked_for(desk: Desk) -> None:
    one = wait_for_yes(desk.house, "spring-menu", "Il menù di primavera")
    client = desk.sit_down(Role.CLIENT, email="client@bar.example")
    page = client.open("/aurora/approvals")
    card = page.locator(".need", has_text="spring-menu")
    card.get_by_text("Ask for changes").first.click()
    card.get_by_label("What should change").fill("Il prezzo è 4 €")
    card.get_by_role("button", name="Ask for changes").click()
    expect(page.locator("#main .told")).to_be_visible()
    found = ledger().get(one.publication_id)
    assert found
    assert found.approval
    assert found.approval.comment == "Il prezzo è 4 €"


@SIZES
def test_a_post_without_an_answer_is_settled_with_its_address(desk: Desk, size: tuple[int, int]) -> None:
    one = lose_answer(desk.house, "bar-news", "Novità al banco")
    owner = desk.sit_down(Role.OWNER, size=size)
    page = owner.open()
    owner.stamp()
    card = page.locator(".need", has_text="Novità al banco")
    card.get_by_label("Its address").fill("https://example.com/no-post")
    card.get_by_role("button", name="It is out").click()
    expect(page.locator("#main [role=alert]:visible")).to_contain_text("This is no address of a post")
    assert "This is no address of a post" in owner.focused()
    card.get_by_label("Its address").fill(OUT)
    card.get_by_role("button", name="It is out").click()
    expect(card).to_have_count(0)
    assert (state_of(one.publication_id), owner.is_stamped()) == (PublicationState.PUBLISHED, True)
    assert owner.page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_a_failed_post_is_let_go_on_a_phone_and_the_second_person_is_told(desk: Desk, has_script: bool) -> None:
    failed = {"state": PublicationState.FAILED, "cause": "Facebook said no.", "next_step": "Shorten it."}
    one = plan(desk.house, "bar-news", "Novità al banco", NOW - timedelta(hours=1), **failed)
    ada = desk.sit_down(Role.OWNER, size=PHONE, has_script=has_script)
    ben = desk.sit_down(Role.CONTENT, email="ben@aurora.example", size=PHONE, has_script=has_script)
    cards = [seat.open().locator(".need", has_text="Novità al banco") for seat in (ada, ben)]
    cards[0].get_by_role("button", name="Let it go").click()
    expect(cards[0]).to_have_count(0)
    cards[1].get_by_role("button", name="Send it now").click()
    expect(ben.page.locator("#main [role=alert]:visible")).to_contain_text("How it stands now: cancelled.")
    assert state_of(one.publication_id) is PublicationState.CANCELLED


def test_the_publishing_is_stopped_with_two_acts_and_goes_on_spread(desk: Desk) -> None:
    held = [plan(desk.house, f"coffee-{number}", f"Caffè {number}", NOW + timedelta(hours=1)) for number in (1, 2)]
    owner = desk.sit_down(Role.OWNER)
    page = owner.open()
    page.get_by_role("link", name="Stop the publishing").click()
    owner.stamp()
    page.get_by_label("Why").fill("Un richiamo")
    page.get_by_role("button", name="Stop publishing").click()
    expect(page.locator("#main .stopped", has_text="Un richiamo")).to_be_visible()
    assert (len(freezes().active()), owner.is_stamped()) == (1, True)
    expect(owner.open("/aurora/inbox").locator("#main .stopped", has_text="Un richiamo")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("link", name="Go on: see first what would happen").click()
    page.get_by_label("Spread over a time, in the same order").check()
    page.get_by_label("Minutes, to shift by or to spread over").fill("240")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_role("cell", name="coffee-1.facebook")).to_be_visible()
    page.get_by_role("button", name="Apply: let it go on").click()
    expect(page.get_by_role("button", name="Stop publishing")).to_be_visible()
    assert freezes().active() == []
    assert {state_of(one.publication_id) for one in held} == {PublicationState.SCHEDULED}


def test_the_publishing_is_stopped_and_goes_on_by_keyboard_alone(desk: Desk) -> None:
    held = plan(desk.house, "coffee-1", "Caffè", NOW + timedelta(hours=1))
    owner = desk.sit_down(Role.OWNER)
    page = owner.open()
    press_through(owner, "Stop the publishing")
    page.wait_for_url("**/freeze")
    press_to(owner, "[name=reason]")
    page.keyboard.type("Un richiamo")
    page.keyboard.press("Enter")
    expect(page.locator("#main .stopped", has_text="Un richiamo")).to_be_visible()
    assert owner.page.evaluate("document.activeElement !== document.body")
    press_through(owner, "Go on: see first what would happen")
    page.wait_for_url("**/freeze/resume**")
    press_through(owner, "Apply: let it go on")
    expect(page.get_by_role("button", name="Stop publishing")).to_be_visible()
    assert (freezes().active(), state_of(held.publication_id)) == ([], PublicationState.SCHEDULED)


def press_to(seat: Seat, selector: str) -> None:
    """Tab until it has the focus."""
    for _ in range(60):
        seat.page.keyboard.press("Tab")
        if seat.page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def press_through(seat: Seat, words: str) -> None:
    """Tab until these words have the focus, and Enter."""
    for _ in range(60):
        seat.page.keyboard.press("Tab")
        if seat.focused().strip() == words:
            seat.page.keyboard.press("Enter")
            return
    raise AssertionError(f"no way to {words} by keyboard")


def test_without_script_a_post_is_approved_a_comment_answered_and_the_publishing_stopped(desk: Desk) -> None:
    one = wait_for_yes(desk.house, "spring-menu", "Il menù di primavera")
    desk.hear("Siete aperti domani?")
    owner = desk.sit_down(Role.OWNER, has_script=False)
    page = owner.open("/aurora/approvals")
    page.locator(".need", has_text="spring-menu").get_by_role("button", name="Approve").click()
    expect(page.locator("#main .told")).to_be_visible()
    owner.open("/aurora/inbox").get_by_text("Siete aperti domani?").click()
    page.fill("#text", "Sì, dalle 8.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#main .told")).to_contain_text("Your answer is there.")
    owner.open("/aurora/freeze").get_by_label("Why").fill("Un richiamo")
    page.get_by_role("button", name="Stop publishing").click()
    expect(page.locator("#main .stopped", has_text="Un richiamo")).to_be_visible()
    assert (state_of(one.publication_id), desk.said(), len(freezes().active()), desk.gate.partial) == (
        PublicationState.SCHEDULED,
        ["Siete aperti domani?", "Sì, dalle 8."],
        1,
        [],
    )
