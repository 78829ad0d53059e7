"""The record tells what was done in the reader's words; what it has no words for stands under its own name."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from portavoce.audit.model import Act
from portavoce.console.act_names import ACTS
from portavoce.console.app import every_route
from portavoce.people.model import Role
from portavoce.runtime.wiring.audit import audit
from portavoce.table.table import Table
from tests.console import sign_in
from tests.stage import MORNING

OPENAPI = Path(__file__).resolve().parents[3] / "docs/openapi.json"
KEPT_ELSEWHERE = {"offer_media", "import_media", "try_rules"}
"""What the API does not write down: it changes nothing."""


def operations() -> set[str]:
    """What the API is asked to change."""
    paths: dict[str, dict[str, Any]] = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"]
    found = {one["operationId"] for path in paths.values() for method, one in path.items() if method != "get"}
    return {one.replace("_", " ") for one in found - KEPT_ELSEWHERE}


def test_every_act_that_console_and_api_write_down_has_words() -> None:
    acts = {one.act for one in every_route() if one.door == "brand"} | operations()
    assert sorted(acts - {*ACTS}) == []


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("Pause an ad campaign", "order of the brake: ")),
        ("it", ("Fermare una campagna di inserzioni", "ordine del freno: ")),
        ("ar", ("إيقاف حملة إعلانية", "أمر الكبح: ")),
    ],
)
def test_acts_and_facts_stand_in_the_readers_language_and_unknown_ones_under_their_name(
    stage: Table, language: Any, says: tuple[str, str]
) -> None:
    known = Act(at=MORNING, by="brake", act="pause campaign", subject="aurora/meta/7", facts={"order": "1"}, status=200)
    audit().begin("aurora", known, {}, "a" * 32)
    other = known.model_copy(update={"act": "polish beans", "facts": {"shade": "dark"}})
    audit().begin("aurora", other, {}, "b" * 32)
    text = sign_in(Role.OWNER, language=language).get("/aurora/record").main
    assert [one for one in says if one not in text] == []
    assert '<bdi lang="en" dir="ltr">polish beans</bdi>' in text
    assert '<bdi lang="en" dir="ltr">shade</bdi>: ' in text
    assert not re.search(r"pause campaign|>order<", text)
