"""One twin for all of it: a brand whose accounts are connected, with one post that is out."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from rich.console import Console

from infra.local.ports import free_base
from infra.local.story import Story
from infra.local.twin import Twin
from tests.browser.deployed.premises import FIRST_CALL_MS, Premises, open_premises
from tests.twin.running import LOWEST_PORT


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory, chromium: Chromium) -> Iterator[Premises]:
    """The twin's own home is a folder of the tests."""
    expect.set_options(timeout=FIRST_CALL_MS)
    with Twin(free_base(LOWEST_PORT), tmp_path_factory.mktemp("home")) as twin:
        twin.start(lambda _: None)
        story = Story(twin, Console(file=io.StringIO()))
        story.open_accounts()
        found = open_premises(twin, story.accounts, chromium)
        yield found
        found.api.close()


@pytest.fixture
def premises(opened: Premises) -> Iterator[Premises]:
    """The same, left at the end of each test."""
    yield opened
    opened.leave()
