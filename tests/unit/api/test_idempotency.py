"""`Idempotency-Key`: the same request twice is done once."""

from datetime import timedelta

import pytest
import time_machine

from portavoce.runtime import aws
from portavoce.runtime.clock import utc_now
from portavoce.runtime.wiring import ledger
from portavoce.table.table import Key
from tests.http_api import Answered, call

FREEZE = {"reason": "a storm"}


def freeze(key: str, user: str = "ada", **changes: str) -> Answered:
    return call("POST", "/freezes", FREEZE | changes, headers={"Idempotency-Key": key}, user=user)


def frozen() -> int:
    return len(call("GET", "/freezes").json["items"])


def test_the_same_key_twice_makes_one_post_and_gives_the_same_answer(aurora: time_machine.Traveller) -> None:
    body = {"post": "spring", "channel": "facebook", "when": "2027-03-20 09:30", "text": "una volta — ☕️"}
    headers = {"Idempotency-Key": "k1"}
    first = call("POST", "/brands/aurora/posts", body, headers=headers)
    again = call("POST", "/brands/aurora/posts", body, headers=headers)
    assert first.status == 201
    assert again == first
    assert len(call("GET", "/brands/aurora/posts/spring").json["publications"]) == 1


def test_the_same_key_twice_makes_one_freeze(aurora: time_machine.Traveller) -> None:
    assert freeze("k1") == freeze("k1")
    assert frozen() == 1
    freeze("k2")
    assert frozen() == 2


def test_a_key_with_another_request_is_refused_and_does_nothing(aurora: time_machine.Traveller) -> None:
    freeze("k1")
    refused = freeze("k1", reason="another")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert frozen() == 1


def test_two_callers_may_choose_the_same_key(aurora: time_machine.Traveller) -> None:
    freeze("k1", user="ada")
    freeze("k1", user="bruno")
    assert frozen() == 2


def test_a_key_whose_request_is_under_way_is_a_conflict(aurora: time_machine.Traveller) -> None:
    freeze("k1")
    aws.table().update(Key("IDEMPOTENCY#ada#k1", "REQUEST"), "REMOVE answer")
    assert freeze("k1").status == 409


def test_a_key_whose_request_died_is_free_after_a_minute_and_still_does_it_once(
    aurora: time_machine.Traveller,
) -> None:
    freeze("k1")
    aws.table().update(Key("IDEMPOTENCY#ada#k1", "REQUEST"), "REMOVE answer")
    aurora.shift(timedelta(seconds=61))
    assert freeze("k1").status == 201
    assert frozen() == 1


def test_a_key_is_free_again_after_a_day(aurora: time_machine.Traveller) -> None:
    freeze("k1")
    aurora.shift(timedelta(hours=24, seconds=1))
    assert freeze("k1", reason="another day").status == 201


def test_a_refused_request_gives_its_key_back(aurora: time_machine.Traveller) -> None:
    refused = freeze("k1", brand_id="nobody")
    assert refused.status == 404
    assert freeze("k1").status == 201


def test_an_accident_keeps_its_key_because_nobody_knows_what_was_done(
    aurora: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setitem(vars(ledger.freezes().records), "table", None)
        assert freeze("k1").status == 500
    assert freeze("k1").status == 409


def test_a_key_that_cannot_stand_in_a_header_is_refused(aurora: time_machine.Traveller) -> None:
    assert freeze("with space").status == 422
    assert freeze("x" * 201).status == 422


def test_a_key_says_when_it_may_be_forgotten(aurora: time_machine.Traveller) -> None:
    freeze("k1")
    item = aws.table().get(Key("IDEMPOTENCY#ada#k1", "REQUEST"))
    assert item
    assert item["expires_at"] == int((utc_now() + timedelta(hours=24)).timestamp())
