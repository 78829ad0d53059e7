"""A house for each test of it."""

from collections.abc import Iterator

import pytest

from portavoce.table.table import Table
from tests.contract.events.house import House, open_house
from tests.infra.template import Deployable, synthesised


@pytest.fixture
def house(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with open_house(table, monkeypatch) as opened:
        yield opened


@pytest.fixture(scope="session")
def dev() -> Deployable:
    """The stage as it is synthesised, once for all tests."""
    return synthesised("dev")
