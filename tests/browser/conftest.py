"""A Chromium for all tests, and for each a house in memory with people's work in it, behind a loopback port."""

import sys
from collections.abc import Iterator
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Playwright, sync_playwright
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from infra.assets import assets_folder
from portavoce.runtime import aws
from tests.browser.desk import Desk
from tests.browser.gate import open_gate
from tests.console import name_sign_in
from tests.contract.events.conftest import house
from tests.stage import BUCKET, REGION

__all__ = ["house"]
_DEPLOYED = "tests/browser/deployed/"


class OneTwin(LoadFileScheduling):  # type: ignore[misc]
    """File by file; all that look at the deployed twin on one process, as there is one of it."""

    def _split_scope(self, nodeid: str) -> str:
        return _DEPLOYED if nodeid.startswith(_DEPLOYED) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneTwin:
    """Who hands out the tests, when several processes run them."""
    return OneTwin(config, log)


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What starts browsers: there may be one in a process."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Chromium]:
    """Debian's; without its sandbox, which wants rights that a container seldom gives."""
    browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def people(driver: Playwright) -> Iterator[Chromium]:
    """The same as people start it: automation says so to pages, and a page that counts visits leaves programs out."""
    args = ["--no-sandbox", "--disable-blink-features=AutomationControlled"]
    browser = driver.chromium.launch(executable_path=which("chromium"), args=args)
    yield browser
    browser.close()


@pytest.fixture
def desk(house: house, chromium: Chromium, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:  # type: ignore[valid-type]
    """A house whose console is open to browsers."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(assets_folder() / "python")])
    name_sign_in(monkeypatch)
    aws.s3().create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    with open_gate() as gate:
        opened = Desk(house, chromium, gate)
        yield opened
        opened.close()
