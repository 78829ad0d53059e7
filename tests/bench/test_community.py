"""What listening costs."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import batched
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from portavoce.community.model import Action, InboxStatus
from portavoce.community.records import CommunityRecords
from portavoce.outbox.records import CounterRecords
from portavoce.platforms import discovery
from portavoce.runtime import aws
from portavoce.table.table import Table
from portavoce.webhooks.reception import inbound_message, read_message
from tests import community as fakes
from tests.bench.bill import Bill
from tests.bench.deliveries import SAMPLE, Bus, comments, relay
from tests.bench.listening import NOW, listening
from tests.bench.meter import Meter
from tests.bench.stream import Record, Stream


def in_one_minute(records: list[Record]) -> list[Record]:
    """The same changes, none of them on the other side of a minute's end."""
    for record in records:
        record["dynamodb"]["ApproximateCreationDateTime"] = NOW.timestamp()
    return records


def test_a_new_comment_costs_four_write_units_and_no_read_with_its_counters_its_place_in_the_inbox_and_its_person(
    table: Table, meter: Meter, stream: Stream, bill: Bill
) -> None:
    community, bus = listening(table), Bus()
    with meter.counting() as first:
        community.take_in_all(comments(1, first=900), NOW)
    bill.add("a new comment, the first in a minute: the brand is read", first)
    relay(table, bus).relay(stream.news())
    with meter.counting() as spent:
        assert len(community.take_in_all(comments(10), NOW)) == 10
        assert relay(table, bus).relay(in_one_minute(stream.news())).again == ()
    line = bill.add("a new comment of ten, counted, in the inbox and with its person", spent, times=10)
    assert bill.hold(line.act, "WCU", line.write_units, most=4)
    assert line.read_units == 0
    assert bill.hold(line.act, "requests", line.requests, most=1.1)
    counted = dict(CounterRecords(table).days("aurora", NOW.date(), NOW.date()))
    assert counted[NOW.date()]["comments"] == 11


ALONE = {"40 Latin letters": "Quanto costa la miscela da un kg? Grazie", "300 bytes of Arabic": "قهوة " * 33}


@pytest.mark.parametrize("what", ALONE)
def test_a_comment_that_comes_alone_costs_five_write_units(
    table: Table, meter: Meter, stream: Stream, bill: Bill, what: str
) -> None:
    community = listening(table)
    community.take_in_all(comments(1, first=900), NOW)
    relay(table, Bus()).relay(stream.news())
    (said,) = comments(1)
    with meter.counting() as spent:
        community.take_in(said.model_copy(update={"text": ALONE[what]}), NOW)
        assert relay(table, Bus()).relay(in_one_minute(stream.news())).again == ()
    if what == "40 Latin letters":
        bill.add("a new comment that comes alone, counted, in the inbox and with its person", spent)
    assert bill.hold(f"a comment that comes alone, {what}", "WCU", spent.write_units, most=5)


def test_a_comment_of_a_thousand_letters_costs_one_unit_more_in_the_table_and_one_in_the_inbox(
    table: Table, meter: Meter, bill: Bill
) -> None:
    community = listening(table)
    community.take_in_all(comments(1, first=900), NOW)
    (said,) = comments(1)
    with meter.counting() as spent:
        community.take_in(said.model_copy(update={"text": "x" * 1_000}), NOW)
    line = bill.add("a new comment of 1,000 letters, not yet counted", spent)
    assert (line.write_units, line.requests) == (5, 1)


def test_the_same_comment_again_changes_nothing_and_tells_nobody(
    table: Table, meter: Meter, stream: Stream, bill: Bill
) -> None:
    community = listening(table)
    community.take_in_all(comments(10), NOW)
    stream.news()
    before = fakes.dump(table)
    with meter.counting() as spent:
        community.take_in_all(comments(10), NOW)
    line = bill.add("the same comment again: refused by its condition", spent, times=10)
    assert fakes.dump(table) == before
    assert stream.news() == []
    assert (line.requests, line.refused, line.read_units) == (1, 1, 0)


