"""The console on the twin, walked as a browser walks it: from the invitation's mail to signing out."""

import html
import re
from urllib.parse import urljoin

import pytest

from tests.twin.browsing import Page, WindowlessBrowser
from tests.twin.running import BRAND, Running

EMAIL, OWN_PASSWORD = "giulia@aurora.example", "Giulia-chose-this-1"


def first_password(running: Running) -> str:
    """As it stands in the last invitation."""
    mail = [one for one in running.twin.emulator.mails() if EMAIL in str(one["To"])][-1]
    assert f"{running.twin.outputs.api_url}/console" in mail["BodyText"]
    found = re.search(r"La tua prima password:\s+(\S+)", mail["BodyText"])
    assert found, mail
    return found[1]


def go_to_password(running: Running, browser: WindowlessBrowser) -> Page:
    """From the console's address to the page that asks for the password."""
    page = browser.follow(browser.ask(f"{running.twin.outputs.api_url}/console/{BRAND}"))
    begin = re.search(r'href="([^"]*/sign_in/begin[^"]*)"', page.text)
    assert begin, page
    return browser.follow(browser.ask(urljoin(page.address, html.unescape(begin[1]))))


def give_password(running: Running, browser: WindowlessBrowser, password: str) -> Page:
    form = go_to_password(running, browser).fields() | {"username": EMAIL, "password": password}
    return browser.ask(f"{running.twin.emulator.url}/login", form)


def post(browser: WindowlessBrowser, page: Page, action: str, form: dict[str, str]) -> Page:
    """A form of a page of ours."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page
    return browser.ask(f"{page.address.partition('/console')[0]}/console{action}", {"csrf": found[1]} | form)


@pytest.mark.takes_long("a walk of a dozen pages and six commands on the twin")
def test_somebody_is_invited_signs_in_looks_is_changed_kept_out_and_signs_out(running: Running) -> None:
    invited = running.portavoce("person", "invite", EMAIL, "--role", "owner", "--brand", BRAND, "--language", "it")
    assert invited.code == 0, invited.said
    browser = WindowlessBrowser()
    refused = give_password(running, browser, "Not-the-password-1")
    assert refused.location is None
    asked = give_password(running, browser, first_password(running))
    chosen = {"new_password": OWN_PASSWORD, "confirm_password": OWN_PASSWORD}
    back = browser.ask(f"{running.twin.emulator.url}/login", asked.fields() | chosen)
    today = browser.follow(back)
    assert (today.status, "<h1>Oggi</h1>" in today.text) == (200, True), today
    assert browser.ask(back.location or "").status == 400, "the same return a second time"
    style = re.search(r'href="([^"]+\.css)"', today.text)
    assert style
    assert browser.ask(urljoin(today.address, style[1])).status == 200

    people = browser.ask(f"{today.address}/people")
    assert EMAIL in people.text
    assert running.portavoce("person", "change", EMAIL, "--role", "client", "--brand", BRAND).code == 0
    assert browser.ask(f"{today.address}/people").status == 403
    assert running.portavoce("person", "disable", EMAIL).code == 0
    assert "/console/sign_in" in (browser.ask(today.address).location or "")
    assert give_password(running, WindowlessBrowser(), OWN_PASSWORD).location is None, "nor with the right password"
    assert running.portavoce("person", "enable", EMAIL).code == 0

    again = WindowlessBrowser()
    today = again.follow(give_password(running, again, OWN_PASSWORD))
    assert today.status == 200
    kept = dict(again.cookies)
    out = post(again, today, "/sign_in/out", {})
    assert (out.status, "/logout?" in out.text) == (200, True)
    assert "/console/sign_in" in (WindowlessBrowser(kept).ask(today.address).location or "")
    recorded = running.portavoce("audit", "--stage-wide").said
    assert all(act in recorded for act in ("sign in", "sign out", "invite person", "change person"))
