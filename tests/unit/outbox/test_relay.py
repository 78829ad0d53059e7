"""The stream becomes events and counters."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portavoce.community import events, items
from portavoce.outbox import records
from portavoce.outbox.records import CounterRecords
from portavoce.outbox.relay import Registry, Room
from portavoce.outbox.service import ATTEMPTS, UNCOUNTED, Relay
from portavoce.platforms.interaction import Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import Platform, acting, delivery, dump, listening

REGISTRY: Registry = {
    items.INTERACTION: Room(events.changes, events.counts),
    items.LEAD: Room(events.changes, events.counts),
}
DAY = delivery().occurred_at.date()


@dataclass
class Bus:
    """EventBridge in memory. `refusals` says, for each call, which places of it fail."""

    refusals: list[set[int]] = field(default_factory=list)
    calls: list[list[Mapping[str, Any]]] = field(default_factory=list)
    taken: list[Mapping[str, Any]] = field(default_factory=list)
    parked: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        assert 1 <= len(entries) <= 10
        self.calls.append(list(entries))
        failing = self.refusals.pop(0) if self.refusals else set()
        self.taken += [entry for place, entry in enumerate(entries) if place not in failing]
        answers = [
            {"ErrorCode": "ThrottlingException"} if place in failing else {"EventId": str(place)}
            for place in range(len(entries))
        ]
        return {"FailedEntryCount": len(failing), "Entries": answers}

    def ids(self) -> list[str]:
        return [json.loads(entry["Detail"])["id"] for entry in self.taken]


def relay(table: Table, bus: Bus) -> Relay:
    return Relay(
        registry=REGISTRY,
        counters=CounterRecords(table),
        bus="portavoce",
        put_events=bus.put,
        park=bus.parked.append,
    )


def record(number: int, new: Any, old: Any = None, at: datetime = NOW) -> dict[str, Any]:
    """One record of the stream, as Lambda hands it over."""
    images = {"NewImage": new, "OldImage": old}
    return {
        "eventID": f"{number:032x}",
        "dynamodb": {
            "SequenceNumber": str(number),
            "ApproximateCreationDateTime": at.timestamp(),
            **{name: image for name, image in images.items() if image},
        },
    }


def comments(table: Table, count: int, text: str = "Quanto costa?") -> list[dict[str, Any]]:
    """The stream of `count` new comments."""
    community = listening(table)
    records = []
    for number in range(count):
        community.take_in(delivery(text, interaction_id=f"c{number}"), NOW)
        key = {name: {"S": value} for name, value in items.interaction_key("facebook", f"c{number}").items()}
        records.append(record(number, table.client.get_item(TableName=table.name, Key=key)["Item"]))
    return records


def item_bytes(item: Mapping[str, Any]) -> int:
    """An item's size as DynamoDB counts it: names and values as UTF-8, 3 bytes and 1 an entry for each map or list."""

    def size(value: Any) -> int:
        kind, inner = next(iter(value.items()))
        match kind:
            case "M":
                return 3 + sum(1 + len(name.encode()) + size(one) for name, one in inner.items())
            case "L":
                return 3 + sum(1 + size(one) for one in inner)
            case "SS":
                return sum(len(one.encode()) for one in inner)
            case "N":
                return len(inner) // 2 + 2
            case "S":
                return len(inner.encode())
            case _:
                return 1

    return sum(len(name.encode()) + size(value) for name, value in item.items())


def counters(table: Table, day: date = DAY) -> dict[str, int]:
    return dict(CounterRecords(table).days("aurora", day, day)).get(day, {})


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
    assert counters(table) == {"comments": 1, "label_purchase_intent": 1, "label_question": 1, "mood_known": 1}


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


