"""Whoever changes something is written down with it, before it is done, and for good."""

import json
from typing import Any

import pytest
import time_machine

from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.community import dump
from tests.http_api import call

pytestmark = pytest.mark.usefixtures("aurora")

WEBHOOK_SECRET = "canarino-dei-segreti"
REASON = "canarino-delle-parole"


def acts(brand: str | None = "aurora") -> list[dict[str, Any]]:
    """What was done, oldest first."""
    items: list[dict[str, Any]] = call("GET", "/audit", query={"brand": brand} if brand else None).json["items"]
    return items[::-1]


def test_a_changed_brand_is_kept_with_its_author_and_the_names_of_what_changed(
    aurora: time_machine.Traveller,
) -> None:
    aurora.shift(60)
    call("PUT", "/brands/aurora", DOCUMENT | {"name": "Aurora Tea"}, user="bea")
    act = acts()[-1]
    assert (act["by"], act["act"], act["subject"], act["status"]) == ("bea", "put brand", "aurora", 200)
    assert act["facts"] == {"changed": "name"}


def test_what_is_refused_is_kept_too_and_what_only_asks_is_not(aurora: time_machine.Traveller) -> None:
    before = len(acts())
    aurora.shift(60)
    call("PUT", "/brands/aurora", DOCUMENT, headers={"if-match": '"99"'}, user="bea")
    assert [(one["by"], one["status"]) for one in acts()[before:]] == [("bea", 412)]
    call("PUT", "/brands/aurora", DOCUMENT, query={"dry_run": "true"})
    call("GET", "/brands/aurora")
    assert len(acts()) == before + 1


def test_what_says_in_its_body_that_it_only_asks_is_not_kept_and_neither_is_a_trial_of_rules(
    aurora: time_machine.Traveller,
) -> None:
    before = len(acts())
    aurora.shift(60)
    undone = call("POST", "/brands/aurora/rules/spam/undo", {"day": "2026-11-01", "dry_run": True})
    tried = call("POST", "/brands/aurora/rules/trials", {"back": 0})
    assert (undone.status, tried.status, len(acts())) == (200, 200, before)
    call("POST", "/brands/aurora/rules/spam/undo", {"day": "2026-11-01"})
    assert [one["act"] for one in acts()[before:]] == ["undo rule"]


def test_who_calls_an_act_a_dry_run_where_there_is_none_is_kept(aurora: time_machine.Traveller) -> None:
    aurora.shift(60)
    call("PATCH", "/publications/aurora.spring.facebook", {"action": "cancel"}, query={"dry_run": "true"}, user="bea")
    assert (acts()[-1]["by"], acts()[-1]["act"]) == ("bea", "order publication")


def test_an_order_says_which_one_it_was(aurora: time_machine.Traveller) -> None:
    aurora.shift(60)
    call("PATCH", "/publications/aurora.spring.facebook", {"action": "cancel"}, user="bea")
    act = acts()[-1]
    assert (act["subject"], act["facts"], act["status"]) == ("aurora.spring.facebook", {"action": "cancel"}, 404)


@pytest.mark.parametrize("text", [None, "{no json", "[]", "{}"])
def test_an_order_that_needs_no_body_is_kept_whatever_stands_in_it(
    aurora: time_machine.Traveller, text: str | None
) -> None:
    aurora.shift(60)
    answered = call("POST", "/brands/aurora/posts/spring/now", text=text, user="bea")
    act = acts()[-1]
    assert (act["subject"], act["by"], act["status"]) == ("aurora/spring", "bea", answered.status)


def test_no_secret_and_nobodys_words_are_kept(aurora: time_machine.Traveller, table: Table) -> None:
    aurora.shift(60)
    assert call("PUT", "/webhooks/facebook/secret", {"secrets": {"current": WEBHOOK_SECRET}}).status == 204
    assert call("POST", "/freezes", {"brand_id": "aurora", "reason": REASON}).status == 201
    assert acts(None)[-1]["facts"] == {"secrets": "current"}
    assert acts()[-1]["act"] == "post freeze"
    kept = json.dumps([one for one in dump(table).values() if one["type"] == "act"])
    assert WEBHOOK_SECRET not in kept
    assert REASON not in kept


def test_a_request_repeated_by_its_key_was_done_once() -> None:
    before = len(acts())
    for _ in range(2):
        call("POST", "/freezes", {"brand_id": "aurora", "reason": REASON}, headers={"idempotency-key": "k1"})
    assert len(acts()) == before + 1


def test_what_breaks_off_half_way_stands_without_an_answer(
    aurora: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    aurora.shift(60)

    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Table, "transact", break_off)
    monkeypatch.setattr(Table, "delete", break_off)
    body = DOCUMENT | {"channels": DOCUMENT["channels"][1:]}
    assert call("PUT", "/brands/aurora", body).status == 500
    assert acts()[-1]["status"] is None


def test_a_page_goes_on_where_the_one_before_ended() -> None:
    for number in range(3):
        call("PUT", "/brands/aurora", DOCUMENT | {"name": f"Aurora {number}"})
    seen, cursor = [], None
    while True:
        page = call(
            "GET", "/audit", query={"brand": "aurora", "limit": "1"} | ({"cursor": cursor} if cursor else {})
        ).json
        seen += page["items"]
        if not (cursor := page["next_cursor"]):
            break
    assert len(seen) == len(acts())
