"""What planning and publishing cost."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portavoce.brands.records import BrandRecords
from portavoce.brands.service import Brands
from portavoce.planning.content import content_hash
from portavoce.planning.model import PlanRow
from portavoce.platforms import discovery
from portavoce.platforms.contract import Keep, OutgoingPost
from portavoce.platforms.outcomes import PrepareOutcome, Ready
from portavoce.publishing.model import Content, OutgoingMessage, Part, Publication, PublicationState
from portavoce.publishing.records import FreezeRecords, PublicationRecords, SaidRecords, ThrottleRecords
from portavoce.publishing.service.channel_door import ChannelDoor
from portavoce.publishing.service.dispatch import Dispatcher
from portavoce.publishing.service.freezes import Freezes
from portavoce.publishing.service.ledger import Ledger
from portavoce.publishing.service.reconcile import Reconciler
from portavoce.publishing.service.release import PublishingService
from portavoce.table.table import Table
from tests.aurora import AURORA
from tests.bench.bill import Bill
from tests.bench.meter import Meter
from tests.faults.network import Kind, Network
from tests.faults.time import VirtualClock
from tests.faults.world import IMAGE, NINE, planned
from tests.planning import planner_over

TEXT = "La nuova miscela è arrivata: note di cacao e agrumi, tostata ieri. Passa a trovarci in bottega e assaggiala!"
TURN_AHEAD = timedelta(minutes=9)
"""How long before its time the tick of a publication's own minute comes."""
TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Uploading(Network):
    """A platform that images are uploaded to before the post."""

    def prepare(self, post: OutgoingPost, keep: Keep) -> PrepareOutcome:
        if post.media and "image" not in post.handles:
            keep("image", "1445880548472328192")
        return Ready()


class House:
    """The use cases of publishing on one table, with the messages that they send."""

    def __init__(self, table: Table, kind: Kind = "list") -> None:
        self.clock = VirtualClock(NINE - TURN_AHEAD)
        self.network = Network(kind, self.clock)
        self.sent: list[OutgoingMessage] = []
        self.brands = Brands(BrandRecords(table), discovery.of_brands)
        self.ledger = Ledger(PublicationRecords(table))
        self.freezes = Freezes(FreezeRecords(table), self.ledger)
        self.dispatcher = Dispatcher(self.ledger, self._send, lambda platform: platform == "bluesky")
        self.reconciler = Reconciler(self.ledger, self.freezes, self._send, lambda _: self.network.rule)
        self.publishing = PublishingService(
            ledger=self.ledger,
            freezes=self.freezes,
            throttles=ThrottleRecords(table),
            said=SaidRecords(table),
            connect=self._connect,
            lookup_rule=lambda _: self.network.rule,
            media_url=lambda key: f"https://media.test/{key}",
            send=self._send,
            clock=self.clock.read,
            sleep_until=self.clock.sleep_until,
        )

    def publish(self, publication: Publication) -> Publication:
        """From its plan to its end, each step when its message would arrive."""
        self.ledger.plan(publication, self.clock.now - timedelta(hours=1))
        self.dispatcher.dispatch_due(self.clock.now, self.clock.now)
        *preparing, release = self.sent
        for message in preparing:
            self.publishing.take(message)
        self.clock.sleep_until(publication.planned_at - timedelta(seconds=3))
        self.publishing.take(release)
        ended = self.ledger.get(publication.publication_id)
        assert ended
        return ended

    def _send(self, message: OutgoingMessage, delay_seconds: int) -> None:
        self.sent.append(message)

    def _connect(self, publication: Publication) -> ChannelDoor:
        assert self.brands.get(publication.brand_id)
        return ChannelDoor(self.network)


def hashed(content: Content) -> Publication:
    """What planning hands over, with a hash of the real length."""
    return planned(content=content).model_copy(update={"content_hash": content_hash(content)})


def rows(posts: int) -> list[PlanRow]:
    """A calendar: each post on two channels."""
    return [
        PlanRow(
            row=2 + 2 * number + place,
            post=f"settimana-48-post-{number}",
            channel=channel,
            when=f"2026-12-{1 + number:02} 09:30",
            text=TEXT,
            link="https://aurora.example/miscele/inverno",
        )
        for number in range(posts)
        for place, channel in enumerate(("facebook", "x"))
    ]


