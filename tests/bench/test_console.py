"""What the console costs and how fast it is, for a brand with 2,000 posts and 30,000 comments."""

import gzip
import re
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import boto3
import pytest
import time_machine
from botocore.client import BaseClient

from infra.assets import assets_folder
from infra.console import CONSOLE
from portavoce.brands.model import Brand
from portavoce.measuring.goal_progress import JudgedGoals, judge_goal
from portavoce.measuring.model import Figure
from portavoce.measuring.records import Measurements
from portavoce.people.model import Role
from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from portavoce.runtime.wiring.community import community
from portavoce.table.table import Table
from tests import one_table
from tests.aurora import DOCUMENT
from tests.bench.ballast import filling, hear_comments, measure_posts, plan_posts
from tests.bench.bill import Bill
from tests.bench.meter import Meter
from tests.bench.prices import PRICES
from tests.community import delivery
from tests.console import Browser, name_sign_in, sign_in
from tests.console_rows import add_spend
from tests.stage import MORNING, stage_in_memory

PAGE_UNITS, POLL_UNITS = 12, 4
PAGE_MILLISECONDS = 150
CALL_SECONDS = 0.006
"""Of DynamoDB: "single-digit milliseconds" (developer guide, "What is Amazon DynamoDB?")."""
ASSET_BYTES = 30 * 1024
MONTH_DOLLARS = 0.30
PEOPLE, DAYS, PAGES_A_DAY, POLLS_A_DAY, ASSETS = 20, 22, 40, 240, 160
"""Forty pages and a look every half minute of two hours a day each; two files at each of four releases."""
POSTS, COMMENTS = 2000, 30_000
METRICS = ("leads", "visits", "interactions", "views", "cost_per_lead")
WEEK = {
    "channels": [one | {"posts_per_week": 20} for one in DOCUMENT["channels"]],
    "goals": [{"metric": name, "target": 9, "by": f"2027-0{month}-28"} for name in METRICS for month in range(4, 8)],
}
PAGES = {"Today": "/aurora", "Inbox": "/aurora/inbox", "Approvals": "/aurora/approvals"}
LISTS = {
    "Today, the week and twenty goals": "/aurora/today/week",
    "Calendar": "/aurora/calendar",
    "Posts": "/aurora/posts",
    "Numbers": "/aurora/numbers",
    "Money": "/aurora/money",
    "Brand": "/aurora/brand",
    "Reports": "/aurora/reports",
}
TIMES = 5


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """An owner's, in front of the brand; the table is in memory, and what it would be billed is counted."""
    with pytest.MonkeyPatch.context() as patch, _memory(), time_machine.travel(MORNING, tick=False):
        patch.setattr(sys, "path", [*sys.path, str(assets_folder() / "python")])
        name_sign_in(patch)
        table = one_table.create(boto3.client("dynamodb"), clock=lambda: MORNING)
        for _ in stage_in_memory(table, patch):
            brand = Brand.model_validate(DOCUMENT | {"inbox": {"answer_within": {"comment": 60}}} | WEEK)
            brands().put(brand, MORNING)
            keep_goals(table, brand)
            said = delivery("Quanto costa? " * 10, interaction_id="first", occurred_at=MORNING - timedelta(hours=5))
            like = community().take_in(said, MORNING)
            assert like
            with filling(table.name) as year:
                plan_posts(year, POSTS, MORNING)
                hear_comments(year, like, COMMENTS, MORNING)
                measure_posts(year, POSTS, MORNING)
            add_spend(table, MORNING)
            yield sign_in(Role.OWNER)


def keep_goals(table: Table, brand: Brand) -> None:
    """The goals as the function of the numbers has judged them."""
    told = Figure(name="leads", unit="leads", definition="d", value=Decimal(3))
    judged = tuple(judge_goal(one, told, told, brand.zone, MORNING) for one in brand.goals)
    Measurements(table).keep_goals(JudgedGoals(brand_id=brand.id, judged_at=MORNING, goals=judged))


