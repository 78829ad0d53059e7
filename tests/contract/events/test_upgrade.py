"""An upgrade and a roll-back: what one version wrote, the other reads, for every version that is kept as data."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.contract.events.house import House
from tests.contract.items.stored import STORED
from tests.http_api import call
from tests.stage import REGION

KEPT = sorted(path for path in (Path(__file__).parents[1] / "items").iterdir() if (path / "items.json").exists())
TICKS = ("dispatch_due", "reconcile", "keep_channels", "collect_metrics", "poll_channels", "extend_series", "notify")
TICK = {"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}
LISTS = {"publications": "publication", "comments": "interaction", "leads": "lead", "alerts": "alert"}
RELAYED = ("publication", "alert", "interaction", "lead")
# What an older version would refuse when it changes; "enum" is left out: a list leaves out what it has never heard of.
BOUNDS = ("type", "const", "pattern", "maxLength", "minLength", "maximum", "minimum", "maxItems", "minItems", "format")
Schema = Mapping[str, Any]


def read(version: Path, name: str) -> Any:
    return json.loads((version / name).read_text())


@pytest.mark.takes_long("every tick and list over a table of another version")
@pytest.mark.parametrize("version", KEPT, ids=lambda path: path.name)
def test_this_version_works_on_over_the_table_of_an_earlier_one_and_leaves_nothing_out(
    house: House, version: Path
) -> None:
    items, table = read(version, "items.json"), boto3.client("dynamodb", region_name=REGION)
    for item in items:
        table.put_item(TableName=house.table.name, Item=item)
    kept = Counter(item["type"]["S"] for item in items)
    for name, type_ in LISTS.items():
        assert len(call("GET", f"/brands/aurora/{name}").json["items"]) == kept[type_], name
    for function in TICKS:
        house.invoke(function, TICK)
    records = [
        {
            "eventID": f"{number:032x}",
            "dynamodb": {"NewImage": item, "SequenceNumber": str(number), "ApproximateCreationDateTime": 1795431300},
        }
        for number, item in enumerate(items)
        if item["type"]["S"] in RELAYED
    ]
    assert house.invoke("relay", {"Records": records}) == {"batchItemFailures": []}


@pytest.mark.parametrize("version", KEPT, ids=lambda path: path.name)
def test_an_earlier_version_reads_what_this_one_writes(version: Path) -> None:
    kept = read(version, "schemas.json")
    assert kept.keys() <= STORED.keys(), "an earlier version looks for a kind of item that nobody writes any more"
    now = {name: STORED[name].model_json_schema() for name in kept}
    assert [loss for name in kept for loss in find_losses(kept[name], now[name], (kept[name], now[name]), name)] == []


@pytest.mark.parametrize(
    ("changes", "losses"),
    [
        ({"newer": {"type": "string"}}, []),
        ({"alert_id": {"type": "integer"}}, ["Alert.alert_id: type"]),
        ({"mail": {"anyOf": [{"type": "string"}, {"type": "object"}]}}, ["Alert.mail: object"]),
        ({"brand_id": None}, ["Alert.brand_id is gone"]),
        ({"quiet": None}, []),
    ],
)
def test_a_change_that_an_earlier_version_cannot_read_is_found(changes: Schema, losses: list[str]) -> None:
    before = STORED["Alert"].model_json_schema()
    fields = {name: one for name, one in (before["properties"] | dict(changes)).items() if one}
    now = before | {"properties": fields}
    assert list(find_losses(before, now, (before, now), "Alert")) == losses


def find_losses(before: Schema, now: Schema, documents: tuple[Schema, Schema], place: str) -> Iterator[str]:
    """What an earlier version needs and does not find any more, or finds in a shape that it refuses, by their places.

    `documents` hold what the two schemas refer to."""
    old = {_shape(one): one for one in _branches(before, documents[0])}
    new = {_shape(one): one for one in _branches(now, documents[1])}
    yield from (f"{place}: {shape}" for shape in new.keys() - old.keys() if len(old) > 1 or len(new) > 1)
    pairs = [(old[shape], new[shape]) for shape in old.keys() & new.keys()]
    if len(old) == len(new) == 1:
        pairs = list(zip(old.values(), new.values(), strict=True))
    for was, is_ in pairs:
        yield from (f"{place}: {bound}" for bound in BOUNDS if bound in was and was[bound] != is_.get(bound))
        for name, field in was.get("properties", {}).items():
            if name in is_.get("properties", {}):
                yield from find_losses(field, is_["properties"][name], documents, f"{place}.{name}")
            elif name in was.get("required", ()):
                yield f"{place}.{name} is gone"
        for inner in ("items", "additionalProperties"):
            if isinstance(was.get(inner), dict) and isinstance(is_.get(inner), dict):
                yield from find_losses(was[inner], is_[inner], documents, f"{place}[]")


def _branches(schema: Schema, document: Schema) -> list[Schema]:
    found: list[Schema] = schema.get("anyOf", [schema])
    return [document["$defs"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in found]


def _shape(schema: Schema) -> str:
    return str(schema.get("title") if "properties" in schema else schema.get("type"))
