"""A draft of an answer: when a model is asked, and what it costs; it is never sent."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portavoce.brands.drafts.model import PRICES, TRILLIONTHS_A_CENT, price_of
from portavoce.community.drafts.estimate import describe_price
from portavoce.community.drafts.model import (
    DraftCapReached,
    DraftRefused,
    DraftsOff,
    DraftSpending,
    ModelBusy,
    ModelGaveUp,
    NothingToDraft,
)
from portavoce.community.drafts.records import DraftRecords
from portavoce.platforms.conversation import AnswerKind
from portavoce.table.table import Key, Table
from tests.aurora import NOW
from tests.bedrock import SILENCE, StrictBedrock
from tests.community import delivery
from tests.drafts import MODEL, brand, desk, propose, spent, told


def test_no_model_is_asked_where_drafts_are_off(table: Table, there: StrictBedrock) -> None:
    row = told(table)
    with pytest.raises(DraftsOff, match=r"inbox\.drafts\.month_minor"):
        desk(table).propose(brand(0), row, None, NOW)
    with pytest.raises(DraftsOff, match=r"DRAFT_MODELS=amazon\.nova-pro-v1:0"):
        desk(table).propose(brand(model="amazon.nova-pro-v1:0"), row, None, NOW)
    nowhere = replace(desk(table), models=())
    assert not nowhere.is_on(brand())
    with pytest.raises(DraftsOff, match=f"DRAFT_MODELS={MODEL}"):
        nowhere.propose(brand(), row, None, NOW)
    assert (there.asked, spent(table)) == ([], DraftSpending(brand_id="aurora", month="2026-11"))


def test_the_installations_first_model_drafts_unless_the_brand_names_another(
    table: Table, there: StrictBedrock
) -> None:
    row, both = told(table), desk(table, "amazon.nova-micro-v1:0", "eu.amazon.nova-lite-v1:0")
    both.propose(brand(), row, None, NOW)
    both.propose(brand(model="eu.amazon.nova-lite-v1:0"), row, None, NOW)
    assert [one["modelId"] for one in there.asked] == ["amazon.nova-micro-v1:0", "eu.amazon.nova-lite-v1:0"]


def test_a_model_whose_price_is_unknown_is_refused_in_the_brands_file() -> None:
    with pytest.raises(ValueError, match=r"the price of 'amazon\.nova-ultra-v9:0' is not known"):
        brand(model="amazon.nova-ultra-v9:0")
    assert price_of("eu.amazon.nova-lite-v1:0") == price_of(MODEL) == PRICES[MODEL]


@pytest.mark.parametrize("update", [{"removed": True}, {"interaction": delivery(None)}, {"interaction": delivery(" ")}])
def test_what_was_taken_back_erased_or_has_no_words_is_not_drafted_for(
    table: Table, there: StrictBedrock, update: dict[str, Any]
) -> None:
    with pytest.raises(NothingToDraft):
        desk(table).propose(brand(), told(table).model_copy(update=update), None, NOW)
    assert there.asked == []


def test_a_kind_of_answer_that_is_closed_is_not_drafted(table: Table, there: StrictBedrock) -> None:
    row = told(table)
    with pytest.raises(NothingToDraft):
        desk(table).propose(brand(), row, AnswerKind.PRIVATE_REPLY, NOW)
    with pytest.raises(NothingToDraft):
        desk(table, ways=()).propose(brand(), row, None, NOW)
    assert there.asked == []


def test_a_comment_that_is_erased_while_a_model_writes_gets_no_draft(table: Table, there: StrictBedrock) -> None:
    row = told(table)
    for item in table.client.scan(TableName=table.name)["Items"]:
        table.delete(Key(item["pk"]["S"], item["sk"]["S"]))
    with pytest.raises(NothingToDraft):
        desk(table).propose(brand(), row, None, NOW)
    assert len(there.asked) == 1


def test_the_cost_is_that_of_the_tokens_that_were_billed(table: Table, there: StrictBedrock) -> None:
    found = propose(table)
    assert found.cost_trillionths == 812 * 60_000 + 31 * 240_000
    there.read, there.written = 1000, 100
    desk(table).propose(brand(), told(table), None, NOW)
    assert spent(table) == DraftSpending(
        brand_id="aurora",
        month="2026-11",
        drafts=2,
        read_tokens=1812,
        written_tokens=131,
        spent_trillionths=1812 * 60_000 + 131 * 240_000,
    )
    assert spent(table).spent_minor == 1


def test_at_the_cap_nothing_is_asked_until_the_next_month(table: Table, there: StrictBedrock) -> None:
    row = told(table)
    DraftRecords(table).settle(spent(table), 99 * TRILLIONTHS_A_CENT + TRILLIONTHS_A_CENT * 99 // 100, 0, 0)
    with pytest.raises(DraftCapReached, match="in 2026-11, 100 cents"):
        desk(table).propose(brand(), row, None, NOW)
    assert there.asked == []
    desk(table).propose(brand(101), row, None, NOW)
    desk(table).propose(brand(), row, None, NOW + timedelta(days=9))
    assert [spent(table, month).drafts for month in ("2026-11", "2026-12")] == [1, 1]


def test_a_draft_is_never_billed_at_more_than_was_held_back_for_it(table: Table, there: StrictBedrock) -> None:
    there.failing = [SILENCE]
    with pytest.raises(ModelBusy):
        propose(table)
    held = spent(table).spent_trillionths
    assert held > PRICES[MODEL].cost(len(json.dumps(there.asked)), 600)
    assert held < TRILLIONTHS_A_CENT


@pytest.mark.parametrize(("code", "is_kept"), [("ThrottlingException", False), ("InternalServerException", True)])
def test_what_is_not_billed_is_given_back_and_what_may_be_is_kept(
    table: Table, there: StrictBedrock, code: str, *, is_kept: bool
) -> None:
    there.failing = [code]
    with pytest.raises(ModelBusy):
        propose(table)
    assert bool(spent(table).spent_trillionths) is bool(spent(table).drafts) is is_kept


@pytest.mark.parametrize(("says", "stop"), [("", "end_turn"), ("  \n", "end_turn"), ("No.", "guardrail_intervened")])
def test_an_empty_or_refused_answer_is_told_and_counted(
    table: Table, there: StrictBedrock, says: str, stop: str
) -> None:
    there.says, there.stop = says, stop
    with pytest.raises(DraftRefused, match="Write one yourself"):
        propose(table)
    assert spent(table).spent_trillionths == 812 * 60_000 + 31 * 240_000


SAID = {"output": {"message": {"role": "assistant", "content": [{"text": "Grazie!"}]}}, "stopReason": "end_turn"}
BILLED = {"inputTokens": 8, "outputTokens": 2, "totalTokens": 10}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        SAID,
        SAID | {"usage": {"inputTokens": 8}},
        SAID | {"usage": BILLED | {"inputTokens": -5}},
        {"usage": BILLED, "stopReason": "end_turn"},
        {"usage": BILLED, "output": SAID["output"]},
        SAID | {"usage": BILLED, "output": {"message": {"content": [{"text": 7}]}}},
    ],
)
def test_an_answer_in_a_strange_shape_is_told_and_counted_at_the_most_that_it_can_cost(
    table: Table, there: StrictBedrock, answer: dict[str, Any]
) -> None:
    there.instead = answer
    with pytest.raises(ModelGaveUp, match="shape"):
        propose(table)
    assert spent(table).spent_trillionths > 0


def test_what_a_model_thinks_or_calls_is_no_part_of_its_answer(table: Table, there: StrictBedrock) -> None:
    thought = {"reasoningContent": {"reasoningText": {"text": "Be brief."}}}
    call = {"toolUse": {"toolUseId": "t1", "name": "send", "input": {}}}
    there.instead = SAID | {
        "usage": BILLED,
        "output": {"message": {"role": "assistant", "content": [thought, {"text": "Grazie!"}, call]}},
    }
    assert propose(table).text == "Grazie!"


def test_the_price_is_told_before_it_is_switched_on_and_holds(table: Table, there: StrictBedrock) -> None:
    assert describe_price(brand(0), MODEL) is None
    said = describe_price(brand(100), MODEL)
    assert said
    assert "100 cost about 1." in said
    assert "100 US cents pay for about " in said


def test_no_word_of_a_draft_is_stored_and_nothing_about_the_comment_changes(table: Table, there: StrictBedrock) -> None:
    row = told(table)
    before = {json.dumps(one, sort_keys=True) for one in table.client.scan(TableName=table.name)["Items"]}
    there.says = "Un'altra frase"
    desk(table).propose(brand(), row, None, NOW)
    after = {json.dumps(one, sort_keys=True) for one in table.client.scan(TableName=table.name)["Items"]}
    assert before <= after
    (added,) = after - before
    assert "DRAFTS#aurora" in added
    assert "frase" not in added
