"""Freezes over HTTP."""

import pytest
import time_machine

from tests.http_api import call


def test_a_freeze_says_who_stopped_what_and_why(aurora: time_machine.Traveller) -> None:
    made = call("POST", "/freezes", {"brand_id": "aurora", "reason": "a storm"}, user="ada")
    assert made.status == 201
    assert (made.json["by"], made.json["reason"], made.json["brand_id"]) == ("ada", "a storm", "aurora")
    assert call("GET", "/freezes").json["items"] == [made.json]


def test_a_lifted_freeze_is_gone(aurora: time_machine.Traveller) -> None:
    freeze_id = call("POST", "/freezes", {"reason": "a storm"}).json["freeze_id"]
    assert call("DELETE", f"/freezes/{freeze_id}").status == 200
    assert call("GET", "/freezes").json["items"] == []
    assert call("DELETE", f"/freezes/{freeze_id}").status == 404


def test_a_freeze_of_what_is_not_there_is_refused(aurora: time_machine.Traveller) -> None:
    assert call("POST", "/freezes", {"brand_id": "nobody", "reason": "x"}).status == 404
    assert call("POST", "/freezes", {"brand_id": "aurora", "channel": "tiktok", "reason": "x"}).status == 404
    assert call("GET", "/freezes").json["items"] == []


def test_a_freeze_without_a_reason_or_a_channel_without_its_brand_is_refused(aurora: time_machine.Traveller) -> None:
    assert call("POST", "/freezes", {"reason": ""}).json["errors"][0]["field"] == "reason"
    assert call("POST", "/freezes", {"channel": "facebook", "reason": "x"}).status == 422


@pytest.mark.parametrize(
    "until", [5, "5", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2027-03-20T09:30"]
)
def test_an_end_that_is_no_instant_of_the_calendar_is_named(aurora: time_machine.Traveller, until: str | int) -> None:
    refused = call("POST", "/freezes", {"reason": "a storm", "until": until})
    assert (refused.status, [one["field"] for one in refused.json["errors"]]) == (422, ["until"])
    assert call("GET", "/freezes").json["items"] == []
