"""The parts of what was spent make the whole, in every currency, however often a part is told."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portavoce.advertising.records import SpendRecords
from portavoce.advertising.service import Budgets
from portavoce.platforms.ad_spend import SpendReading
from portavoce.platforms.meta_ads.client import minor_units
from portavoce.table.table import Table
from tests.advertising import AURORA, AdPlatform, Stage, always
from tests.aurora import NOW

OFFSETS = {"EUR": 100, "JPY": 1, "KWD": 100}
"""Marketing API, Currencies: the dinar has three decimals of its own, and Meta counts hundredths of it."""


def amounts(currency: str) -> st.SearchStrategy[list[Decimal]]:
    places = len(str(OFFSETS[currency])) - 1
    return st.lists(st.decimals(0, 10**9, places=places, allow_nan=False), max_size=40)


@pytest.mark.parametrize("currency", OFFSETS)
@given(data=st.data())
def test_the_sum_of_the_parts_is_the_whole_to_the_last_unit(currency: str, data: st.DataObject) -> None:
    parts = data.draw(amounts(currency))
    whole = sum(parts, Decimal(0))
    assert sum(minor_units(str(part), currency) for part in parts) == whole * OFFSETS[currency]
    assert minor_units(str(whole), currency) == whole * OFFSETS[currency]


class Repeating(AdPlatform):
    """An account whose answer holds each row twice, as pages do that move while they are read."""

    def spend(self, since: date, until: date) -> list[SpendReading]:
        return super().spend(since, until) * 2


def test_the_same_spend_told_twice_adds_once(table: Table) -> None:
    stage = Stage(table, Repeating())
    stage.spent(1_234, day=20)
    stage.spent(766, day=21, campaign="c2")
    for _ in range(2):
        stage.collector().collect(NOW, always)
    (status,) = Budgets(SpendRecords(table)).of(AURORA, NOW)
    assert (status.spent_minor, status.not_explained_minor) == (2_000, 0)
