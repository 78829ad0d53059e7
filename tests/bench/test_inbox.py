"""What working an inbox costs, and looking after what it was not told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portavoce.community.crisis.records import CrisisRecords
from portavoce.community.crisis.service import ReputationWatch
from portavoce.community.desk.search import InboxFilter
from portavoce.community.model import InboxStatus
from portavoce.community.polls.records import PollRecords
from portavoce.community.polls.service import ChannelPoller
from portavoce.community.records import CommunityRecords
from portavoce.community.rereads.model import EVERY
from portavoce.community.rereads.records import RereadRecords
from portavoce.community.rereads.service import ChannelRereader
from portavoce.community.watch.records import WatchRecords
from portavoce.community.watch.service import InboxWatch
from portavoce.outbox.model import Count
from portavoce.outbox.records import CounterRecords
from portavoce.platforms.contract import Polled, Reread
from portavoce.platforms.facebook.manifest import REREAD
from portavoce.platforms.interaction import Interaction
from portavoce.table.table import Table
from tests import community as fakes
from tests.acts import Desk, TalkingPlatform, clock
from tests.aurora import aurora
from tests.bench.bill import Bill
from tests.bench.deliveries import comments
from tests.bench.listening import AURORA, NOW, listening
from tests.bench.meter import Meter

IN_FOUR_HOURS = {"answer_within": {"comment": "4h", "message": "1h"}, "warn_minutes": 30}


def test_a_reply_costs_four_write_units_whatever_the_comment(table: Table, meter: Meter, bill: Bill) -> None:
    answering = Desk(table, TalkingPlatform(clock()))
    with meter.counting() as spent:
        assert answering.ask().ended
    line = bill.add("a reply, from the order to its end in the comment", spent)
    assert bill.hold(line.act, "WCU", line.write_units, most=4)


def test_a_search_of_one_request_reads_two_hundred_comments_and_no_more(table: Table, meter: Meter, bill: Bill) -> None:
    community = listening(table)
    community.take_in_all(comments(220), NOW)
    with meter.counting() as spent:
        page = fakes.desk(table).list_page("aurora", InboxStatus.OPEN, InboxFilter(words="nessuno"), limit=50)
    assert page.items == ()
    line = bill.add("a search that finds nothing in the latest 200 comments", spent)
    assert bill.hold(line.act, "RCU", line.read_units, most=25)
    assert (line.writes, line.refused) == (0, 0)


def test_a_watch_with_nothing_due_writes_nothing(table: Table, meter: Meter, bill: Bill) -> None:
    community, brand = listening(table), AURORA.model_copy(update={"inbox": aurora(inbox=IN_FOUR_HOURS).inbox})
    watch = InboxWatch(community, community.records, WatchRecords(table), lambda: [brand], lambda *_: None)
    community.take_in_all(comments(100), NOW - timedelta(hours=2))
    watch.watch(NOW)
    with meter.counting() as spent:
        assert watch.watch(NOW + timedelta(minutes=5)) == 0
    line = bill.add("the watch over an inbox with nothing due", spent)
    assert line.writes == 0


def test_a_watch_over_a_calm_reputation_writes_nothing(table: Table, meter: Meter, bill: Bill) -> None:
    # A hundred comments an hour were counted, one of them against the brand.
    counters = CounterRecords(table)
    for back in range(24):
        at = NOW - timedelta(hours=back)
        counted = [
            Count(brand_id="aurora", day=f"{at:%Y-%m-%d}", name=name, amount=1) for name in ("public", "against")
        ]
        counters.add("aurora", at, {f"{back:03}{number:04}": counted[: 1 + (not number)] for number in range(100)})
    watch = ReputationWatch(
        records=CrisisRecords(table),
        community=CommunityRecords(table),
        brands=lambda: [AURORA],
        counts=counters.hours,
        freeze=lambda *_: "",
        tell=lambda *_: None,
    )
    with meter.counting() as spent:
        assert watch.watch(NOW.replace(minute=30)) == 0
    line = bill.add("the watch over a reputation that is not out of the usual", spent)
    assert bill.hold(line.act, "RCU", line.read_units, most=2.5)
    assert line.writes == 0


def test_reading_a_channel_again_with_nothing_missing_writes_its_moment(table: Table, meter: Meter, bill: Bill) -> None:
    community = listening(table)
    shown = comments(100)
    community.take_in_all(shown, NOW)
    rereader = ChannelRereader(
        community=community.records,
        records=RereadRecords(table),
        brands=lambda: [AURORA],
        rule_of=lambda _: REREAD,
        connect=lambda *_: Shown(tuple(shown)),
        was_erased=community.was_erased,
        enqueue=lambda _: None,
        tell_missed=lambda *_: None,
    )
    rereader.reread(NOW, lambda: True)
    with meter.counting() as spent:
        assert rereader.reread(NOW + EVERY, lambda: True).told == 0
    line = bill.add("reading a channel again with nothing missing: 100 comments in the week", spent)
    assert (line.writes, line.write_units) == (1, 1)
    with meter.counting() as spent:
        assert rereader.reread(NOW + EVERY, lambda: True).channels == 0
    assert bill.add("a channel whose turn it is not", spent).requests == 1


def test_a_poll_with_nothing_new_writes_nothing(table: Table, meter: Meter, bill: Bill) -> None:
    poller = ChannelPoller(
        records=PollRecords(table),
        brands=lambda: [AURORA],
        is_polled=lambda _: True,
        connect=lambda *_: Shown(()),
        enqueue=lambda *_: None,
    )
    poller.poll(NOW, lambda: True)
    with meter.counting() as spent:
        assert poller.poll(NOW, lambda: True).told == 0
    assert bill.add("a poll of a channel with nothing new", spent).writes == 0


@dataclass(frozen=True)
class Shown:
    """A platform that shows this."""

    shown: tuple[Interaction, ...]

    def reread(self, known: Sequence[Interaction], since: datetime) -> Reread:
        assert {one.interaction_id for one in known} == {one.interaction_id for one in self.shown}
        assert since
        return Reread(shown=self.shown)

    def poll(self, since: datetime) -> list[Polled]:
        assert since
        return [Polled(key=f"n{number}", at=NOW, body={}) for number in range(60)]
