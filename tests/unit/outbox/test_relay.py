"""The stream becomes events and counters."""

import json
from typing import Any

import pytest

from portavoce.outbox.records import CounterRecords
from portavoce.outbox.service import ATTEMPTS, UNCOUNTED, Relay
from portavoce.table.table import Table
from tests.unit.outbox.stream import REGISTRY, Bus, comments, counters, record, relay


def test_a_new_comment_tells_of_its_triage_and_is_counted(table: Table) -> None:
    bus = Bus()
    assert relay(table, bus).relay(comments(table, 1)).again == ()
    (entry,) = bus.taken
    assert (entry["Source"], entry["DetailType"], entry["EventBusName"]) == (
        "portavoce",
        "InteractionTriaged",
        "portavoce",
    )
    detail = json.loads(entry["Detail"])
    assert detail["id"] == f"{0:032x}.0"
    assert detail["data"] == {
        "platform": "facebook",
        "interaction_id": "c0",
        "brand_id": "aurora",
        "channel_id": "aurora.facebook",
        "actions": ["assign", "lead"],
    }
    assert counters(table) == {
        "comments": 1,
        "label_purchase_intent": 1,
        "label_question": 1,
        "mood_known": 1,
        "public": 1,
    }


def test_an_event_holds_no_word_and_no_name_of_the_commenter(table: Table) -> None:
    bus = Bus()
    relay(table, bus).relay(comments(table, 3))
    assert "Quanto" not in repr(bus.taken)
    assert "Ana" not in repr(bus.taken)


def test_the_same_batch_twice_is_counted_once_and_told_with_the_same_ids(table: Table) -> None:
    bus, records = Bus(), comments(table, 25)
    for _ in range(2):
        relay(table, bus).relay(records)
    assert bus.ids()[:25] == bus.ids()[25:]
    assert counters(table)["comments"] == 25


def test_batches_that_overlap_or_were_halved_are_counted_once(table: Table) -> None:
    records = comments(table, 12)
    there = relay(table, Bus())
    for batch in (records[:8], records[4:], records[:6], records[6:], records[3:9], records):
        there.relay(batch)
    assert counters(table)["comments"] == 12


def test_a_death_between_telling_and_counting_loses_nothing(table: Table) -> None:
    class Dying(CounterRecords):
        def add(self, *_: Any) -> None:
            raise SystemExit

    bus, records = Bus(), comments(table, 3)
    dying = Relay(registry=REGISTRY, counters=Dying(table), bus="portavoce", put_events=bus.put, park=bus.parked.append)
    with pytest.raises(SystemExit):
        dying.relay(records)
    relay(table, bus).relay(records)
    assert counters(table)["comments"] == 3
    assert len(set(bus.ids())) == 3


def test_only_the_entries_that_failed_are_sent_again(table: Table) -> None:
    bus = Bus(refusals=[{2, 7}])
    assert relay(table, bus).relay(comments(table, 10)).again == ()
    assert [len(call) for call in bus.calls] == [10, 2]
    assert sorted(bus.ids()) == [f"{number:032x}.0" for number in range(10)]


def test_an_entry_that_fails_for_ever_returns_its_record_and_those_after_it_after_bounded_tries(table: Table) -> None:
    bus = Bus(refusals=[{4}] + [{0}] * 20)
    relayed = relay(table, bus).relay(comments(table, 8))
    assert relayed.again == ("4", "5", "6", "7")
    assert len(bus.calls) == ATTEMPTS
    assert len(bus.taken) == 7


def test_more_than_ten_events_go_in_tens(table: Table) -> None:
    bus = Bus()
    relay(table, bus).relay(comments(table, 23))
    assert [len(call) for call in bus.calls] == [10, 10, 3]


def test_a_record_that_cannot_be_read_is_parked_alone_and_holds_up_no_other(table: Table) -> None:
    bus, records = Bus(), comments(table, 3)
    records[1]["dynamodb"]["NewImage"] = {"type": {"S": "interaction"}, "nonsense": {"S": "x"}}
    relayed = relay(table, bus).relay(records)
    assert (relayed.again, relayed.parked, bus.parked) == ((), ("1",), [records[1]])
    assert bus.ids() == [f"{0:032x}.0", f"{2:032x}.0"]
    assert counters(table)["comments"] == 2


def test_a_record_made_of_an_item_as_it_stands_is_told_and_not_counted(table: Table) -> None:
    bus, (told,) = Bus(), comments(table, 1)
    assert relay(table, bus).relay([told | {UNCOUNTED: True}]).again == ()
    assert (bus.ids(), counters(table)) == ([f"{0:032x}.0"], {})


def test_what_belongs_to_no_room_or_has_expired_says_nothing(table: Table) -> None:
    bus = Bus()
    stranger = record(1, {"type": {"S": "counters"}, "comments": {"N": "3"}})
    expired = record(2, None, old=comments(table, 1)[0]["dynamodb"]["NewImage"])
    assert relay(table, bus).relay([stranger, expired]).again == ()
    assert (bus.calls, counters(table)) == ([], {})
