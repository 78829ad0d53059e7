"""One twin for all of these tests, with the story told on it once."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from rich.console import Console

from infra.local.figures import figures
from infra.local.networks import PORTS
from infra.local.story import Story
from infra.local.twin import Twin, wait_for
from tests.twin.running import Running, free_ports

STILL_LIMIT_SECONDS = 20


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The twin after the story, when the table has come to rest."""
    emulator, *others = free_ports(1 + len(PORTS))
    with Twin(emulator, dict(zip(PORTS, others, strict=True)), tmp_path_factory.mktemp("home")) as twin:
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