def test_a_batch_of_a_hundred_changes_is_counted_in_one_request(
    table: Table, meter: Meter, stream: Stream, bill: Bill
) -> None:
    community, bus = listening(table), Bus()
    community.take_in_all(comments(100), NOW)
    records = in_one_minute(stream.news()[-100:])
    with meter.counting() as spent:
        assert relay(table, bus).relay(records).again == ()
    line = bill.add("relaying 100 changes of one minute", spent)
    assert line.requests == 1
    assert dict(CounterRecords(table).days("aurora", NOW.date(), NOW.date()))[NOW.date()]["comments"] == 100


def test_the_budget_of_a_comment_holds_for_four_hundred_of_a_brand_in_one_minute(
    table: Table, meter: Meter, stream: Stream, bill: Bill
) -> None:
    community = listening(table)
    stream.news()
    with meter.counting() as stored:
        community.take_in_all(comments(400), NOW)
    *earlier, last = batched(in_one_minute(stream.news()), 10, strict=True)
    for batch in earlier:
        relay(table, Bus()).relay(batch)
    with meter.counting() as counted:
        assert relay(table, Bus()).relay(last).again == ()
    line = bill.add("counting the last ten of 400 comments of one minute, each", counted, times=10)
    assert stored.write_units / 400 + line.write_units <= 4


def test_the_next_page_of_the_inbox_is_one_query(table: Table, meter: Meter, bill: Bill) -> None:
    community = listening(table)
    community.take_in_all(comments(120), NOW)
    _, cursor = fakes.inbox_of(community, "aurora", InboxStatus.OPEN, limit=50)
    assert cursor
    with meter.counting() as spent:
        page, _ = fakes.inbox_of(community, "aurora", InboxStatus.OPEN, limit=50, cursor=cursor)
    assert len(page) == 50
    line = bill.add("the next page of the inbox, 50 comments", spent)
    assert (line.requests, line.queries) == (1, 1)
    assert bill.hold(line.act, "RCU", line.read_units, most=7)


def test_hiding_a_comment_never_scans(table: Table, meter: Meter, bill: Bill) -> None:
    community = listening(table)
    spam = comments(1)[0].model_copy(update={"text": "casino"})
    community.take_in_all([spam], NOW)
    platform = fakes.Platform()
    acting = fakes.acting(table, platform)
    with meter.counting() as spent:
        (ended,) = acting.act("facebook", spam.interaction_id, [Action.HIDE], NOW)
    assert platform.hidden == [spam.interaction_id]
    assert ended.ended_at
    line = bill.add("hiding a comment, with the way back kept", spent)
    assert bill.hold(line.act, "WCU", line.write_units, most=4)


class Answered:
    """The body of DynamoDB's answer to a write."""

    @staticmethod
    def stream() -> Iterator[bytes]:
        yield b'{"ConsumedCapacity":{"TableName":"portavoce","CapacityUnits":2.0}}'


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Table:
    """A table behind the functions' own client, whose requests are made and signed, and go nowhere."""
    for name, value in {"ACCESS_KEY_ID": "a", "SECRET_ACCESS_KEY": "b", "DEFAULT_REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    client = aws._client("dynamodb")

    def answer(request: Any, **_: object) -> AWSResponse:
        return AWSResponse(request.url, 200, HTTPHeaders(), Answered())

    client.meta.events.register("before-send.dynamodb", answer)
    return Table(client, "portavoce")


@pytest.mark.takes_long("hundreds of comments, several times, of which the best counts")
def test_a_core_takes_in_a_thousand_comments_a_second(table: Table, silent: Table, bill: Bill) -> None:
    community = replace(listening(table), records=CommunityRecords(silent))
    hear = discovery.part("facebook", "inbox").interactions
    sample = SAMPLE.read_text()

    def speed(number: int, count: int = 200) -> float:
        bodies = [sample.replace("_500000000000001", f"_{number}{one:014}") for one in range(count)]
        messages = [inbound_message("facebook", body.encode(), NOW) for body in bodies]
        began = time.process_time()
        for message in messages:
            assert len(community.take_in_all(hear(read_message(message).body), NOW)) == 1
        return count / (time.process_time() - began)

    best = max(map(speed, range(12)))
    assert bill.reach("comments taken in, the network apart", "a second and core", best, least=1_000)
