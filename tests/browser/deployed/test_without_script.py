"""With its script switched off a browser can still sign in, say yes, answer and stop, on the deployed twin."""

from datetime import timedelta

from playwright.sync_api import expect

from portavoce.people.model import Role
from tests.browser.deployed.looks import DEPLOYED, Look
from tests.browser.deployed.premises import Premises, expect_told
from tests.twin.running import BRAND

pytestmark = DEPLOYED


def test_without_script_somebody_signs_in_approves_answers_and_stops(premises: Premises, look: Look) -> None:
    post, words, answer = (
        f"{one}{look.name}" for one in ("plain-", "Che bella la nuova insegna. ", "L'ha dipinta Luca. ")
    )
    premises.plan(post, "mastodon", f"Senza script, {look.name}", timedelta(days=3))
    premises.hear(words, f"Sofia {look.name}")
    page = premises.sit_down("ines", look, Role.OWNER, has_script=False)

    page.goto(f"{premises.console}/{BRAND}/approvals")
    page.locator(".need", has_text=post).get_by_role("button", name=look.say("Approve"), exact=True).click()
    expect_told(page, look, "Written down.")
    assert premises.publication(post, "mastodon")["state"] == "scheduled"

    page.goto(f"{premises.console}/{BRAND}/inbox")
    page.get_by_text(words).first.click()
    page.fill("#text", answer)
    page.get_by_role("button", name=look.say("Send"), exact=True).click()
    expect_told(page, look, "Your answer is there.")
    assert [one["text"] for one in premises.comments_there()].count(answer) == 1

    page.goto(f"{premises.console}/{BRAND}/freeze")
    page.get_by_label(look.say("Why"), exact=True).fill(f"Una prova, {look.name}")
    page.get_by_role("button", name=look.say("Stop publishing")).click()
    expect(page.locator("#main .stopped", has_text=f"Una prova, {look.name}")).to_be_visible()
    (freeze,) = premises.freeze_ids()
    assert premises.api.post(f"/freezes/{freeze}/resume", json={"mode": "keep"}).is_success