def _memory() -> Any:
    from moto import mock_aws  # noqa: PLC0415 - the other files here speak to the emulator

    return mock_aws(config={"core": {"reset_boto3_session": False}})


@pytest.mark.parametrize("name", PAGES | LISTS)
def test_a_page_is_read_for_twelve_units_and_made_in_150_milliseconds(browser: Browser, bill: Bill, name: str) -> None:
    path = (PAGES | LISTS)[name]
    assert browser.get(path).status == 200
    with Meter(aws.table().client).counting() as spent:
        browser.get(path)
    bill.add(f"the console's page {name}", spent)
    held = [
        bill.hold(f"{name}, read", "RCU", spent.read_units, most=PAGE_UNITS),
        bill.hold(f"{name}, handler", "ms", _measure(browser, path), most=PAGE_MILLISECONDS),
    ]
    assert all(held)


def _measure(browser: Browser, path: str) -> float:
    """The middle one of some, in milliseconds."""
    return statistics.median(_time(browser, path) for _ in range(TIMES)) * 1000


def _time(browser: Browser, path: str, *, partial: bool = False) -> float:
    """How many seconds the handler takes: its own, and for each call of AWS what one takes there."""
    ask: Any = BaseClient._make_api_call  # type: ignore[attr-defined]
    waited = list[float]()

    def wait(*args: Any) -> Any:
        began = time.perf_counter()
        try:
            return ask(*args)
        finally:
            waited.append(time.perf_counter() - began)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", wait)
        began = time.perf_counter()
        browser.get(path, partial=partial)
        return time.perf_counter() - began - sum(waited) + len(waited) * CALL_SECONDS


def test_a_look_for_news_is_read_for_four_units(browser: Browser, bill: Bill) -> None:
    news = _news(browser)
    with Meter(aws.table().client).counting() as spent:
        assert browser.get(news, partial=True).status == 200
    bill.add("the inbox's look for news", spent)
    assert bill.hold("a look for news, read", "RCU", spent.read_units, most=POLL_UNITS)


def _news(browser: Browser) -> str:
    found = re.search(r'hx-get="/console(/aurora/inbox/news[^"]*)"', browser.get("/aurora/inbox").main)
    assert found
    return found[1].replace("&amp;", "&")


def test_script_and_style_weigh_no_more_than_thirty_kilobytes(bill: Bill) -> None:
    files = sorted(assets_folder().glob("python/console_assets/*.gz"))
    assert len(files) == 2
    assert all(gzip.decompress(one.read_bytes()) for one in files)
    assert bill.hold(
        "the console's script and style, gzipped", "B", sum(one.stat().st_size for one in files), most=ASSET_BYTES
    )


def test_a_month_of_twenty_people_costs_no_more_than_thirty_cents(browser: Browser, bill: Bill) -> None:
    pages, polls = PEOPLE * DAYS * PAGES_A_DAY, PEOPLE * DAYS * POLLS_A_DAY
    meter, news = Meter(aws.table().client), _news(browser)
    with meter.counting() as of_pages:
        page_seconds = sum(_time(browser, path) for path in PAGES.values()) / len(PAGES)
    with meter.counting() as of_poll:
        poll_seconds = _time(browser, news, partial=True)
    requests = pages + polls + ASSETS
    units = pages * of_pages.read_units / len(PAGES) + polls * of_poll.read_units
    seconds = (pages * page_seconds + polls * poll_seconds) * CONSOLE.memory_mb / 1024
    bought = {"HTTP API": requests, "Lambda, calls": requests, "Lambda, time": seconds, "DynamoDB, reads": units}
    month = sum(PRICES[name].each * amount for name, amount in bought.items())
    assert bill.hold("a month of the console for 20 people, at list price", "$", month, most=MONTH_DOLLARS)
