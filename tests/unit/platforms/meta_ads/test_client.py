"""Money from Meta is exact, and never a float."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.platforms import discovery
from portavoce.platforms.contract import ReadRefused
from portavoce.platforms.meta_ads.client import minor_units

PLATFORMS = Path(discovery.__file__).parent
OFFSET_ONE = sorted(discovery.manifest("meta_ads").currency_offset_one)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("152.37", "EUR", 15237), ("50.00", "BRL", 5000), ("5000", "JPY", 5000), ("0.1", "USD", 10), ("1.5", "BHD", 150),
     ("0", "EUR", 0), ("0.005", "EUR", 1), ("1200.5", "HUF", 1201)],
)  # fmt: skip
def test_major_units_become_minor_units_with_metas_offset(amount: str, currency: str, minor: int) -> None:
    assert minor_units(amount, currency) == minor


@given(st.integers(0, 10**15), st.sampled_from(["EUR", "USD", "BHD", *OFFSET_ONE]))
def test_what_meta_writes_of_whole_minor_units_is_read_back_exactly(minor: int, currency: str) -> None:
    offset = 1 if currency in OFFSET_ONE else 100
    assert minor_units(str(Decimal(minor) / offset), currency) == minor


@pytest.mark.parametrize("amount", ["", "1,5", "NaN", "Infinity", "€5"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ReadRefused):
        minor_units(amount, "EUR")


def test_no_float_stands_in_code_that_reads_money() -> None:
    files = [file for name in ("meta_ads", "x_ads") for file in sorted((PLATFORMS / name).glob("*.py"))]
    for name in (*files, *(PLATFORMS / name for name in ("readings.py", "graph/client.py", "graph/insights.py"))):
        for node in ast.walk(ast.parse(name.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), name
            assert not (isinstance(node, ast.Name) and node.id == "float"), name
