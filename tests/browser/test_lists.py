"""The pages that only show, by keys alone: each thing that can be opened is reached, seen and opened."""

import pytest
from playwright.sync_api import expect

from portavoce.brands.model import Language
from portavoce.people.model import Role
from tests.browser.desk import Desk
from tests.browser.scene import CALM, fill

pytestmark = pytest.mark.takes_long("a browser, and a house for it")
LISTS = ("calendar", "posts", "numbers", "money", "brand", "reports")
_REACHED = "document.activeElement.closest('main') && document.activeElement.id !== 'main'"
_OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_tab_reaches_all_that_a_list_can_open_and_shows_where_it_is(desk: Desk, language: Language) -> None:
    paths = dict(fill(desk, CALM))
    ada = desk.sit_down(Role.OWNER, language=language)
    for name in LISTS:
        page = ada.open(paths[name])
        wanted = page.locator("main :is(a, button, summary, input, select):visible").count()
        page.locator("main").focus()
        reached = 0
        for _ in range(wanted):
            page.keyboard.press("Tab")
            reached += bool(page.evaluate(_REACHED))
            assert page.evaluate(_OUTLINE) == "solid", name
        assert reached == wanted, name


def test_a_week_is_turned_and_a_figure_explained_by_enter(desk: Desk) -> None:
    fill(desk, CALM)
    ada = desk.sit_down(Role.ANALYST)
    page = ada.open("/aurora/calendar")
    page.get_by_role("link", name="The week after").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("November 30")
    page.get_by_role("link", name="This week").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-current=date]")).to_contain_text("today")
    ada.open("/aurora/numbers")
    page.locator("summary").filter(has_text="Followers").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Followers at the newest count of each channel, added up.").first).to_be_visible()


def test_how_the_week_stands_comes_later_and_takes_the_focus_from_nobody(desk: Desk) -> None:
    fill(desk, CALM)
    ada = desk.sit_down(Role.OWNER)
    page = ada.open("/aurora")
    expect(page.locator("#week .card")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
