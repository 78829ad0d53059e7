"""A stage of spend on its own table."""

import pytest

from portavoce.table.table import Table
from tests.advertising import Stage


@pytest.fixture
def stage(table: Table) -> Stage:
    return Stage(table)
