"""One twin for all tests of a process, with the story told on it once; two processes run a half of the tests each."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from infra.local.figures import figures
from infra.local.ports import free_base
from infra.local.story import Story
from infra.local.twin import Twin, wait_for
from tests.twin.running import LOWEST_PORT, Running
from tests.twin.sides import SIDES, side_of

STILL_LIMIT_SECONDS = 20


class HalfByHalf(LoadScopeScheduling):  # type: ignore[misc]
    """Each half on one process. (xdist's own groups are written into names that pytest 9.2 takes from elsewhere.)"""

    def _split_scope(self, nodeid: str) -> str:
        return _side_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> HalfByHalf:
    """Who hands out the tests, when several processes run them."""
    return HalfByHalf(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Half after half: its last tests read all that its twin has logged."""
    here = Path(__file__).parent
    ours = [item for item in items if item.path.is_relative_to(here)]
    others = [item for item in items if not item.path.is_relative_to(here)]
    items[:] = others + [item for side in SIDES for item in ours if _side_of(item.nodeid) == side]


def _side_of(nodeid: str) -> str:
    """Of what is logged each half has its own test, which names it."""
    path, _, test = nodeid.partition("::")
    named = next((side for side in SIDES if test.endswith(f"[{side}]")), None)
    return named or side_of(Path(path).stem)


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
