"""One stage in memory, for the API's tests: the table, the media bucket, the parameters."""

from collections.abc import Iterator

import pytest

from portavoce.table.table import Table
from tests.stage import stage_in_memory


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """A stage that nothing was written to."""
    yield from stage_in_memory(table, monkeypatch)
