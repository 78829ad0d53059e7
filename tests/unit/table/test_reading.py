"""What a reading of the table gives: never what has expired, and what newer code wrote as far as it can be read."""

from datetime import timedelta
from typing import Any

import boto3
import pytest

from portavoce.community.model import InboxStatus
from portavoce.publishing.records import PublicationRecords
from portavoce.table.item_value import UnreadableItem
from portavoce.table.table import Key, Table
from tests import one_table
from tests.aurora import NOW
from tests.community import AURORA, delivery, inbox_of, listening
from tests.faults.world import NINE, planned, world

KEY = Key("POST#aurora#spring-launch", "PUBLICATION#facebook")
DAY = timedelta(days=1)


def write_as_newer_code_would(table: Table, **changes: Any) -> PublicationRecords:
    """Two publications, of which one holds what this version does not know."""
    records = PublicationRecords(table)
    for channel in ("facebook", "x"):
        records.add(planned(channel))
    item = table.get(KEY)
    assert item
    table.put(item | changes)
    return records


def test_a_field_that_newer_code_wrote_is_passed_over_at_every_depth(table: Table) -> None:
    content = planned().content.model_dump(mode="json")
    content |= {"location": "Rome", "media": [one | {"focus": [0, 1]} for one in content["media"]]}
    records = write_as_newer_code_would(table, content=content, mood="calm")
    assert records.get("aurora.spring-launch.facebook") == planned()


def test_an_item_in_a_state_that_only_newer_code_knows_keeps_no_neighbour_out_of_a_list(table: Table) -> None:
    records = write_as_newer_code_would(table, state="archived")
    assert [one.channel for one in records.of_post("aurora", "spring-launch")] == ["x"]
    page = records.list_page("aurora", NINE - DAY, NINE + DAY, None, 50)
    assert [one.channel for one in page.publications] == ["x"]
    with pytest.raises(UnreadableItem, match="Publication: state"):
        records.get("aurora.spring-launch.facebook")


def test_an_item_that_cannot_be_read_keeps_no_other_from_being_dispatched(table: Table) -> None:
    house = world(table=table, copies=1)
    write_as_newer_code_would(table, state="archived")
    with pytest.raises(ExceptionGroup, match="1 publications could not be dispatched, 1 were"):
        house.dispatcher.dispatch_due(NINE, NINE)


def test_what_has_expired_is_shown_in_no_list_and_by_no_look_though_dynamodb_still_has_it(aws: None) -> None:
    now = [NOW]
    table = one_table.create(boto3.client("dynamodb"), clock=lambda: now[0])
    community = listening(table)
    community.take_in(delivery(), NOW)
    kept = timedelta(days=AURORA.triage.retention_days)
    now[0] = NOW - timedelta(hours=1) + kept - timedelta(seconds=1)
    assert len(inbox_of(community, "aurora", InboxStatus.OPEN, limit=9)[0]) == 1
    now[0] += timedelta(hours=30)
    assert inbox_of(community, "aurora", InboxStatus.OPEN, limit=9)[0] == []
    assert community.records.get("facebook", "c1") is None


def test_what_an_answer_had_no_room_for_is_asked_for_again(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [Key(f"POST#aurora#p{number}", "PUBLICATION#x") for number in range(130)]
    for key in keys[:120:10]:
        table.put(key._asdict() | {"type": "publication"})
    whole, asked = table.client.batch_get_item, list[int]()

    def half(RequestItems: dict[str, Any], **rest: Any) -> Any:  # noqa: N803
        ((name, wanted),) = RequestItems.items()
        asked.append(len(wanted["Keys"]))
        taken, left = wanted["Keys"][:50], wanted["Keys"][50:]
        answer = whole(RequestItems={name: wanted | {"Keys": taken}}, **rest)
        return answer | {"UnprocessedKeys": {name: wanted | {"Keys": left}} if left else {}}

    monkeypatch.setattr(table.client, "batch_get_item", half)
    found = table.get_many([*keys, keys[0]])
    assert sorted(one["pk"] for one in found) == sorted(key.pk for key in keys[:120:10])
    assert asked == [100, 80, 30]
