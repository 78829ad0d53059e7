"""A brand's rules from the command line: tried, listed, undone."""

import json
from collections.abc import Iterator

import pytest
import time_machine
import yaml

from portavoce.runtime import aws
from portavoce.runtime.wiring.brands import brands
from tests.community import Platform, acting, delivery
from tests.stage import MORNING
from tests.unit.cli.conftest import Shell

TAGS = {"name": "parking", "when": {"words": "parcheggio"}, "then": {"tag": "place", "assign": "vip@aurora.example"}}
DAY = f"{MORNING:%Y-%m-%d}"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


def take_in(rules: list[object]) -> None:
    stands = brands().brand_of("aurora")
    assert stands
    brand = stands.model_validate(stands.model_dump(mode="json") | {"rules": rules})
    brands().put(brand, MORNING)
    actions = acting(aws.table(), Platform(), brand)
    actions.community.take_in(delivery("Il parcheggio è bello", interaction_id="77_1", occurred_at=MORNING), MORNING)
    row = actions.records.get("facebook", "77_1")
    assert row
    actions.act("facebook", "77_1", row.row.decision.actions, MORNING)


def test_rules_of_a_file_are_tried_on_what_stands_and_nothing_changes(aurora: Shell) -> None:
    take_in([])
    file = aurora.folder / "new.yaml"
    stands = brands().brand_of("aurora")
    assert stands
    document = stands.model_dump(mode="json", exclude_defaults=True, exclude={"budgets", "goals"}) | {"rules": [TAGS]}
    file.write_text(yaml.safe_dump(document))
    ran = aurora.run("rules", "test", "--days", "3", "--file", str(file), "--brand", "aurora")
    assert (ran.code, "rule.parking" in ran.out, "Il parcheggio" in ran.out) == (0, True, True)
    assert "More than there was, assign: 1" in ran.out
    assert "1 times: a mail to who is to answer cannot be called back" in ran.out
    assert brands().brand_of("aurora") == stands
    answer = json.loads(aurora.run("rules", "test", "--days", "3", "--brand", "aurora", "--json").out)
    assert (answer["comments"], [one["rule"] for one in answer["items"]]) == (1, ["question"])


def test_a_rules_day_is_undone_and_what_people_called_otherwise_is_listed(aurora: Shell) -> None:
    take_in([TAGS])
    undo = ("rules", "undo", "--brand", "aurora", "--rule", "parking", "--day", DAY)
    assert "Would be taken back: 0 shown again, 1 assigned to nobody" in aurora.run(*undo, "--dry-run").out
    assert "Taken back: 0 shown again, 1 assigned to nobody, 0 leads removed, 1 without" in aurora.run(*undo).out
    assert "0 assigned to nobody" in aurora.run(*undo).out
    take_in([TAGS])
    assert "It is: question" in aurora.run("comments", "relabel", "facebook/77_1", "question").out
    listed = json.loads(aurora.run("rules", "list", "--brand", "aurora", "--days", "2", "--json").out)
    assert [one["corrected"] for one in listed["items"] if one["rule"] == "undone:rule.parking"] == [1]


def test_a_day_that_is_none_is_refused(aurora: Shell) -> None:
    ran = aurora.run("rules", "undo", "--brand", "aurora", "--rule", "parking", "--day", "yesterday")
    assert (ran.code, "yesterday is not a day such as 2026-11-23" in ran.err) == (1, True)
