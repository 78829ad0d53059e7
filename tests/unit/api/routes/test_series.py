"""Series and slots over HTTP."""

from typing import Any

import pytest
import time_machine

from tests.aurora import DOCUMENT
from tests.http_api import Answered, call

TIP = {
    "rule": "freq=weekly;interval=3;byday=mo",
    "start": "2027-03-15 9:30",
    "variants": [{"channel": "x", "text": "A tip. ☕️ مرحبا"}],
}
PATH = "/brands/aurora/series/tip"


def put(body: dict[str, Any] = TIP, **options: Any) -> Answered:
    return call("PUT", PATH, body, **options)


def live() -> list[str]:
    found = call("GET", "/brands/aurora/publications", query="limit=100").json["items"]
    return [one["post_id"] for one in found if one["state"] == "scheduled"]


def test_a_series_that_was_put_is_read_back_with_its_posts_and_its_version(aurora: time_machine.Traveller) -> None:
    written = put()
    assert (written.status, written.headers["etag"]) == (200, '"1"')
    read = call("GET", PATH)
    assert read.headers["etag"] == '"1"'
    assert read.json["series"]["rule"] == "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"
    assert [one["post"] for one in read.json["coming"]] == live() == [one["post"] for one in written.json["coming"]]
    first = read.json["coming"][0]
    assert (first["wall_time"], first["zone"], first["planned_at"]) == (
        "2027-03-15 09:30",
        "Europe/Rome",
        "2027-03-15T08:30:00Z",
    )
    assert [one["series_id"] for one in call("GET", "/brands/aurora/series").json["items"]] == ["tip"]


def test_the_same_series_again_keeps_its_version_and_changes_nothing(aurora: time_machine.Traveller) -> None:
    put()
    again = put()
    assert (again.json["version"], {one["fate"] for one in again.json["coming"]}) == (1, {"unchanged"})


def test_dry_runs_change_nothing(aurora: time_machine.Traveller) -> None:
    assert len(put(query={"dry_run": "true"}).json["coming"]) == 5
    assert (live(), call("GET", PATH).status) == ([], 404)
    put()
    assert len(call("DELETE", PATH, query={"dry_run": "true"}).json["coming"]) == len(live()) == 5


def test_if_match_of_an_older_version_is_refused_and_nothing_is_overwritten(aurora: time_machine.Traveller) -> None:
    put()
    put(TIP | {"variants": [{"channel": "x", "text": "Second."}]}, headers={"If-Match": '"1"'})
    assert put(headers={"If-Match": '"1"'}).status == 412
    assert call("DELETE", PATH, headers={"If-Match": '"1"'}).status == 412
    assert call("DELETE", PATH, headers={"If-Match": '"2"'}).status == 200
    assert (live(), call("DELETE", PATH).status) == ([], 404)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"rule": "FREQ=HOURLY"}, "rule", "FREQ=HOURLY is not one of"),
        ({"start": "soon"}, "start", "is not a date and time"),
        ({"zone": "Mars/Base"}, "zone", "is not an IANA time zone"),
        ({"variants": [{"channel": "x", "text": "a" * 300}]}, "series", "the text is too long: 300 of 280"),
        ({"colour": "red"}, "colour", "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(
    aurora: time_machine.Traveller, fields: dict[str, Any], field: str, said: str
) -> None:
    refused = put(TIP | fields)
    assert refused.status == 422
    (error,) = refused.json["errors"]
    assert error["field"] == field
    assert said in error["message"]
    assert live() == []


def test_a_post_that_asks_for_the_next_slot_gets_it_and_keeps_it(aurora: time_machine.Traveller) -> None:
    channels = [one | {"slots": ["thu 18:30"]} for one in DOCUMENT["channels"]]
    call("PUT", "/brands/aurora", DOCUMENT | {"channels": channels})
    post = {"post": "hello", "channel": "x", "when": "next-slot", "text": "Hello."}
    planned = call("POST", "/brands/aurora/posts", post)
    assert (planned.status, planned.json["wall_time"]) == (201, "2027-03-11 18:30")
    aurora.shift(7 * 86_400)
    again = call("POST", "/brands/aurora/posts", post)
    assert (again.status, again.json["wall_time"]) == (200, "2027-03-11 18:30")
    slots = call("GET", "/brands/aurora/channels/x/slots", query="limit=1").json["items"]
    assert slots == [{"wall_time": "2027-03-18 18:30", "zone": "Europe/Rome", "planned_at": "2027-03-18T17:30:00Z"}]


@pytest.mark.parametrize("path", [PATH, "/brands/nobody/series/tip", "/brands/aurora/channels/nowhere/slots"])
def test_what_is_not_there_is_404(aurora: time_machine.Traveller, path: str) -> None:
    assert call("GET", path).status == 404