@pytest.mark.parametrize(
    ("kind", "content"),
    [("list", Content(text=TEXT)), ("handle", Content(text=TEXT, media=(IMAGE,)))],
    ids=["text only", "with an image that is prepared first"],
)
def test_a_publication_takes_at_most_eight_writes_from_planned_to_published(
    table: Table, meter: Meter, bill: Bill, kind: Kind, content: Content
) -> None:
    house = House(table, kind)
    house.brands.put(AURORA, TODAY)
    with meter.counting() as spent:
        assert house.publish(hashed(content)).state is PublicationState.PUBLISHED
    what = "text only" if kind == "list" else "with an image"
    line = bill.add(f"a publication from planned to published, {what}", spent)
    assert len(house.network.posts) == 1
    assert bill.hold(line.act, "writes", line.writes, most=8)
    if kind == "list":
        assert bill.hold(line.act, "WCU", line.write_units, most=8)


def test_a_thread_of_three_with_an_image_takes_at_most_ten_writes(table: Table, meter: Meter, bill: Bill) -> None:
    house = House(table)
    house.network = Uploading("list", house.clock)
    house.brands.put(AURORA, TODAY)
    thread = Content(text=TEXT, media=(IMAGE,), thread=(Part(text=TEXT[:80]), Part(text=TEXT[:60])))
    with meter.counting() as spent:
        ended = house.publish(hashed(thread))
    assert (ended.state, len(house.network.posts)) == (PublicationState.PUBLISHED, 3)
    line = bill.add("a thread of three with an image, from planned to published", spent)
    held = [
        bill.hold(line.act, "writes", line.writes, most=10),
        bill.hold(line.act, "WCU", line.write_units, most=20),
    ]
    assert all(held)


def test_the_minute_tick_with_nothing_due_costs_half_a_read_unit(table: Table, meter: Meter, bill: Bill) -> None:
    house = House(table)
    house.ledger.plan(planned(planned_at=NINE + timedelta(days=7)), house.clock.now)
    with meter.counting() as spent:
        assert house.dispatcher.dispatch_due(house.clock.now, house.clock.now) == 0
    line = bill.add("the minute's tick with nothing due", spent)
    assert (line.read_units, line.write_units, line.requests) == (0.5, 0, 1)


def test_the_five_minute_round_with_nothing_overdue_costs_two_queries(table: Table, meter: Meter, bill: Bill) -> None:
    house = House(table)
    with meter.counting() as spent:
        assert house.reconciler.reconcile(house.clock.now) == 0
    line = bill.add("the five minutes' round with nothing overdue", spent)
    assert (line.read_units, line.write_units, line.requests) == (1, 0, 2)


def test_a_calendar_applied_again_writes_nothing(table: Table, meter: Meter, bill: Bill) -> None:
    ledger = Ledger(PublicationRecords(table))
    planner = planner_over(ledger)
    with meter.counting() as first:
        assert len(planner.apply(AURORA, rows(10), TODAY).diff.new) == 20
    bill.add("applying a calendar of 20 rows (10 posts, two channels)", first)
    with meter.counting() as second:
        assert planner.apply(AURORA, rows(10), TODAY).diff.nothing_to_do
    line = bill.add("applying the same calendar again", second)
    assert line.writes == 0


def test_freezing_a_brand_is_one_read_and_one_write(table: Table, meter: Meter, bill: Bill) -> None:
    house = House(table)
    with meter.counting() as spent:
        house.freezes.freeze(reason="a crisis", by="ada", now=TODAY, brand_id="aurora")
    line = bill.add("freezing a brand, with its history", spent)
    assert (line.requests, line.writes) == (2, 1)


def test_a_page_of_the_calendar_is_one_query(table: Table, meter: Meter, bill: Bill) -> None:
    ledger = Ledger(PublicationRecords(table))
    planner_over(ledger).apply(AURORA, rows(10), TODAY)
    with meter.counting() as spent:
        page = ledger.list_page("aurora", TODAY, TODAY + timedelta(days=30))
    assert len(page.publications) == 20
    line = bill.add("a page of a brand's publications, 20 of them", spent)
    assert (line.requests, line.queries) == (1, 1)
