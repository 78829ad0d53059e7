"""A house for each test of it."""

import logging
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


class Lines(logging.Handler):
    """Everything that would be written to a log, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        ours = [handler.formatter for handler in logging.getLogger("portavoce").handlers if handler.formatter]
        for formatter in (logging.Formatter(), *ours):
            self.lines.append(formatter.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Our own log at its most talkative, everybody else's as a Lambda function writes it."""
    kept, ours, root = Lines(), logging.getLogger("portavoce"), logging.getLogger()
    levels = ours.level, root.level
    ours.setLevel(logging.DEBUG)
    root.setLevel(logging.INFO)
    for one in (ours, root):
        one.addHandler(kept)
    yield kept.lines
    for one, level in zip((ours, root), levels, strict=True):
        one.removeHandler(kept)
        one.setLevel(level)
