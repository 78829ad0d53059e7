"""Visits of a real browser to a shop's pages: what is counted is what was done, and nothing of who wants none of it."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.request import Request as UrlRequest
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from portavoce.links.records import LinkRecords
from portavoce.runtime import aws_session, clock
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.visits import order_book, visit_records
from portavoce.visits.lines import VisitLine, sum_lines
from portavoce.visits.service.orders import Confirmation
from tests.browser.landing import CHROME, ORDER, Doors, serve, shop
from tests.contract.events.conftest import house
from tests.contract.events.house import AURORA, LINK, House

__all__ = ["house"]

NO_TRACK = "Object.defineProperty(Navigator.prototype, '{}', {{get: () => {}}})"

pytestmark = pytest.mark.takes_long("a browser, and a stage in memory")


class Street(NamedTuple):
    """Where people walk: a shop that the brand's file names, one that it does not, and our doors."""

    doors: Doors
    site: str
    other_site: str
    browser: Browser

    @contextmanager
    def visit(self, number: int, **context: Any) -> Iterator[Page]:
        """A browser of its own, as people have: nothing in it says that a program drives it."""
        opened = self.browser.new_context(user_agent=CHROME.format(number), **context)
        try:
            page = opened.new_page()
            page.clock.install()
            yield page
        finally:
            opened.close()

    def follow(self, page: Page, *, consent: bool = True) -> None:
        """By the post's link to the shop; the visitor agrees there, or says nothing."""
        page.goto(f"{self.doors.address}/l/{LINK.code}")
        assert page.url.startswith(self.site)
        self.read(page, consent=consent)

    def read(self, page: Page, *, consent: bool = True) -> None:
        page.wait_for_function("window.portavoce")
        if consent:
            page.evaluate("portavoce.consent(true)")

    def settle(self, page: Page, heard: int) -> None:
        """Until so many words of pages have been answered."""
        for _ in range(100):
            if len(self.doors.answered) >= heard:
                return
            page.evaluate("fetch('/')")
        raise AssertionError(self.doors.answered)


@pytest.fixture
def street(house: House, people: Browser) -> Iterator[Street]:
    doors = Doors(house)
    doors.listen_to(aws_session.session())
    with serve(doors) as doors.address, serve(shop(doors.address)) as site, serve(shop(doors.address)) as other:
        rules = AURORA.visits.model_copy(update={"sites": (site,)})
        brands().put(AURORA.model_copy(update={"visits": rules}), clock.utc_now())
        LinkRecords(house.table).put(LINK._replace(target=f"{site}/menu?size=l&pvl={LINK.code}"))
        yield Street(doors, site, other, people)


def count(street: Street) -> dict[str | None, VisitLine]:
    """What was handed on, a twentieth of it twice and all in another order, as it is counted; by post."""
    seeded = random.Random(15)
    told = street.doors.calls + seeded.sample(street.doors.calls, 1 + len(street.doors.calls) // 20)
    seeded.shuffle(told)
    for one in told:
        street.doors.house.invoke("count_visits", one)
    return lines()


def lines() -> dict[str | None, VisitLine]:
    today = clock.utc_now().astimezone(ZoneInfo(AURORA.zone)).date()
    return {one.post_id: one for one in sum_lines(visit_records().days("aurora", today, today))}


def test_visits_bounces_and_conversions_are_what_people_did(street: Street) -> None:
    with street.visit(140) as page:  # looks, and goes
        street.follow(page)
        street.settle(page, 1)
    with street.visit(141) as page:  # looks at a second page, which names no link any more
        street.follow(page)
        street.settle(page, 2)
        page.click("a")
        street.read(page)
        street.settle(page, 3)
    with street.visit(142) as page:  # stays for ten seconds
        street.follow(page)
        page.clock.run_for(9_500)
        street.settle(page, 4)
        page.clock.run_for(1_000)
        street.settle(page, 5)
    with street.visit(143) as page:  # buys, and loads the page of thanks again
        street.follow(page)
        page.evaluate(ORDER)
        page.reload()
        street.read(page)
        page.evaluate(ORDER)
        street.settle(page, 9)
    with street.visit(144) as page:  # comes by itself
        page.goto(f"{street.site}/menu")
        street.read(page)
        street.settle(page, 10)
    assert set(street.doors.answered) == {204}
    found = count(street)
    led, alone = found[LINK.post_id], found[None]
    assert (led.channel, led.visits, led.bounced, led.engaged) == ("facebook", 4, 1, 3)
    assert (led.converted, led.conversions, led.value_minor, led.confirmed) == (1, 1, 4990, None)
    assert (alone.visits, alone.bounced, alone.conversions) == (1, 1, 0)


@pytest.mark.parametrize(
    ("script", "context", "consent"),
    [
        ("", {}, False),
        (NO_TRACK.format("doNotTrack", "'1'"), {}, True),
        (NO_TRACK.format("globalPrivacyControl", "true"), {}, True),
        ("", {"extra_http_headers": {"Sec-GPC": "1"}}, True),
        ("", {"extra_http_headers": {"DNT": "1"}}, True),
        (NO_TRACK.format("webdriver", "true"), {}, True),
    ],
    ids=["no consent", "Do Not Track", "Global Privacy Control", "its header", "the other header", "a program"],
)
def test_nothing_is_counted_of_who_has_not_agreed_or_wants_none_of_it(
    street: Street, script: str, context: dict[str, Any], consent: bool
) -> None:
    with street.visit(140, **context) as page:
        page.add_init_script(script or "0")
        street.follow(page, consent=consent)
        page.evaluate(ORDER)
        page.clock.run_for(12_000)
        page.goto(f"{street.site}/order")
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert street.doors.calls == []


def test_forged_foreign_and_flooding_words_change_no_figure_that_is_confirmed(street: Street) -> None:
    with street.visit(140) as page:
        street.follow(page)
        page.evaluate(ORDER)
        street.settle(page, 2)
    count(street)
    order_book().confirm("aurora", [Confirmation("a8Zk-2026-117", 4000)], "EUR", clock.utc_now(), dry_run=False)
    before = lines()[LINK.post_id].confirmed_minor
    with street.visit(150) as page:  # another shop with the brand's script
        page.goto(f"{street.other_site}/?pvl={LINK.code}")
        street.read(page)
        page.evaluate(ORDER)
        street.settle(page, 4)
    forged = {"brand": "aurora", "kind": "conversion", "name": "order", "value": "999999", "currency": "EUR"}
    for number in range(120):
        said = json.dumps(forged | {"reference": "a8Zk-2026-117" if number % 2 else f"r{number}"})
        headers = {"origin": street.site, "user-agent": CHROME.format(160 + number % 2)}
        urlopen(UrlRequest(f"{street.doors.address}/t", said.encode(), headers)).close()
    count(street)
    assert before == 4000
    assert street.doors.answered[2:4] == [403, 403]
    assert sum(one.confirmed_minor or 0 for one in lines().values()) == 4000
    assert lines()[LINK.post_id].confirmed_minor == 4000
