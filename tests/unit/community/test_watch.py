"""Nobody waits too long without somebody being told, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from portavoce.brands.model import Brand
from portavoce.community.desk.model import Hand, InboxChange
from portavoce.community.history import derive_status
from portavoce.community.model import InboxStatus
from portavoce.community.watch.model import Batch, Stage
from portavoce.community.watch.records import WatchRecords
from portavoce.community.watch.service import InboxWatch
from portavoce.platforms.interaction import InteractionKind
from portavoce.table.table import Table
from tests.aurora import NOW, aurora
from tests.bench.meter import Meter
from tests.community import delivery, desk, listening

RULES: dict[str, Any] = {"answer_within": {"comment": "4h", "message": "1h"}, "warn_minutes": 30}


@dataclass
class Told:
    """What was raised, by its id: once, however often it is asked for. `failing` times it dies first."""

    raised: dict[str, Batch] = field(default_factory=dict)
    failing: int = 0

    def tell(self, brand_id: str, batch: Batch) -> None:
        assert brand_id == "aurora"
        if self.failing:
            self.failing -= 1
            raise ConnectionError
        self.raised.setdefault(batch.batch_id, batch)

    @property
    def names(self) -> list[tuple[Stage, str]]:
        return [(one.stage, name.partition("/")[2]) for one in self.raised.values() for name in one.named]


def watch(table: Table, told: Told, brand: Brand | None = None) -> InboxWatch:
    community = listening(table)
    found = brand or aurora(inbox=RULES)
    return InboxWatch(community, community.records, WatchRecords(table), lambda: [found], told.tell)


def take_in(table: Table, interaction_id: str, at: datetime, **given: Any) -> None:
    listening(table).take_in(delivery("Bello", interaction_id=interaction_id, **given), at)


def run(table: Table, told: Told, until: datetime, brand: Brand | None = None, since: datetime = NOW) -> None:
    """Rounds of ten minutes."""
    at = since
    while at <= until:
        watch(table, told, brand).watch(at)
        at += timedelta(minutes=10)


def hours(number: float) -> datetime:
    return NOW + timedelta(hours=number)


def test_before_a_deadline_and_at_its_breach_somebody_is_told_once_each(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    run(table, told, hours(3.5))
    assert told.names == []
    run(table, told, hours(3.9), since=hours(3.5))
    assert told.names == [(Stage.DUE, "c1")]
    run(table, told, hours(12), since=hours(3.9))
    assert told.names == [(Stage.DUE, "c1"), (Stage.LATE, "c1")]


def test_each_kind_is_told_of_by_its_own_time(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    take_in(table, "m1", NOW + timedelta(minutes=1), kind=InteractionKind.MESSAGE)
    take_in(table, "r1", NOW + timedelta(minutes=1), kind=InteractionKind.REVIEW)
    run(table, told, hours(6))
    assert told.names == [(Stage.DUE, "m1"), (Stage.LATE, "m1"), (Stage.DUE, "c1"), (Stage.LATE, "c1")]


@pytest.mark.parametrize("change", [InboxChange(done=True), InboxChange(assignee="bea@aurora.example")])
def test_what_is_done_is_told_of_no_more_and_what_is_assigned_is(table: Table, change: InboxChange) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    desk(table).change("facebook", "c1", change, Hand("ada", hours(1)))
    run(table, told, hours(6))
    assert [stage for stage, _ in told.names] == ([] if change.done else [Stage.DUE, Stage.LATE])


def test_what_is_opened_again_is_told_of_by_the_time_from_then(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    run(table, told, hours(5))
    desk(table).change("facebook", "c1", InboxChange(done=True), Hand("ada", hours(5)))
    desk(table).change("facebook", "c1", InboxChange(done=False), Hand("ada", hours(10)))
    told.raised.clear()
    run(table, told, hours(13.9), since=hours(5))
    assert told.names == [(Stage.DUE, "c1")]
    run(table, told, hours(20), since=hours(14))
    assert told.names == [(Stage.DUE, "c1"), (Stage.LATE, "c1")]


def test_what_many_wait_for_at_once_is_told_in_one(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    for number in range(25):
        take_in(table, f"c{number}", NOW + timedelta(minutes=1))
    run(table, told, hours(5), since=hours(4.1))
    (late,) = told.raised.values()
    assert (late.stage, late.count, len(late.named)) == (Stage.LATE, 25, 20)


def test_what_becomes_visible_a_little_late_is_told_all_the_same_and_once(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    run(table, told, hours(4.2))
    take_in(table, "c2", NOW + timedelta(minutes=10))
    run(table, told, hours(8), since=hours(4.2))
    assert sorted(told.names) == [(Stage.DUE, "c1"), (Stage.LATE, "c1"), (Stage.LATE, "c2")]


def test_a_round_that_dies_before_it_has_told_is_made_up_for_and_nothing_is_told_twice(table: Table) -> None:
    told = Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))
    told.failing = 1
    with pytest.raises(ExceptionGroup):
        watch(table, told).watch(hours(4.1))
    take_in(table, "c2", NOW + timedelta(minutes=4))
    run(table, told, hours(8), since=hours(4.2))
    assert sorted(told.names) == [(Stage.LATE, "c1"), (Stage.LATE, "c2")]


def test_of_two_rounds_at_once_one_tells(table: Table) -> None:
    told, other = Told(), Told()
    watch(table, told).watch(NOW)
    take_in(table, "c1", NOW + timedelta(minutes=1))

    class Beaten(WatchRecords):
        def put(self, *given: Any) -> int:
            watch(table, other).watch(hours(4.1))
            return super().put(*given)

    slow = watch(table, told)
    InboxWatch(slow.community, slow.records, Beaten(table), slow.brands, slow.tell).watch(hours(4.1))
    assert (told.names, other.names) == ([], [(Stage.LATE, "c1")])


def test_what_stood_before_the_brand_named_its_times_is_not_told_of(table: Table) -> None:
    told = Told()
    take_in(table, "old", hours(-48))
    run(table, told, hours(6))
    assert told.names == []


def test_nobody_is_told_at_night_of_what_is_late_in_the_morning(table: Table) -> None:
    told = Told()
    working = aurora(inbox=RULES | {"business_hours": {"mon": "09:00-18:00", "tue": "09:00-18:00"}})
    watch(table, told, working).watch(NOW)
    take_in(table, "c1", hours(6))  # at five in the afternoon
    run(table, told, hours(21.4), working)
    assert told.names == []
    run(table, told, hours(25.1), working, since=hours(21.5))
    assert told.names == [(Stage.DUE, "c1"), (Stage.LATE, "c1")]


MESSAGE: Mapping[str, Any] = {"kind": InteractionKind.MESSAGE, "thread_id": "u9", "post_id": None}
REPLY: Mapping[str, Any] = {"kind": InteractionKind.REPLY, "parent_id": "first"}


@pytest.mark.parametrize(
    ("first", "then", "status"),
    [
        (MESSAGE, MESSAGE, InboxStatus.DONE),
        (MESSAGE, {**MESSAGE, "author_id": "u7", "thread_id": "u7"}, InboxStatus.WAITING),
        ({}, REPLY, InboxStatus.DONE),
        ({}, {**REPLY, "author_id": "u7"}, InboxStatus.WAITING),
        ({}, {"post_id": "1001_8"}, InboxStatus.WAITING),
    ],
    ids=["message", "message of another", "reply", "reply of another", "comment elsewhere"],
)
def test_what_waited_for_somebody_is_done_when_they_have_spoken_again(
    table: Table, first: Mapping[str, Any], then: Mapping[str, Any], status: InboxStatus
) -> None:
    told = Told()
    take_in(table, "first", NOW, **first)
    watch(table, told).watch(NOW)
    standing = listening(table).records.get("facebook", "first")
    assert standing
    listening(table).change(standing, lambda row: derive_status(row.model_copy(update={"waiting": True})), NOW)
    take_in(table, "then", NOW + timedelta(minutes=3), **then)
    watch(table, told).watch(NOW + timedelta(minutes=5))
    assert desk(table).show("facebook", "first").status is status
    assert desk(table).show("facebook", "then").status is InboxStatus.OPEN


def test_a_round_that_finds_nothing_writes_nothing_and_reads_little(table: Table) -> None:
    told = Told()
    take_in(table, "c1", NOW - timedelta(hours=1))
    run(table, told, hours(0.2))
    meter = Meter(table.client)
    with meter.counting() as spent:
        watch(table, told).watch(hours(2))
    assert (spent.writes, spent.gets, spent.queries) == (0, 1, 10)
    assert spent.read_units <= 5.5
    with meter.counting() as without:
        watch(table, told, aurora()).watch(hours(2))
    with meter.counting() as without:
        watch(table, told, aurora()).watch(hours(2.1))
    assert (without.writes, without.read_units) == (0, 1.5)
