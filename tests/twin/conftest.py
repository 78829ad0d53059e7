"""One twin for all tests of a process, with the story told on it once; two processes run a half of the tests each."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from infra.local.figures import figures
from infra.local.ports import free_base
from infra.local.story import Story
from infra.local.twin import Twin, wait_for
from tests.twin.running import LOWEST_PORT, Running
from tests.twin.sides import SIDES, side_of

STILL_LIMIT_SECONDS = 20


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Half after half, and each half on one process: its last tests read all that its twin has logged.

    First of all, for xdist looks for the groups in the same hook."""
    here = Path(__file__).parent
    ours = [item for item in items if item.path.is_relative_to(here)]
    others = [item for item in items if not item.path.is_relative_to(here)]
    for item in ours:
        item.add_marker(pytest.mark.xdist_group(_side_of(item)))
    items[:] = others + [item for side in SIDES for item in ours if _side_of(item) == side]


def _side_of(item: pytest.Item) -> str:
    asked = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return str(asked.get("side") or side_of(item.path.stem))


@pytest.fixture(scope="module", params=SIDES)
def side(request: pytest.FixtureRequest) -> str:
    """The half that is at its end when a test asks for this."""
    return str(request.param)


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
