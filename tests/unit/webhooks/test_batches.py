"""Meta's batch is taken in whatever its size: a thousand changes, escaped (Graph API, Webhooks, "Frequency")."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from portavoce.platforms import discovery
from portavoce.webhooks.reception import MAX_MESSAGE_BYTES, PART_BYTES, read_message
from tests.webhook_door import Door

PAGE, IG_USER = "61550000000000001", "17841400000000001"


def facebook_change(number: int, text: str) -> dict[str, Any]:
    return {
        "field": "feed",
        "value": {
            "from": {"id": "5566778899001122", "name": "\u0645\u062d\u0645\u062f"},
            "message": text,
            "item": "comment",
            "verb": "add",
            "comment_id": f"122_{number:015d}",
            "post_id": "1001_122",
            "created_time": 1795600000 + number,
        },
    }


def instagram_change(number: int, text: str) -> dict[str, Any]:
    return {"field": "comments", "value": {"id": f"{number:017d}", "text": text, "media": {"id": "1"}}}


def delivery(platform: str, count: int, text: str, *, entries: int = 1) -> bytes:
    """As Meta sends it: one object, some entries, what is not ASCII escaped."""
    change = facebook_change if platform == "facebook" else instagram_change
    account, name = (PAGE, "page") if platform == "facebook" else (IG_USER, "instagram")
    per_entry = count // entries
    said = [
        {
            "id": account,
            "time": 1795601100,
            "changes": [change(number, text) for number in range(first, first + per_entry)],
        }
        for first in range(0, count, per_entry)
    ]
    return json.dumps({"object": name, "entry": said}).encode()


def heard(platform: str, queue: list[str]) -> list[Any]:
    read = discovery.part(platform, "inbox").interactions
    return [one for message in queue for one in read(read_message(message).body)]


@pytest.mark.parametrize("platform", ["facebook", "instagram"])
@pytest.mark.parametrize(
    ("count", "letters", "entries"), [(1000, 60, 1), (1000, 200, 1), (1000, 200, 50), (1000, 200, 1000), (150, 2200, 3)]
)
def test_a_full_batch_is_queued_in_parts_that_say_together_what_it_said(
    platform: str, count: int, letters: int, entries: int
) -> None:
    door, body = Door(), delivery(platform, count, "\u0645" * letters, entries=entries)
    assert door.post(body, platform=platform) == 200
    whole = discovery.part(platform, "inbox").interactions(body)
    assert len(whole) == count
    assert heard(platform, door.queue) == whole
    assert all(len(message) <= PART_BYTES for message in door.queue)


def test_a_delivery_that_one_message_holds_is_handed_on_in_its_very_bytes() -> None:
    door, body = Door(), delivery("facebook", 20, "ciao") + b" \n"
    assert door.post(body) == 200
    assert [read_message(message).body for message in door.queue] == [body]


def test_a_list_of_payloads_is_divided_too() -> None:
    """Instagram's third shape: the whole payload in a list."""
    payload = json.loads(delivery("instagram", 600, "\u0645" * 200))
    door, body = Door(), json.dumps([payload, payload]).encode()
    assert door.post(body, platform="instagram") == 200
    assert len(heard("instagram", door.queue)) == 1200


def test_a_change_that_no_message_holds_keeps_no_other_out_and_is_counted() -> None:
    payload = json.loads(delivery("facebook", 3, "ciao"))
    payload["entry"][0]["changes"][1]["value"]["message"] = "a" * MAX_MESSAGE_BYTES
    door = Door()
    assert door.post(json.dumps(payload).encode()) == 200
    assert [one.interaction_id[-1] for one in heard("facebook", door.queue)] == ["0", "2"]
    assert door.passed_over == [("facebook", "too_large")]


def test_parts_keep_the_order_and_the_time_of_the_delivery() -> None:
    door = Door()
    assert door.post(delivery("facebook", 1000, "\u0645" * 200)) == 200
    said = heard("facebook", door.queue)
    assert all(before.occurred_at < after.occurred_at for before, after in pairwise(said))
    assert said[0].occurred_at == datetime.fromtimestamp(1795600000, UTC)
    assert len({read_message(message).received_at for message in door.queue}) == 1
