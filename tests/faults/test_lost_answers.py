"""Every conditional write of the product, with its answer lost: nobody hears of it, and nothing is written twice."""

import ast
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import boto3
import pytest

from infra.assembly import ROOT
from portavoce.table import steps
from portavoce.table import table as door
from portavoce.table.layout import WRITE_ID
from portavoce.table.table import ConditionFailed, Key, Table
from tests import one_table
from tests.aurora import NOW
from tests.faults.lossy import LostAnswers
from tests.faults.stories import STORIES

PRODUCT = ROOT / "layers/core/python/portavoce"


class Site(NamedTuple):
    """A call that states a condition, from its first line to its last."""

    file: str
    first: int
    last: int


def sites() -> set[Site]:
    """Every place of the product that writes on a condition."""
    return {
        Site(str(path), call.lineno, call.end_lineno or call.lineno)
        for path in PRODUCT.rglob("*.py")
        if path.parent != PRODUCT / "table"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and any(keyword.arg == "condition" for keyword in call.keywords)
    }


def lines_on_the_way() -> Iterator[tuple[str, int]]:
    """The lines of the product that led to this call."""
    frame: Any = sys._getframe(1)
    while frame:
        yield frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back


def made(name: str) -> tuple[Table, Any]:
    client = boto3.client("dynamodb")
    return one_table.create(client, name, clock=lambda: NOW), client


def left(table: Table) -> list[dict[str, Any]]:
    """Every item, without what chance has named."""
    items = table.client.scan(TableName=table.name)["Items"]
    return sorted(({**item, WRITE_ID: {}} for item in items), key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.mark.parametrize("room", STORIES)
def test_a_caller_hears_the_same_whether_answers_are_lost_or_not(aws: None, room: str) -> None:
    honest, _ = made("honest")
    lossy, client = made("lossy")
    answers = LostAnswers()
    answers.strike(client)
    assert STORIES[room](lossy) == STORIES[room](honest)
    assert left(lossy) == left(honest)
    assert answers.lost


def test_every_conditional_write_of_the_product_was_walked(aws: None, monkeypatch: pytest.MonkeyPatch) -> None:
    walked: set[tuple[str, int]] = set()
    make = steps.make_expressions

    def noting(condition: str | None, names: Any, values: Any) -> Any:
        walked.update(lines_on_the_way() if condition else ())
        return make(condition, names, values)

    monkeypatch.setattr(steps, "make_expressions", noting)
    monkeypatch.setattr(door, "make_expressions", noting)
    for place, story in enumerate(STORIES.values()):
        story(made(f"t{place:02}")[0])
    missed = [
        site for site in sites() if not any((site.file, line) in walked for line in range(site.first, site.last + 1))
    ]
    assert len(sites()) >= 25
    assert not missed, "give these a story in tests/faults/stories.py"


def test_of_two_who_write_the_same_only_one_has_written(table: Table) -> None:
    item = {"pk": "A", "sk": "A", "what": "the same"}
    table.put(item, condition="attribute_not_exists(pk)")
    with pytest.raises(ConditionFailed):
        table.put(item, condition="attribute_not_exists(pk)")
    table.update(Key("A", "A"), "SET what = :new", condition="what = :old", values={":new": "n", ":old": "the same"})
    with pytest.raises(ConditionFailed):
        table.update(
            Key("A", "A"), "SET what = :new", condition="what = :old", values={":new": "n", ":old": "the same"}
        )