def test_a_life_is_counted_by_its_changes_and_a_removal_takes_nothing_away(table: Table) -> None:
    actions, bus = acting(table, Platform()), Bus()
    key = {name: {"S": value} for name, value in items.interaction_key("facebook", "c1").items()}
    image: Any = None
    for number, one in enumerate(
        [
            delivery(verb=Verb.HIDDEN, after_seconds=60),
            delivery("Quanto costa?"),
            delivery("idioti", Verb.EDITED, after_seconds=5),
            delivery(verb=Verb.UNHIDDEN, after_seconds=70),
            delivery("Bello", Verb.EDITED, after_seconds=80),
            delivery(verb=Verb.REMOVED, after_seconds=90),
        ]
    ):
        actions.community.take_in(one, NOW)
        before, image = image, table.client.get_item(TableName=table.name, Key=key)["Item"]
        relay(table, bus).relay([record(number, image, before)])
    numbers = counters(table)
    assert numbers == {
        "comments": 1,
        "hidden": 0,
        "label_abuse": 0,
        "label_purchase_intent": 0,
        "label_question": 0,
        "mood_known": 1,
        "negative": 0,
    }
    assert [json.loads(entry["Detail"])["data"]["actions"] for entry in bus.taken] == [["assign", "lead"], ["hide"]]


def test_a_lead_is_told_and_counted_once(table: Table) -> None:
    actions, bus = acting(table, Platform()), Bus()
    actions.community.take_in(delivery("Quanto costa?"), NOW)
    actions.act("facebook", "c1", ["lead"], NOW)  # type: ignore[list-item]
    (lead,), _ = actions.community.leads("aurora", limit=1)
    key = {name: {"S": value} for name, value in items.lead_key("aurora", lead.lead_id).items()}
    change = record(1, table.client.get_item(TableName=table.name, Key=key)["Item"])
    for _ in range(2):
        relay(table, bus).relay([change])
    assert {entry["DetailType"] for entry in bus.taken} == {"LeadCreated"}
    assert counters(table, NOW.date()) == {"leads": 1}


@pytest.mark.takes_long("a hundred and thirty comments")
def test_counting_a_hundred_changes_at_once_stays_within_dynamodbs_operators(table: Table) -> None:
    relay(table, Bus()).relay(comments(table, 130, text="Bello"))
    assert counters(table)["comments"] == 130


def remembered(table: Table) -> dict[str, int]:
    found = table.query_all("pk = :pk", {":pk": "COUNTERS#aurora"})
    return {item["sk"]: len(item.get("ids", ())) for item in found}


def test_an_hour_of_very_many_goes_on_in_parts_and_each_is_counted_once(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_IN_AN_HOUR", 10)
    changes = comments(table, 30)
    for batch in (changes[:8], changes[4:12], changes[12:], changes, changes[:9]):
        relay(table, Bus()).relay(batch)
    assert counters(table)["comments"] == 30
    assert len(remembered(table)) == 2


def test_what_was_counted_is_remembered_for_two_days_and_its_numbers_for_ever(table: Table) -> None:
    early = comments(table, 3)
    relay(table, Bus()).relay(early)
    later = comments(table, 1)[0] | {"eventID": "f" * 32}
    in_two_days = (NOW + timedelta(days=2)).replace(hour=3)
    later["dynamodb"]["ApproximateCreationDateTime"] = in_two_days.timestamp()
    said = later["dynamodb"]["NewImage"]["interaction"]["M"]
    said["occurred_at"] = {"S": in_two_days.isoformat()}
    relay(table, Bus()).relay([later])
    assert list(remembered(table).values()) == [0, 1]
    assert counters(table)["comments"] == 3


def test_ten_new_comments_with_their_counters_cost_what_was_promised(table: Table) -> None:
    requests: list[str] = []
    table.client.meta.events.register("before-call.dynamodb", lambda model, **_: requests.append(model.name))
    text = "Quanto costa la tazza blu? È bellissima, la vorrei per mia sorella che compie gli anni. " * 2
    listening_only = listening(table)
    for number in range(10):
        listening_only.take_in(delivery(text, interaction_id=f"17841400008460056_{number}"), NOW)
    assert requests == ["PutItem"] * 10
    stored = [
        record(number, item) for number, item in enumerate(dump(table).values()) if item["type"]["S"] == "interaction"
    ]
    relay(table, Bus()).relay(stored)
    assert requests[10:] == ["Scan", "UpdateItem"]  # the Scan is this test's own
    # DynamoDB bills each started KB of a write, and again for its index.
    by_type = Counter(item["type"]["S"] for item in dump(table).values())
    assert by_type == {"interaction": 10, "counters": 1}
    assert all(item_bytes(item) <= 1024 for item in dump(table).values())
    write_units = 10 * (1 + 1) + 1
    assert write_units / 10 <= 2.4
