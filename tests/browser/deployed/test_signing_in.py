"""Signing in by Amazon Cognito: from the invitation's mail to being kept out."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

import portavoce.people
from portavoce.people.model import Role
from tests.browser.deployed.looks import DEPLOYED, Look
from tests.browser.deployed.premises import OWN_PASSWORD, Premises, expect_title, give_password, send
from tests.twin.running import BRAND

pytestmark = DEPLOYED
INVITATIONS = Path(portavoce.people.__file__).parent / "templates"


def first_password(premises: Premises, look: Look, email: str) -> str:
    """As it stands in the invitation, which is in the language of whoever is invited."""
    (mail,) = [one for one in premises.twin.emulator.mails() if email in str(one["To"])]
    told = json.loads((INVITATIONS / f"invitation.{look.language}.json").read_text("utf-8"))["password"]
    found = re.search(rf"{re.escape(told)}\s+(\S+)", mail["BodyText"])
    assert found, mail
    return found[1]


def test_somebody_invited_signs_in_with_the_first_password_of_the_mail_and_no_other(
    premises: Premises, look: Look
) -> None:
    email = f"ada.{look.name}@aurora.example"
    wanted = ("--role", "owner", "--brand", BRAND, "--language", look.language)
    invited = premises.portavoce("person", "invite", email, *wanted)
    assert invited.code == 0, invited.said
    page = premises.open_browser(look)
    page.goto(f"{premises.console}/{BRAND}/people")
    give_password(page, look, email, "Not-the-password-1")
    expect(page.locator("input[name=password]")).to_be_visible()
    assert premises.console not in page.url
    page.goto(f"{premises.console}/{BRAND}/people")
    give_password(page, look, email, first_password(premises, look, email))
    page.fill("input[name=new_password]", OWN_PASSWORD)
    page.fill("input[name=confirm_password]", OWN_PASSWORD)
    send(page)
    expect_title(page, look, "People")
    expect(page.get_by_text(email).first).to_be_visible()
    assert page.url == f"{premises.console}/{BRAND}/people", "no token stays in the address"


def test_over_a_session_that_has_ended_what_was_typed_stands_again_after_signing_in(
    premises: Premises, look: Look
) -> None:
    comment = premises.hear(f"Siete aperti domani? {look.name}", f"Marta {look.name}")
    page = premises.sit_down("bea", look, Role.COMMUNITY)
    page.goto(f"{premises.console}/{BRAND}/inbox/thread?comment={comment}")
    page.fill("#text", "Sì, dalle 8.")
    let_time_pass(premises, f"bea.{look.name}@aurora.example")
    page.get_by_role("button", name=look.say("Send"), exact=True).click()
    kept = "Your words are kept in this window: they stand in their field when you are back."
    lead = look.say(f"You were signed out, and what you sent was not done. {kept}")
    expect(page.get_by_text(lead)).to_be_visible()
    give_password(page, look, f"bea.{look.name}@aurora.example", OWN_PASSWORD)
    expect(page.locator("#text")).to_have_value("Sì, dalle 8.")
    unsent = look.say("What you had typed was not sent yet: it stands in its field again.")
    expect(page.locator("#kept")).to_have_text(unsent)


def let_time_pass(premises: Premises, email: str) -> None:
    """The thirteen hours of a night in which this person does not click."""
    items = premises.table()
    (person,) = [one for one in items if one["type"] == "user" and one["email"] == email]
    night = (datetime.now(UTC) - timedelta(hours=13)).isoformat()
    for one in items:
        if one["type"] == "session" and one["user_id"] == person["user_id"]:
            premises.change(one, opened_at=night, seen_at=night)


def test_a_changed_role_counts_at_the_next_click_and_who_is_disabled_stays_out(premises: Premises, look: Look) -> None:
    page = premises.sit_down("cleo", look, Role.OWNER)
    email = f"cleo.{look.name}@aurora.example"
    page.goto(f"{premises.console}/{BRAND}/people")
    expect_title(page, look, "People")
    assert premises.api.patch(f"/people/{email}", json={"brands": [BRAND], "roles": [Role.CLIENT]}).is_success
    page.reload()
    expect_title(page, look, "Your role does not include this")
    page.goto(f"{premises.console}/{BRAND}")
    expect_title(page, look, "Today")
    assert premises.api.patch(f"/people/{email}", json={"disabled": True}).is_success
    page.reload()
    give_password(page, look, email, OWN_PASSWORD)
    expect(page.locator("input[name=password]")).to_be_visible()
    page.goto(f"{premises.console}/{BRAND}")
    expect(page.get_by_role("link", name=look.say("Sign in"), exact=True)).to_be_visible()
