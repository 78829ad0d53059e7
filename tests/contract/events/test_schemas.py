"""Events keep their word: schema, code and samples agree, and an old event parses for ever."""

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from events.generate import SCHEMAS, files, kinds
from portavoce.outbox.model import Event, UnknownVersion, unwrap
from tests.contract.events.samples import of_trigger, read

KINDS = {kind.__name__: kind for kind in kinds()}
GOLDEN = of_trigger("bus")
IDS = {
    "alert_id",
    "assigned_at",
    "brand_id",
    "budget_id",
    "channel_id",
    "interaction_id",
    "lead_id",
    "platform",
    "publication_ids",
}
"""What tells which item it is about, to whom it belongs, and when."""
OF_OUR_POSTS = {"actions", "cause", "channel", "freeze_id", "kind", "next_step", "planned_at", "publication_id"}
OF_OUR_POSTS |= {"act", "fee_cap", "number", "remote_id", "said_by", "started_at", "state", "unapproved", "url"}
"""What we ourselves have decided, planned, published or could not publish."""


def test_the_schemas_that_are_checked_in_are_those_of_the_code() -> None:
    written = {path.name: text for path, text in files()}
    standing = {path.name: path.read_text() for path in SCHEMAS.glob("*.json")}
    assert written.items() <= standing.items(), "run `python -m events.generate`"
    assert {name.partition(".")[0] for name in standing} == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_event_has_a_golden_sample_of_every_version(kind: type[Event]) -> None:
    named = {path.name for path in GOLDEN}
    assert {f"{kind.__name__}.v{version}.json" for version in range(1, kind.VERSION + 1)} <= named


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_no_event_has_room_for_what_somebody_said_or_for_their_name(kind: type[Event]) -> None:
    """Events are archived and handed to others, so that no erasing reaches them."""
    assert kind.model_fields.keys() <= IDS | OF_OUR_POSTS


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_sample_keeps_its_schema(path: Path) -> None:
    event = read(path)
    version = event["detail"]["version"]
    assert path.name == f"{event['detail-type']}.v{version}.json"
    jsonschema.validate(event["detail"], read(SCHEMAS / path.name), format_checker=jsonschema.FormatChecker())


def current() -> list[Path]:
    return [path for path in GOLDEN if path.stem.endswith(f".v{KINDS[path.stem.partition('.')[0]].VERSION}")]


@pytest.mark.parametrize("path", current(), ids=lambda path: path.stem)
def test_no_field_of_a_golden_sample_was_dropped_or_changed_and_none_became_required(path: Path) -> None:
    detail = read(path)["detail"]
    event, envelope = unwrap(KINDS[path.stem.partition(".")[0]], detail)
    after: dict[str, Any] = event.model_dump(mode="json")
    assert detail["data"].items() <= after.items()
    assert envelope.id == detail["id"]


@pytest.mark.parametrize("path", current(), ids=lambda path: path.stem)
def test_an_unknown_field_passes_and_an_unknown_version_is_parked(path: Path) -> None:
    kind, detail = KINDS[path.stem.partition(".")[0]], read(path)["detail"]
    unwrap(kind, detail | {"new": 1, "data": detail["data"] | {"new": 1}})
    with pytest.raises(UnknownVersion):
        unwrap(kind, detail | {"version": kind.VERSION + 1})
