"""What measuring costs, and the page that shows it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from boto3.dynamodb.types import TypeSerializer

from portavoce.brands.model import Brand
from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.community import items
from portavoce.community.history import lift
from portavoce.measuring.daily_look import DailyLook, DailyTask
from portavoce.measuring.model import ChannelDay, MeasuredPost
from portavoce.measuring.outside.records import ListingRecords
from portavoce.measuring.outside.service import OutsideFinder
from portavoce.measuring.profiles.records import ProfileRecords
from portavoce.measuring.profiles.service import ProfileKeeper
from portavoce.measuring.records import Measurements
from portavoce.measuring.service.collect import Collector
from portavoce.outbox.model import Count
from portavoce.outbox.records import MOST_CHANGES, CounterRecords
from portavoce.platforms import discovery
from portavoce.platforms.audience import AudienceReading
from portavoce.platforms.rules.metric_spec import MetricName
from portavoce.publishing.model import Publication
from portavoce.publishing.records import PublicationRecords
from portavoce.publishing.service.ledger import Ledger
from portavoce.table import layout
from portavoce.table.table import Key, Table
from tests import measuring as fakes
from tests.aurora import AURORA
from tests.bench.bill import Bill, Line
from tests.bench.deliveries import Bus, comments, relay
from tests.bench.meter import Meter, item_bytes
from tests.bench.stream import Record

NOW = datetime(2026, 11, 23, 10, 2, tzinfo=UTC)
DAYS, POSTS_A_DAY = 30, 2
_KEYS = {layout.PARTITION, layout.SORT, *(name for index in layout.INDEXES for name in index[1:])}
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
MANY_PEOPLE: dict[tuple[str, str], AudienceReading] = {
    (one.group, one.by): AudienceReading(
        group=one.group,
        by=one.by,
        parts={f"Somewhere {at}, Region {at % 9}": 900 - at for at in range(45 if one.by == "city" else 7)},
    )
    for name in ("facebook", "instagram")
    for one in discovery.manifest(name).audience
}


def beside(table: Table, platform: fakes.Platform) -> tuple[DailyTask, ...]:
    """What the function looks at beside a channel's numbers; nothing is posted elsewhere."""
    keeper = ProfileKeeper(ProfileRecords(table), lambda name: discovery.manifest(name).audience, lambda *_: platform)
    finder = OutsideFinder(
        records=ListingRecords(table),
        enrol=Measurements(table).enrol,
        rule_of=lambda name: discovery.manifest(name).listing,
        published=lambda *_: (),
        connect=lambda *_: platform,
    )
    return keeper.refresh, finder.find


def collector(table: Table) -> Collector:
    """The collector as its function has it, on platforms that answer 7."""
    ledger = Ledger(PublicationRecords(table))
    brands = Brands(BrandRecords(table), discovery.of_brands)
    platform = fakes.Platform(people=MANY_PEOPLE)

    def published(brand_id: str, since: datetime) -> Iterable[Publication]:
        return ledger.list_page(brand_id, since, NOW + timedelta(days=1)).publications

    return Collector(
        measurements=Measurements(table),
        brands=lambda: [stored.brand for stored in brands.list_page().brands],
        published=published,
        metrics_of=lambda name: discovery.manifest(name).metrics,
        day_zone_of=lambda name: discovery.manifest(name).day_zone,
        connect=lambda *_: platform,
        daily=beside(table, platform),
    )


def measured(name: str, channel: str, at: datetime, numbers: Mapping[MetricName, int]) -> MeasuredPost:
    """A post with these numbers."""
    metrics = tuple(fakes.metric(metric, value, at) for metric, value in numbers.items())
    return fakes.measured(name, channel=channel, at=at).model_copy(update={"metrics": metrics})


def with_history(table: Table, brand: Brand = AURORA, posts_a_day: int = POSTS_A_DAY) -> None:
    """A month of posts and channel days, as the collector would have left them."""
    Brands(BrandRecords(table), discovery.of_brands).put(brand, NOW)
    measurements = Measurements(table)
    for back in range(DAYS):
        at = NOW - timedelta(days=back)
        for channel in brand.channels:
            names = [(one.level, one.name) for one in discovery.manifest(channel.platform).metrics]
            for number in range(posts_a_day):
                numbers = {name: 12_345 for level, name in names if level == "post"}
                at_minute = at - timedelta(minutes=number)
                post = measured(f"post-{back}-{number}", channel.id, at_minute, numbers)
                url = "https://www.facebook.com/61550000000000001_900000000000011"
                measurements.enrol(post.model_copy(update={"url": url}))
            metrics = tuple(fakes.metric(name, 12_345, at) for level, name in names if level == "channel")
            day = ChannelDay(
                brand_id=brand.id,
                channel=channel.id,
                platform=channel.platform,
                day=at.date(),
                as_of=at,
                metrics=metrics,
            )
            measurements.keep_channel_day(day)


