"""What a brand's days are counted by: each change once, at a stated price, remembered no longer than needed."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from portavoce.community import items
from portavoce.outbox import records
from portavoce.platforms.interaction import Verb
from portavoce.table.table import Table
from tests.aurora import NOW
from tests.community import Platform, acting, delivery, dump, listening
from tests.unit.outbox.stream import Bus, comments, counters, record, relay


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
        "public": 1,
        "against": 0,
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
