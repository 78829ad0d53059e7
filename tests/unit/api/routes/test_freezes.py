"""Freezes over HTTP."""

import pytest
import time_machine

from tests.http_api import call


def test_a_freeze_says_who_stopped_what_and_why(aurora: time_machine.Traveller) -> None:
    made = call("POST", "/freezes", {"brand_id": "aurora", "reason": "a storm"}, user="ada")
    assert made.status == 201
    assert (made.json["by"], made.json["reason"], made.json["brand_id"]) == ("ada", "a storm", "aurora")
    (standing,) = call("GET", "/freezes").json["items"]
    assert made.json == standing | {"dry_run": False, "would_stop": []}


def test_a_lifted_freeze_is_gone(aurora: time_machine.Traveller) -> None:
    freeze_id = call("POST", "/freezes", {"reason": "a storm"}).json["freeze_id"]
    assert call("POST", f"/freezes/{freeze_id}/resume", {}).status == 200
    assert call("GET", "/freezes").json["items"] == []
    assert call("POST", f"/freezes/{freeze_id}/resume", {}).status == 404


def test_a_freeze_of_what_is_not_there_is_refused(aurora: time_machine.Traveller) -> None:
    assert call("POST", "/freezes", {"brand_id": "nobody", "reason": "x"}).status == 404
    assert call("POST", "/freezes", {"brand_id": "aurora", "channel": "tiktok", "reason": "x"}).status == 404
    assert call("GET", "/freezes").json["items"] == []


def test_a_freeze_without_a_reason_or_a_channel_without_its_brand_is_refused(aurora: time_machine.Traveller) -> None:
    assert call("POST", "/freezes", {"reason": ""}).json["errors"][0]["field"] == "reason"
    assert call("POST", "/freezes", {"channel": "facebook", "reason": "x"}).status == 422
    assert call("POST", "/freezes", {"campaign": "spring", "reason": "x"}).status == 422


@pytest.mark.parametrize(
    "until", [5, "5", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2027-03-20T09:30"]
)
def test_an_end_that_is_no_instant_of_the_calendar_is_named(aurora: time_machine.Traveller, until: str | int) -> None:
    refused = call("POST", "/freezes", {"reason": "a storm", "until": until})
    assert (refused.status, [one["field"] for one in refused.json["errors"]]) == (422, ["until"])
    assert call("GET", "/freezes").json["items"] == []


def plan_two(aurora: time_machine.Traveller) -> None:
    """A post of a campaign in half an hour, and one of none in an hour."""
    for post, when, campaign in (("spring", "2027-03-10 10:30", "spring"), ("plain", "2027-03-10 11:00", None)):
        row = {"post": post, "channel": "x", "when": when, "text": f"Ciao da {post}", "campaign": campaign}
        assert call("POST", "/brands/aurora/posts", row).status == 201


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [
        ({}, ["aurora.spring.x", "aurora.plain.x"]),
        ({"brand_id": "aurora", "campaign": "spring"}, ["aurora.spring.x"]),
        ({"brand_id": "aurora", "channel": "facebook"}, []),
        ({"exempt": ["aurora.spring"]}, ["aurora.plain.x"]),
        ({"until": "2027-03-10T09:45:00Z"}, ["aurora.spring.x"]),
    ],
)
def test_a_dry_run_names_what_a_freeze_would_stop_and_stops_nothing(
    aurora: time_machine.Traveller, scope: dict[str, object], stopped: list[str]
) -> None:
    plan_two(aurora)
    asked = call("POST", "/freezes", {"reason": "a storm", **scope}, query="dry_run=true")
    assert (asked.status, asked.json["dry_run"]) == (200, True)
    assert [one["publication_id"] for one in asked.json["would_stop"]] == stopped
    assert call("GET", "/freezes").json["items"] == []


def test_an_exemption_of_a_post_that_is_not_there_is_refused(aurora: time_machine.Traveller) -> None:
    plan_two(aurora)
    refused = call("POST", "/freezes", {"reason": "a storm", "exempt": ["aurora.plian"]})
    assert (refused.status, refused.json["detail"]) == (404, "There is no post aurora.plian.")
    assert call("POST", "/freezes", {"reason": "a storm", "exempt": ["plain"]}).status == 422
    assert call("GET", "/freezes").json["items"] == []


def frozen_two(aurora: time_machine.Traveller) -> str:
    """A freeze that two posts have come due under; its id."""
    plan_two(aurora)
    freeze_id: str = call("POST", "/freezes", {"reason": "a storm"}).json["freeze_id"]
    aurora.shift(65 * 60)
    return freeze_id


def test_a_resume_is_shown_before_it_is_applied_and_then_does_just_that(aurora: time_machine.Traveller) -> None:
    freeze_id = frozen_two(aurora)
    path, how = f"/freezes/{freeze_id}/resume", {"mode": "spread", "minutes": 60}
    shown = call("POST", path, how, query="dry_run=true")
    assert [one["new_time"] for one in shown.json["steps"]] == ["2027-03-10T10:05:15Z", "2027-03-10T10:35:15Z"]
    assert len(call("GET", "/freezes").json["items"]) == 1
    done = call("POST", path, how, headers={"If-Match": shown.headers["etag"]})
    assert done.status == 200
    assert done.json == shown.json | {"dry_run": False}
    listed = call("GET", "/brands/aurora/publications").json["items"]
    assert [one["planned_at"] for one in listed] == ["2027-03-10T10:05:15Z", "2027-03-10T10:35:15Z"]
    assert call("GET", "/freezes").json["items"] == []


def test_a_resume_that_would_do_something_else_than_was_shown_does_nothing(aurora: time_machine.Traveller) -> None:
    freeze_id = frozen_two(aurora)
    shown = call("POST", f"/freezes/{freeze_id}/resume", {"mode": "drop"}, query="dry_run=true")
    call("DELETE", "/brands/aurora/posts/spring")
    refused = call(
        "POST", f"/freezes/{freeze_id}/resume", {"mode": "drop"}, headers={"If-Match": shown.headers["etag"]}
    )
    assert refused.status == 412
    assert len(call("GET", "/freezes").json["items"]) == 1


def test_a_spread_over_too_short_a_time_is_refused_with_the_time_that_it_needs(aurora: time_machine.Traveller) -> None:
    freeze_id = frozen_two(aurora)
    refused = call("POST", f"/freezes/{freeze_id}/resume", {"mode": "spread", "minutes": 23})
    assert refused.status == 422
    assert "2 posts of aurora.x need 24 minutes at least" in refused.json["detail"]
    assert len(call("GET", "/freezes").json["items"]) == 1