def changes(count: int) -> list[Record]:
    """The stream of as many new comments, spread over the days, each hundred in a minute of its own."""
    serialize = TypeSerializer().serialize
    found: list[Record] = []
    for number, said in enumerate(comments(count)):
        at = NOW - timedelta(days=number // 100 % DAYS, minutes=number // (100 * DAYS))
        row = lift(
            said.model_copy(update={"occurred_at": at}),
            brand_id="aurora",
            channel_id="aurora.facebook",
            retention_days=90,
            now=at,
        )
        item = {name: serialize(value) for name, value in items.interaction_item(row, 1).items()}
        body = {"SequenceNumber": str(number), "ApproximateCreationDateTime": at.timestamp(), "NewImage": item}
        found.append({"eventID": f"{number:032x}", "dynamodb": body})
    return found


def stored_and_counted(table: Table, records: list[Record]) -> None:
    """The comments themselves, and their counts by the relay."""
    client: Any = table.client
    for first in range(0, len(records), 25):
        puts = [{"PutRequest": {"Item": one["dynamodb"]["NewImage"]}} for one in records[first : first + 25]]
        assert not client.batch_write_item(RequestItems={table.name: puts})["UnprocessedItems"]
    for first in range(0, len(records), 100):
        assert relay(table, Bus()).relay(records[first : first + 100]).again == ()


def put_and_count(table: Table, count: int) -> None:
    """The same without handlers, in the order of time: as many comments put under the keys of theirs, without their
    words, and counted as the relay counts them."""
    client: Any = table.client
    (sample,) = changes(1)
    stored = {name: one for name, one in sample["dynamodb"]["NewImage"].items() if name in _KEYS}
    counters = CounterRecords(table)
    begin = NOW - timedelta(days=DAYS - 1, hours=NOW.hour)
    hours = int((NOW - begin).total_seconds() // 3600)
    for hour in range(hours):
        at = begin + timedelta(hours=hour)
        numbers = range(count * hour // hours, count * (hour + 1) // hours)
        puts = [{"PutRequest": {"Item": {**stored, "pk": {"S": f"INTERACTION#facebook#{one}"}}}} for one in numbers]
        for first in range(0, len(puts), 25):
            assert not client.batch_write_item(RequestItems={table.name: puts[first : first + 25]})["UnprocessedItems"]
        one_comment = Count(brand_id="aurora", day=at.date().isoformat(), name="comments", amount=1)
        counted = {f"{one:08x}": (one_comment,) for one in numbers}
        for first in range(0, len(counted), MOST_CHANGES):
            counters.add("aurora", at, dict(list(counted.items())[first : first + MOST_CHANGES]))


def dashboard_after(table: Table, meter: Meter, bill: Bill, count: int, posts_a_day: int = POSTS_A_DAY) -> Line:
    """What the dashboard costs once so many comments are counted."""
    dashboards = fakes.make_dashboards(table)
    with meter.counting() as spent:
        made = dashboards.of(AURORA, DAYS, NOW)
    told = {figure.name: figure.value for figure in made.figures if figure.by is None}
    assert told["comments_received"] == count
    assert len(made.posts) == DAYS * posts_a_day * len(AURORA.channels)
    act = f"a 30-day dashboard: {len(made.posts)} publications on 2 channels, {count:,} comments"
    return bill.add(act, spent)


def test_a_dashboard_costs_three_queries_and_fifty_read_units_whatever_the_number_of_comments(
    table: Table, meter: Meter, bill: Bill
) -> None:
    with_history(table)
    records = changes(10_000)
    stored_and_counted(table, records[:10])
    few = dashboard_after(table, meter, bill, 10)
    stored_and_counted(table, records[10:])
    many = dashboard_after(table, meter, bill, 10_000)
    for line in (few, many):
        assert line.queries == line.requests <= 3
        assert line.read_units <= 50
    assert few.requests == many.requests


@pytest.mark.takes_long("100,000 comments are put one by one")
def test_a_dashboard_costs_no_more_with_100_000_comments_and_1500_posts_behind_it(
    table: Table, meter: Meter, bill: Bill
) -> None:
    with_history(table, posts_a_day=25)
    put_and_count(table, 100_000)
    line = dashboard_after(table, meter, bill, 100_000, posts_a_day=25)
    assert bill.hold(line.act, "queries", line.queries, most=3)
    assert line.queries == line.requests
    assert bill.hold(line.act, "read units", line.read_units, most=50)


def test_a_snapshot_of_a_post_is_its_history_and_its_newest_row(table: Table, meter: Meter, bill: Bill) -> None:
    numbers = {one.name: 12_345 for one in discovery.manifest("facebook").metrics if one.level == "post"}
    post = measured("p1", "facebook", NOW, numbers).model_copy(update={"next_look_at": NOW})
    Measurements(table).enrol(post)
    with meter.counting() as spent:
        later = post.model_copy(update={"next_look_at": NOW + timedelta(hours=1)})
        Measurements(table).keep_snapshot(later, post.metrics, NOW, first_of_day=False)
    line = bill.add("a snapshot of a post's numbers", spent)
    assert (line.writes, line.read_units) == (2, 0)
    assert bill.hold(line.act, "WCU, so that no index is written", line.write_units, most=2)
    client: Any = table.client
    stored = client.query(
        TableName=table.name,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"SNAPSHOTS#{post.publication_id}"}},
    )["Items"]
    bill.item_bytes["snapshot"] = max(map(item_bytes, stored))


def test_a_tick_of_a_busy_brand_with_nothing_due_reads_a_quarter_of_posts(
    table: Table, meter: Meter, bill: Bill
) -> None:
    Brands(BrandRecords(table), discovery.of_brands).put(AURORA, NOW)
    records, measurements = PublicationRecords(table), Measurements(table)
    numbers = {one.name: 12_345 for one in discovery.manifest("facebook").metrics if one.level == "post"}
    for number in range(4 * 90):
        at = NOW - timedelta(hours=6 * number + 1)
        post = measured(f"p{number}", "facebook", at, numbers).model_copy(update={"next_look_at": NOW + 45 * A_MINUTE})
        measurements.enrol(post)
        if at > NOW - timedelta(days=7):
            records.add(fakes.publication(f"p{number}", "facebook", at))
    collector(table).collect(NOW, fakes.always)
    with meter.counting() as spent:
        assert collector(table).collect(NOW, fakes.always).posts == 0
    line = bill.add("the metrics' tick with nothing due, one brand with 360 posts of the quarter", spent)
    assert line.writes == 0
    with meter.counting() as later:
        assert collector(table).collect(NOW + 30 * A_MINUTE, fakes.always).channel_days == 0
    half = bill.add("the same in the second half of an hour, when young posts alone are read", later)
    assert (half.writes, half.queries) == (0, line.queries)


def test_what_is_looked_at_beside_a_channels_first_numbers_of_a_day(table: Table, meter: Meter, bill: Bill) -> None:
    facebook = AURORA.channels[0]
    day = ChannelDay(brand_id="aurora", channel="facebook", platform="facebook", day=NOW.date(), as_of=NOW)
    spent = []
    for days in (0, 1, 7):
        look = DailyLook(AURORA, facebook, day.model_copy(update={"as_of": NOW + days * A_DAY}), (), (), ())
        with meter.counting() as counted:
            for task in beside(table, fakes.Platform(people=MANY_PEOPLE)):
                task(look)
        spent.append(counted)
    quiet = bill.add("what stands beside a channel's first numbers of a day, when nothing is new", spent[1])
    read = bill.add("the same once a week, when who follows is read", spent[2])
    assert (quiet.read_units, quiet.writes, read.write_units) == (1, 0, 2)
    item = table.get(Key("METRICS#aurora", "AUDIENCE#facebook"))
    assert item
    assert bill.hold("who follows a channel, stored", "bytes", len(bytes(item["z1"])), most=1000)


def test_a_tick_of_the_collector_with_nothing_due_writes_nothing(table: Table, meter: Meter, bill: Bill) -> None:
    Brands(BrandRecords(table), discovery.of_brands).put(AURORA, NOW)
    records = PublicationRecords(table)
    for number in range(14):
        at = NOW - timedelta(hours=11 * number + 1)
        records.add(fakes.publication(f"p{number}", "facebook", at))
    with meter.counting() as first:
        assert collector(table).collect(NOW, fakes.always).posts == 14
    bill.add("the metrics' tick that finds 14 new posts and 2 channels", first)
    with meter.counting() as second:
        assert collector(table).collect(NOW, fakes.always).posts == 0
    line = bill.add("the metrics' tick with nothing due, one brand with 14 posts of the week", second)
    assert line.writes == 0
