"""The page that says what worked, and what it costs to make."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portavoce.measuring.model import ChannelDay, Dashboard
from portavoce.measuring.records import Measurements
from portavoce.table.table import Item, Table
from tests.aurora import AURORA, NOW
from tests.measuring import Stage, always, make_dashboards, measured, metric, publication

METRICS: dict[str, int | str] = {
    "reach": 123456,
    "views": 234567,
    "likes": 3456,
    "comments": 456,
    "shares": 56,
    "clicks": 789,
    "saves": "the platform does not tell this number for posts of this kind",
    "reactions_negative": 3,
}


def count(table: Table, day: str, **numbers: int) -> None:
    item: Item = {"pk": "COUNTERS#aurora", "sk": f"DAY#{day}", "type": "counters"}
    table.put(item | numbers)


def dashboard(table: Table, days: int = 30) -> Dashboard:
    return make_dashboards(table).of(AURORA, days, NOW)


def figures(made: Dashboard) -> dict[tuple[str, str | None], Decimal | None]:
    return {(figure.name, figure.of): figure.value for figure in made.figures}


def test_a_dashboard_tells_the_brand_and_each_channel_with_a_definition_for_every_figure(table: Table) -> None:
    measurements = Measurements(table)
    measurements.enrol(measured("a", likes=30, comments=20, reach=1000, reactions_negative=1))
    measurements.enrol(measured("b", channel="x", likes=7))
    count(table, "2026-11-23", comments=40, hidden=3, leads=2, mood_known=32, negative=8)
    count(table, "2026-09-01", comments=1000)
    made = dashboard(table)
    told = figures(made)
    assert told["interactions", None] == 57
    assert told["interactions", "x"] == 7
    assert told["engagement_rate", "facebook"] == Decimal("5.00")
    assert told["engagement_rate", "x"] is None
    assert told["negative_feedback", None] == 4
    assert told["comments_received", None] == 40
    assert told["negative_share", None] == Decimal("25.00")
    assert told["leads", None] == 2
    assert all(figure.definition and figure.unit for figure in made.figures)
    assert (made.since, made.until) == (date(2026, 10, 25), date(2026, 11, 23))


def test_a_number_that_its_platform_has_renamed_or_taken_away_is_told_with_the_last_day(table: Table) -> None:
    dashboards = make_dashboards(table)
    made = dashboards.report(AURORA, date(2026, 6, 1), date(2026, 6, 30), NOW)
    told = {(one.platform, one.level, one.metric): (one.ended_on, one.successor) for one in made.breaks}
    assert told["facebook", "post", "reach"] == (date(2026, 6, 14), "insights/post_total_media_view_unique")
    assert told["facebook", "post", "impressions"] == (date(2025, 11, 14), None)
    later = dashboards.report(AURORA, date(2026, 7, 1), date(2026, 7, 31), NOW).breaks
    assert ("facebook", "reach") not in [(one.platform, one.metric) for one in later]
    assert ("facebook", "impressions") in [(one.platform, one.metric) for one in later]


def test_a_channels_days_are_told_to_be_the_platforms_where_they_are(table: Table) -> None:
    Measurements(table).keep_channel_day(
        channel_day("facebook", date(2026, 11, 20)).model_copy(update={"zone": "America/Los_Angeles"})
    )
    assert dashboard(table).day_zones == {"facebook": "America/Los_Angeles"}


def test_a_post_from_before_the_period_is_not_in_it(table: Table) -> None:
    measurements = Measurements(table)
    measurements.enrol(measured("today", at=NOW, likes=1))
    measurements.enrol(measured("week", at=NOW - timedelta(days=7), likes=1))
    assert [post.publication_id for post in dashboard(table, 7).posts] == ["aurora.today.facebook"]
    assert len(dashboard(table, 8).posts) == 2


def test_a_number_that_was_collected_is_on_the_dashboard_at_once(table: Table) -> None:
    stage = Stage(table, publications=[publication("launch", "facebook", NOW)])
    stage.collector().collect(NOW, always)
    (row,) = dashboard(table).posts
    assert (row.interactions, row.engagement_rate_percent) == (Decimal(7), Decimal("100.00"))


@pytest.mark.takes_long("a long history is written first")
def test_a_thirty_day_dashboard_takes_three_queries_and_fifty_read_units_whatever_the_history(table: Table) -> None:
    fill(table, posts_a_day=25, channels=("facebook", "x"))
    posts_before = table.consumed.requests
    read_before = table.consumed.read_units
    made = dashboard(table)
    assert len(made.posts) == 1500
    assert table.consumed.requests - posts_before == 3
    assert table.consumed.read_units - read_before <= 50
    assert read_units(table) <= 50


def test_comments_and_snapshots_cost_a_dashboard_nothing(table: Table) -> None:
    fill(table, posts_a_day=1, channels=("facebook",))
    before = read_units(table)
    for number in range(200):
        table.put({"pk": f"INTERACTION#facebook#c{number}", "sk": "INTERACTION", "text": "x" * 500})
        table.put({"pk": "SNAPSHOTS#aurora.p0.facebook", "sk": f"AT#{number:04}", "metrics": "x" * 500})
    count(table, "2026-11-23", comments=10**9)
    assert read_units(table) - before <= 0.5


def fill(table: Table, *, posts_a_day: int, channels: tuple[str, ...]) -> None:
    measurements = Measurements(table)
    for back in range(30):
        at, day = NOW - timedelta(days=back), date(2026, 11, 23) - timedelta(days=back)
        for channel in channels:
            for number in range(posts_a_day):
                name = f"a-post-with-a-name-of-a-usual-length-{back}-{number}"
                post = measured(name, channel=channel, at=at - timedelta(minutes=number), **METRICS)
                measurements.enrol(post.model_copy(update={"url": "https://www.facebook.com/100100_2002002002002002"}))
            measurements.keep_channel_day(channel_day(channel, day))
        count(table, day.isoformat(), comments=500, hidden=20, leads=5, label_question=90)


def channel_day(channel: str, day: date) -> ChannelDay:
    names = ("followers", "reach", "views", "new_follows", "unfollows")
    metrics = tuple(metric(name, 12345) for name in names)
    return ChannelDay(brand_id="aurora", channel=channel, platform=channel, day=day, as_of=NOW, metrics=metrics)


def read_units(table: Table) -> float:
    """What DynamoDB bills for the brand's partitions: half a unit for each 4 KB begun, by the sizes of its guide."""
    total = 0.0
    for partition in ("METRICS#aurora", "COUNTERS#aurora"):
        items = table.client.query(
            TableName=table.name,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )["Items"]
        total += -(-sum(item_bytes(item) for item in items) // 4096) * 0.5
    return total


def item_bytes(item: dict[str, Any]) -> int:
    """An item's size, by the developer guide: text in UTF-8, a number by its digits, 3 bytes a container."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in item.items())


def value_bytes(value: dict[str, Any]) -> int:
    ((kind, inner),) = value.items()
    match kind:
        case "S":
            return len(inner.encode())
        case "B":
            return len(inner)
        case "N":
            return -(-len(inner.strip("-.0")) // 2) + 1
        case "M":
            return 3 + sum(len(name.encode()) + 1 + value_bytes(one) for name, one in inner.items())
        case "L":
            return 3 + sum(1 + value_bytes(one) for one in inner)
        case _:
            return 1
