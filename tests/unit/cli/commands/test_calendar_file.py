"""What a calendar and a brand file may hold: printed, described in docs, and offered in an empty workbook."""

import io
import json
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from openpyxl import load_workbook
from pydantic import BaseModel

from portavoce.brands.brand_file import read_brand
from portavoce.brands.keys import BRAND_KEYS
from portavoce.brands.model import Brand
from portavoce.planning.calendar.columns import COLUMNS
from portavoce.planning.calendar.file import read_calendar
from portavoce.platforms import discovery
from tests.unit.cli.conftest import Shell

WRITTEN_AS = {"amount_minor": "amount"}
"""What the file writes in another way than the brand that is made of it."""
DOCS = Path(__file__).parents[4] / "docs"


@pytest.mark.parametrize(
    ("command", "page"), [(("calendar", "columns"), "calendar-file.md"), (("brand", "keys"), "brand-file.md")]
)
def test_the_page_in_docs_is_what_the_command_prints(shell: Shell, command: tuple[str, str], page: str) -> None:
    assert shell.run(*command, "--page").out == (DOCS / page).read_text("utf-8")


def test_each_column_and_each_key_is_printed_with_an_example(shell: Shell) -> None:
    for command, names in (
        (("calendar", "columns"), [one.name for one in COLUMNS]),
        (("brand", "keys"), [one.path for one in BRAND_KEYS]),
    ):
        out = shell.run(*command).out
        assert [name for name in names if name not in out] == []
        items = json.loads(shell.run(*command, "--json").out)["items"]
        assert all(one["example"] and one["says"] for one in items)


def test_a_row_of_the_examples_is_a_calendar() -> None:
    heads, cells = ([getattr(one, name) for one in COLUMNS] for name in ("name", "example"))
    calendar = read_calendar("\t".join(heads).encode() + b"\n" + "\t".join(cells).encode())
    assert (calendar.refused, len(calendar.rows)) == ((), 1)


def paths(kind: type[BaseModel], above: str = "") -> Iterator[str]:
    """Every key of a model that holds no other, as the table names it. What holds its own kind again ends there."""
    for name, field in kind.model_fields.items():
        inner = next((one for one in flat(field.annotation) if issubclass(one, BaseModel) and one is not kind), None)
        key = f"{above}{WRITTEN_AS.get(name) or field.alias or name}"
        many = "[]" if "tuple" in str(field.annotation) else ""
        yield from paths(inner, f"{key}{many}.") if inner else [key]


def flat(kind: Any) -> Iterator[type]:
    if isinstance(kind, type) and not isinstance(kind, types.GenericAlias):
        yield kind
    for one in get_args(kind):
        yield from flat(one)


def test_the_table_of_keys_has_each_key_of_the_brand_and_no_other() -> None:
    assert sorted(paths(Brand)) == sorted(one.path for one in BRAND_KEYS)


def test_a_brand_of_all_the_examples_is_a_brand_and_needs_what_is_said_to_be_needed() -> None:
    document: dict[str, Any] = {}
    for key in BRAND_KEYS:
        place: Any = document
        *above, last = key.path.split(".")
        for one in above:
            place = place.setdefault(one.removesuffix("[]"), [{}] if one.endswith("[]") else {})
            place = place[0] if isinstance(place, list) else place
        place[last] = yaml.safe_load(key.example)
    assert read_brand(yaml.safe_dump(document).encode(), "brand.yaml", discovery.of_brands()).id == "aurora"
    document["budgets"] = [{**document["budgets"][0], "amount_minor": 1}]
    del document["budgets"][0]["amount"]
    for key in BRAND_KEYS:
        if "." not in key.path and key.needed:
            with pytest.raises(ValueError, match=key.path):
                Brand.model_validate({name: one for name, one in document.items() if name != key.path})


def test_the_template_has_headings_examples_and_lists_and_is_an_empty_calendar(aurora: Shell) -> None:
    path = aurora.folder / "calendar.xlsx"
    assert aurora.run("calendar", "template", str(path), "--brand", "aurora").code == 0
    content = path.read_bytes()
    assert read_calendar(content).model_dump() == {"rows": (), "refused": (), "notes": (), "asks_language": False}
    book = load_workbook(io.BytesIO(content))
    offered = {}
    for rule in book["calendar"].data_validations.dataValidation:
        if rule.type == "list":
            sheet, _, cells = rule.formula1.partition("!")
            heading = book["calendar"].cell(1, book["calendar"][str(rule.sqref).split(":")[0]].column).value
            offered[heading] = [cell.value for (cell,) in book[sheet][cells]]
    assert offered["channel"] == ["facebook", "x"]
    assert offered["kind"] == ["post", "reel", "story"]
    assert set(offered) >= {"channel", "kind", "visibility", "allow", "pillar"}
    explained = [row[0].value for row in book["columns"].iter_rows(min_row=2)]
    assert explained == [one.name for one in COLUMNS]


def test_a_template_of_no_brand_offers_the_platforms_that_posts_go_to(shell: Shell) -> None:
    path = shell.folder / "calendar.xlsx"
    assert shell.run("calendar", "template", str(path)).code == 0
    lists = load_workbook(path)["lists"]
    at = [one.name for one in COLUMNS].index("channel") + 1
    offered = [cell.value for (cell,) in lists.iter_rows(min_col=at, max_col=at) if cell.value]
    assert offered == ["bluesky", "facebook", "instagram", "mastodon", "x"]


def test_a_filled_template_is_read_and_an_existing_file_is_left_alone(shell: Shell) -> None:
    path = shell.folder / "calendar.xlsx"
    assert shell.run("calendar", "template", str(path)).code == 0
    book = load_workbook(path)
    for column, value in enumerate(("spring", "x", "2026-12-01 09:30", "Ciao"), start=1):
        book["calendar"].cell(2, column).value = value
    book.save(path)
    assert [(one.row, one.post, one.when) for one in read_calendar(path.read_bytes()).rows] == [
        (2, "spring", "2026-12-01 09:30")
    ]
    before = path.read_bytes()
    again = shell.run("calendar", "template", str(path))
    assert (again.code, path.read_bytes()) == (1, before)
    assert "is there already" in again.err
