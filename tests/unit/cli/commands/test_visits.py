"""Visits from the command line."""

from collections.abc import Iterator

import pytest
import time_machine
import yaml

from portavoce.table.table import Table
from portavoce.visits.script import read_script
from tests.community import dump
from tests.stage import MORNING
from tests.unit.cli.conftest import FILE, Shell
from tests.visits import SITE


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def shop(aurora: Shell) -> Shell:
    rules = FILE | {"visits": {"sites": [SITE], "currency": "EUR"}}
    (aurora.folder / "aurora.yaml").write_text(yaml.safe_dump(rules), "utf-8")
    assert aurora.run("brand", "apply", str(aurora.folder / "aurora.yaml")).code == 0
    return aurora


def test_the_line_to_paste_names_the_script_and_the_brand(shop: Shell) -> None:
    line = f'<script defer src="https://api.test/t/{read_script().name}" data-brand="aurora"></script>\n'
    assert shop.run("visits", "script").out == line
    assert 'data-consent="given"' in shop.run("visits", "script", "--consent-given").out
    assert "visits script" in shop.run("visits").out


def test_a_brand_without_sites_is_told_to_name_them(aurora: Shell) -> None:
    ran = aurora.run("visits", "script")
    assert (ran.code, "visits.sites" in ran.err) == (1, True)
    assert "visits.sites" in aurora.run("visits").out


def test_orders_of_a_file_are_confirmed_and_a_dry_run_says_so(shop: Shell) -> None:
    file = shop.folder / "orders.csv"
    file.write_text("Reference;Name;Amount\n" + "".join(f"r{n};Ada;12,50\n" for n in range(101)), "utf-8-sig")
    ran = shop.run("visits", "confirm", str(file), "--currency", "EUR", "--dry-run")
    assert (ran.code, "101 wait: no visit and no won lead has told of them." in ran.out) == (0, True)
    assert "Nothing was written" in ran.out
    file.write_text("reference,amount\nr1,12.50\n", "utf-8")
    said = shop.run("visits", "confirm", str(file), "--currency", "EUR").out
    assert said == "1 waits: no visit and no won lead has told of it.\n  waiting: r1\n"


def test_a_currency_may_be_written_small(shop: Shell) -> None:
    file = shop.folder / "orders.csv"
    file.write_text("reference,amount\nr1,12.50\n", "utf-8")
    assert shop.run("visits", "confirm", str(file), "--currency", "eur").code == 0


def test_an_amount_that_cannot_be_read_is_told_by_its_order_and_none_of_the_file_is_written(
    shop: Shell, table: Table
) -> None:
    file = shop.folder / "orders.csv"
    file.write_text("reference,amount\n" + "".join(f"r{n},1.00\n" for n in range(100)) + "r100,-3\n", "utf-8")
    ran = shop.run("visits", "confirm", str(file), "--currency", "EUR")
    assert (ran.code, "order r100, amount: '-3'" in ran.err) == (1, True)
    assert not [key for key, _ in dump(table) if key.startswith("ORDER#")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reference,value\na,1\n", "no column amount"),
        ("reference,amount\n", "no order"),
        ("reference,amount\na,\n", "Row 2"),
        ("", "no column reference"),
    ],
)
def test_a_file_that_cannot_be_read_confirms_nothing(shop: Shell, text: str, said: str) -> None:
    file = shop.folder / "orders.csv"
    file.write_text(text, "utf-8")
    ran = shop.run("visits", "confirm", str(file), "--currency", "EUR")
    assert (ran.code, said in ran.err, "Nothing was confirmed" in ran.err) == (1, True, True)
