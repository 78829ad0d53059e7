"""People go from a post by its counted link to a shop's page, in a browser, and the deployed twin counts what they did.

The other cases of visits are in tests/browser/test_visits.py."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from infra.local.twin import wait_for
from tests.browser.deployed.premises import SOON_SECONDS, Premises
from tests.browser.landing import CHROME, ORDER, serve, shop
from tests.twin.running import BRAND

pytestmark = pytest.mark.takes_long("a browser, and functions that are started one after another")


def plan_link(premises: Premises, site: str) -> str:
    """Lets the brand's file name the site, and plans a post that leads there; gives the way by which people follow."""
    before = premises.api.get(f"/brands/{BRAND}").json()
    visits = {"sites": [site], "currency": "EUR"}
    put = premises.api.put(f"/brands/{BRAND}", json=before | {"visits": visits, "links": {"track": True}})
    assert put.is_success, put.text
    when = f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d %H:%M:%S}"
    row = {
        "post": "menu",
        "channel": "facebook",
        "text": "Il menu.",
        "when": when,
        "zone": "UTC",
        "link": f"{site}/menu",
    }
    planned = premises.api.post(f"/brands/{BRAND}/posts", json=row)
    assert planned.is_success, planned.text
    codes = {one["post_id"]: one["code"] for one in premises.api.get(f"/brands/{BRAND}/links").json()["items"]}
    return f"{premises.twin.outputs.api_url}/l/{codes['menu']}"


def counted(premises: Premises) -> dict[str, Any]:
    """What the visits that the post led to have come to."""
    lines = premises.api.get(f"/brands/{BRAND}/visits").json()["items"]
    return next((one for one in lines if one["post_id"] == "menu"), {})


@contextmanager
def landed(people: Browser, link: str, number: int, **headers: str) -> Iterator[Page]:
    """Somebody's own browser, on the page to which the link leads."""
    with people.new_context(user_agent=CHROME.format(number), extra_http_headers=headers) as context:
        page = context.new_page()
        page.goto(link)
        page.wait_for_function("window.portavoce")
        yield page


def test_what_people_do_on_the_page_is_counted_by_the_deployed_stage(premises: Premises, people: Browser) -> None:
    def is_counted(*wanted: int) -> bool:
        return tuple(counted(premises).get(name) for name in ("visits", "bounced", "conversions")) == wanted

    with serve(shop(premises.twin.outputs.api_url)) as site:
        link = plan_link(premises, site)
        with landed(people, link, 140) as page:
            page.evaluate(ORDER)
        for number, header in enumerate(("DNT", "Sec-GPC"), 141):
            with landed(people, link, number, **{header: "1"}) as page:
                page.evaluate(f"portavoce.consent(true); {ORDER}")
        with landed(people, link, 150) as page:
            assert page.url.startswith(f"{site}/menu?")
            page.evaluate("portavoce.consent(true)")
            assert wait_for(lambda: is_counted(1, 1, 0), SOON_SECONDS), counted(premises)
        with landed(people, link, 151) as page:
            page.evaluate(f"portavoce.consent(true); {ORDER}")
            assert wait_for(lambda: is_counted(2, 1, 1), SOON_SECONDS), counted(premises)
    orders = {"currency": "EUR", "orders": [{"reference": "a8Zk-2026-117", "amount": "40.00"}]}
    said = premises.api.post(f"/brands/{BRAND}/visits/orders", json=orders)
    assert said.json() == {"outcomes": ["joined"]}
    found = counted(premises)
    assert (found["channel"], found["value_minor"], found["confirmed_minor"]) == ("facebook", 4990, 4000)
