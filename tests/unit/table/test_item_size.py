"""Nothing that an account holds grows past what DynamoDB keeps in one item: it is refused with what to do instead."""

import json

import pytest

from portavoce.api import idempotency_records
from portavoce.api.idempotency_records import AnswerNotKept, StoredAnswer
from portavoce.brands.model import MAX_BLACKOUTS, MAX_PEOPLE
from portavoce.planning.limits import refusals
from portavoce.platforms import discovery
from portavoce.publishing.model import Content, Freeze, Part
from portavoce.publishing.records import FreezeRecords, freeze_history
from portavoce.table.item_size import MOST_BYTES, count_bytes
from portavoce.table.table import Table
from tests.aurora import DOCUMENT, NOW
from tests.http_api import call
from tests.stage import stage_in_memory

LIMIT_BYTES = 400 * 1024
WIDE = "😀"


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Table:
    (found,) = stage_in_memory(table, monkeypatch)
    return found


def test_a_document_is_never_smaller_than_what_dynamodb_counts() -> None:
    assert count_bytes({"text": WIDE * 100}) >= len("text") + 400
    assert MOST_BYTES < LIMIT_BYTES


@pytest.mark.usefixtures("stage")
def test_a_brand_that_no_item_holds_is_refused_with_its_size() -> None:
    people = {"alerts": [f"{number:064}@{'a' * 60}.example" for number in range(MAX_PEOPLE)]}
    blackout = {"from": "2027-01-01", "to": "2027-01-02", "reason": WIDE * 200}
    lists = {"people": people, "blackouts": [blackout] * MAX_BLACKOUTS}
    brand = (
        DOCUMENT
        | lists
        | {
            "budgets": [
                DOCUMENT["budgets"][0] | {"id": f"b{number}", "campaign_id": f"c{number}"} for number in range(5000)
            ]
        }
    )
    answer = call("PUT", "/brands/aurora", brand)
    assert (answer.status, "make two brands of it" in answer.text) == (422, True), answer.text[:500]
    assert call("GET", "/brands/aurora").status == 404


def test_freezes_end_before_their_item_does_and_those_that_stand_can_be_lifted(stage: Table) -> None:
    one = Freeze(freeze_id="f", reason=WIDE * 500, by="ada", since=NOW)
    many = [one.model_copy(update={"freeze_id": f"f{number}"}) for number in range(MOST_BYTES // count_bytes(one))]
    FreezeRecords(stage).replace(0, many, freeze_history(one))
    refused = call("POST", "/freezes", {"reason": WIDE * 500})
    assert (refused.status, f"{len(many)} freezes stand" in refused.text) == (409, True)
    assert call("POST", "/freezes/f0/resume", {"mode": "keep"}).status == 200
    assert call("POST", "/freezes", {"reason": "a storm"}).status == 201


def test_an_answer_that_is_too_long_to_keep_is_said_to_have_been_given(table: Table) -> None:
    idempotency_records.claim(table, "ada", "k1", "hash", NOW)
    long = StoredAnswer(status=200, headers={}, body=json.dumps(WIDE * 200_000, ensure_ascii=False))
    idempotency_records.store(table, "ada", "k1", long)
    with pytest.raises(AnswerNotKept):
        idempotency_records.claim(table, "ada", "k1", "hash", NOW)


def test_a_thread_that_no_item_holds_is_refused_with_its_size() -> None:
    content = Content(text="a", thread=(Part(text=WIDE * 50_000), Part(text=WIDE * 50_000)))
    assert any("at most 350 can be kept" in one for one in refusals(content, discovery.manifest("mastodon")))
