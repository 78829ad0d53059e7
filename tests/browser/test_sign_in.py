"""Signing in on the deployed twin, in a browser: from the invitation's mail to being kept out."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from infra.local import seed
from infra.local.ports import free_base
from infra.local.twin import Twin
from tests.twin.running import BRAND, LOWEST_PORT, Ran, run

EMAIL, OWN_PASSWORD = "bea@aurora.example", "Bea-chose-this-1"
type Command = Callable[..., Ran]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twin]:
    """With a brand, and nothing told on it."""
    with Twin(free_base(LOWEST_PORT), tmp_path_factory.mktemp("home")) as started:
        started.start(lambda _: None)
        applied = command_of(started)("brand", "apply", str(seed.BRAND_FILE))
        assert applied.code == 0, applied.said
        yield started


@pytest.fixture
def portavoce(twin: Twin) -> Command:
    return command_of(twin)


def command_of(twin: Twin) -> Command:
    """The product's own command line."""
    program = str(Path(sys.executable).with_name("portavoce"))
    return lambda *arguments: run([program, *arguments, "--stage", twin.stage], twin.home)


def first_password(twin: Twin) -> str:
    """As it stands in the invitation."""
    mail = [one for one in twin.emulator.mails() if EMAIL in str(one["To"])][-1]
    found = re.search(r"Your first password:\s+(\S+)", mail["BodyText"])
    assert found, mail
    return found[1]


def sign_in(page: Page, console: str, password: str) -> None:
    page.goto(f"{console}/{BRAND}")
    page.get_by_role("link", name="Sign in").click()
    page.fill("input[name=username]", EMAIL)
    page.fill("input[name=password]", password)
    send(page)


def send(page: Page) -> None:
    page.locator("form button, form input[type=submit]").first.click()


def see(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible(timeout=20_000)


@pytest.mark.takes_long("a twin is deployed")
def test_somebody_invited_signs_in_with_and_without_script_and_a_change_counts_at_the_next_click(
    twin: Twin, portavoce: Command, chromium: Chromium
) -> None:
    console = f"{twin.outputs.api_url}/console"
    invited = portavoce("person", "invite", EMAIL, "--role", "owner", "--brand", BRAND, "--language", "en")
    assert invited.code == 0, invited.said
    with chromium.new_context() as context:
        page = context.new_page()
        sign_in(page, console, first_password(twin))
        page.fill("input[name=new_password]", OWN_PASSWORD)
        page.fill("input[name=confirm_password]", OWN_PASSWORD)
        send(page)
        see(page, "Today")
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, console, "Not-the-password-1")
        expect(page.locator("input[name=password]")).to_be_visible()
        sign_in(page, console, OWN_PASSWORD)
        see(page, "Today")
        page.goto(f"{console}/{BRAND}/people")
        see(page, "People")
        assert portavoce("person", "change", EMAIL, "--role", "client", "--brand", BRAND).code == 0
        page.reload()
        see(page, "Your role does not include this")
        assert portavoce("person", "disable", EMAIL).code == 0
        page.goto(f"{console}/{BRAND}")
        expect(page.get_by_role("link", name="Sign in")).to_be_visible()
        sign_in(page, console, OWN_PASSWORD)
        expect(page.locator("input[name=password]")).to_be_visible()
