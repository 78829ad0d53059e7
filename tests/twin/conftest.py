"""One twin for all of these tests, with the story told on it once."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from rich.console import Console

from infra.local.figures import figures
from infra.local.ports import free_base
from infra.local.story import Story
from infra.local.twin import Twin, wait_for
from tests.twin.running import LOWEST_PORT, Running

STILL_LIMIT_SECONDS = 20


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The twin after the story, when the table has come to rest."""
    with Twin(free_base(LOWEST_PORT), tmp_path_factory.mktemp("home")) as twin:
        twin.start(lambda _: None)
        story = Story(twin, Console(file=io.StringIO()))
        story.tell()
        evidence = twin.evidence()
        found = Running(twin, story.accounts, evidence, figures(evidence, datetime.now(UTC)))
        assert wait_for(lambda: _is_still(found), STILL_LIMIT_SECONDS)
        yield found
        found.api.close()


def _is_still(found: Running) -> bool:
    before = found.table()
    return not wait_for(lambda: found.table() != before, 1.5)
