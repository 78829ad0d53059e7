"""Clicks are counted once each, on the brand's day."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from portavoce.links.link import Click
from portavoce.links.records import LinkRecords
from portavoce.links.service.clicks import ClickCounter
from portavoce.table.table import Table
from tests.links import counted_link

AT = datetime(2026, 11, 28, 22, 59, tzinfo=UTC)
CODE = "7NqKd2VbXw"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LINK = counted_link(
    code=CODE, post_id="spring", campaign="autumn", target="https://aurora.example/", made_at=AT.isoformat()
)


@pytest.fixture
def records(table: Table) -> LinkRecords:
    found = LinkRecords(table)
    found.put(LINK)
    return found


def test_counts_equal_the_clicks_when_one_in_twenty_comes_twice_and_all_in_any_order(records: LinkRecords) -> None:
    seeded = random.Random(15)
    clicks = [Click(f"r{number}", CODE, AT, BROWSER, "") for number in range(20)]
    told = clicks + seeded.sample(clicks, 1)
    seeded.shuffle(told)
    counter = ClickCounter(records)
    for click in told:
        counter.count(click)
    (row,) = records.traffic("aurora", date(2026, 11, 28), date(2026, 11, 28))
    assert (row.clicks, row.bot_clicks) == (20, 0)


def test_a_click_counts_on_the_brands_day_and_programs_stand_beside_people(records: LinkRecords) -> None:
    counter = ClickCounter(records)
    counter.count(Click("r1", CODE, AT, BROWSER, ""))
    counter.count(Click("r2", CODE, AT + timedelta(minutes=2), BROWSER, ""))
    counter.count(Click("r3", CODE, AT + timedelta(minutes=2), "Twitterbot/1.0", ""))
    counter.count(Click("r4", CODE, AT + timedelta(minutes=2), BROWSER, "preview"))
    first, second = records.traffic("aurora", date(2026, 11, 1), date(2026, 11, 30))
    assert (first.day, first.clicks) == (date(2026, 11, 28), 1)
    assert (second.day, second.clicks, second.bot_clicks, second.previews) == (date(2026, 11, 29), 1, 1, 1)
    assert (first.post_id, first.campaign, first.platform) == ("spring", "autumn", "facebook")


def test_a_code_never_passes_from_one_post_to_another(records: LinkRecords) -> None:
    with pytest.raises(Exception, match="condition"):
        records.put(LINK._replace(post_id="other", target="https://evil.example"))
    assert records.get(CODE) == LINK
