"""Every page, in each language, both themes and at both widths: nothing that axe finds, nothing that leaves its box."""

from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Page

from portavoce.brands.model import Language
from portavoce.people.model import Role
from tests.browser.desk import DESKTOP, PHONE, Desk
from tests.browser.scene import CALM, HOSTILE, fill

pytestmark = pytest.mark.takes_long("a browser, and every page")
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
LANGUAGES = pytest.mark.parametrize("language", get_args(Language))
FOREIGN = "main :is(img:not(.media > .cell > img), script, style, [onload])"
"""What no page of ours has: images stand in previews alone."""
_LEAVES = """() => {
  const cards = document.querySelectorAll("main .card, main .need, main .list li, main .talk li, .stopped, .bar, .foot")
  const clips = (one, card) => {
    for (let box = one.parentElement; box && box !== card; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== "visible" || box.matches(".unseen")) return true
    return one.matches(".unseen, .unseen *")
  }
  const found = []
  for (const card of cards) {
    const edge = card.getBoundingClientRect()
    if (!edge.width || getComputedStyle(card).overflowX !== "visible") continue
    for (const one of card.querySelectorAll("*")) {
      const box = one.getBoundingClientRect()
      if (!box.width || !one.checkVisibility() || clips(one, card)) continue
      if (box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 1)
        found.push(`${one.tagName}.${one.className} of ${card.className}: ${one.textContent.slice(0, 40)}`)
    }
  }
  return found
}"""


def find_overflow(page: Page) -> list[str]:
    """What makes the page wider than its window, or stands outside its card."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    outside: list[str] = page.evaluate(_LEAVES)
    return [f"{wide} px too wide"] * (wide > 0) + outside


def find_barriers(page: Page) -> list[str]:
    """What axe-core finds."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then((found) => found.violations)")
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary'][:200]}" for one in found for node in one["nodes"]
    ]


@LANGUAGES
def test_no_page_has_a_barrier_or_leaves_its_window(desk: Desk, language: Language) -> None:
    pages = fill(desk, CALM, is_stopped=True)
    found = []
    for theme in ("light", "dark"):
        ada = desk.sit_down(Role.OWNER, language=language, theme=theme, email=f"ada.{theme}@aurora.example")
        for name, path in pages:
            page = ada.open(path)
            found += [f"{name} {theme}: {one}" for one in find_barriers(page)]
            for width, height in (DESKTOP, PHONE):
                page.set_viewport_size({"width": width, "height": height})
                found += [f"{name} {theme} {width}: {one}" for one in find_overflow(page)]
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert found == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_hostile_words_run_nowhere_and_stay_in_their_boxes(desk: Desk, size: tuple[int, int]) -> None:
    pages = fill(desk, HOSTILE, is_stopped=True)
    ada = desk.sit_down(Role.OWNER, size=size)
    found = []
    for name, path in pages:
        page = ada.open(path)
        found += [f"{name}: {one}" for one in find_overflow(page)]
        found += [f"{name}: a stranger's element"] * page.locator(FOREIGN).count()
    assert (found, ada.faults) == ([], [])


def test_nobody_new_finds_an_empty_page_that_says_nothing(desk: Desk) -> None:
    ada = desk.sit_down(Role.OWNER)
    for path in ("/aurora/inbox", "/aurora/leads", "/aurora/connections", "/aurora/record"):
        page = ada.open(path)
        assert page.locator("main :is(.card, p, li, td)").count() > 0, path
        assert find_barriers(page) == []
