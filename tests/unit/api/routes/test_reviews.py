"""Approval over HTTP: the links of a post, and decisions in the caller's name."""

from typing import Any

import time_machine

from portavoce.runtime.clock import utc_now
from portavoce.runtime.wiring.review import review_door
from tests.asking import ASKING, POST, REVIEW, asking
from tests.aurora import DOCUMENT
from tests.http_api import Answered, call

__all__ = ["asking"]


def decide(**verdict: Any) -> Answered:
    return call("POST", REVIEW, verdict)


def test_a_post_that_needs_an_approval_is_planned_in_review(asking: time_machine.Traveller) -> None:
    found = call("GET", "/brands/aurora/publications", query={"state": "in_review"}).json["items"]
    assert [(one["channel"], one["approval"]["needed_from"]) for one in found] == [
        ("facebook", "client"),
        ("x", "internal"),
    ]


def test_each_kind_of_reviewer_has_a_link_that_works(asking: time_machine.Traveller) -> None:
    answer = call("GET", REVIEW).json
    assert [one["reviewer"] for one in answer["links"]] == ["internal", "client"]
    for one, channel in zip(answer["links"], ("x", "facebook"), strict=True):
        assert one["publications"] == [f"aurora.spring.{channel}"]
        assert one["expires_at"] == "2027-03-20T08:30:00Z"
        assert one["url"].startswith("https://api.test/review/aurora.spring.")
        token = one["url"].rpartition("/")[2]
        assert review_door().look(token, utc_now()).outcome == "shown"
    assert call("GET", REVIEW).json == answer


def test_a_caller_approves_in_their_own_name_on_every_channel_or_on_one(asking: time_machine.Traveller) -> None:
    one = decide(decision="approved", channel="x").json
    assert [(p["channel"], p["state"], p["approval"]["by"]) for p in one["publications"]] == [("x", "scheduled", "ada")]
    rest = decide(decision="approved").json
    assert [p["channel"] for p in rest["publications"]] == ["facebook"]
    assert [p["channel"] for p in rest["left_alone"]] == ["x"]
    assert call("GET", REVIEW).json["links"] == []


def test_asking_for_changes_needs_to_say_which_and_keeps_the_post_in_review(asking: time_machine.Traveller) -> None:
    for wrong in ({}, {"comment": "  "}, {"comment": "a" * 2001}):
        assert decide(decision="changes_requested", **wrong).status == 422
    assert decide(decision="approved", comment="fine").status == 422
    done = decide(decision="changes_requested", comment="Fewer emoji").json["publications"]
    assert {(p["state"], p["approval"]["comment"]) for p in done} == {("in_review", "Fewer emoji")}
    assert call("GET", REVIEW).json["links"] == []


def test_an_order_to_publish_now_goes_round_no_approval(asking: time_machine.Traveller) -> None:
    refused = call("PATCH", "/publications/aurora.spring.x", {"action": "now"})
    assert (refused.status, refused.json["type"]) == (409, "urn:portavoce:problem:not-approved")
    answer = call("POST", "/brands/aurora/posts/spring/now").json
    assert (answer["publications"], len(answer["left_alone"])) == ([], 2)


def test_what_needs_nobodys_approval_or_is_not_there_says_so(asking: time_machine.Traveller) -> None:
    assert call("PUT", "/brands/aurora", DOCUMENT).status == 200
    assert call("POST", "/brands/aurora/posts", POST | {"post": "free", "channel": "x"}).status == 201
    refused = call("GET", "/brands/aurora/posts/free/review")
    assert (refused.status, refused.json["type"]) == (409, "urn:portavoce:problem:no-approval-needed")
    assert call("GET", "/brands/aurora/posts/none/review").status == 404
    assert decide(decision="approved", channel="tiktok").status == 404


def test_a_brand_that_begins_to_ask_asks_about_what_stands_when_it_is_planned_again(
    asking: time_machine.Traveller,
) -> None:
    plan = {"rows": [POST | {"channel": "x", "row": 2, "post": "free"}]}
    assert call("PUT", "/brands/aurora", DOCUMENT).status == 200
    assert call("POST", "/brands/aurora/plans", plan).status == 200
    assert call("PUT", "/brands/aurora", ASKING).status == 200
    (changed,) = call("POST", "/brands/aurora/plans", plan).json["changed"]
    assert changed["changed"] == ["approval"]
    assert call("GET", "/publications/aurora.free.x").json["state"] == "in_review"
    assert call("POST", "/brands/aurora/plans", plan).json["changed"] == []
