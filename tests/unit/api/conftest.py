"""One stage in memory, for the API's tests: the table, the media bucket, the parameters."""

from collections.abc import Iterator

import pytest
import time_machine

from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.http_api import call
from tests.stage import MORNING, stage_in_memory


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """A stage that nothing was written to."""
    yield from stage_in_memory(table, monkeypatch)


@pytest.fixture
def clock(stage: Table) -> Iterator[time_machine.Traveller]:
    """Ten in the morning in Rome, standing still until it is moved."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def aurora(clock: time_machine.Traveller) -> time_machine.Traveller:
    """The same morning, with the brand written; gives the clock."""
    assert call("PUT", "/brands/aurora", DOCUMENT).status == 200
    return clock
