"""The command line, with a stage in memory behind it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.testing
import yaml
from typer.testing import CliRunner

from portavoce.cli.main import app
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.in_process import InProcess, connector
from tests.stage import stage_in_memory

# The command line is put together once, as in its own process, and not for each command.
typer.testing._get_command = cache(typer.main.get_command)  # type: ignore[attr-defined]

FILE = DOCUMENT | {"budgets": [{"id": "month", "ad_account": "meta", "amount": "500.00", "currency": "EUR"}]}
"""The brand as its file writes it: amounts as money."""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Shell:
    """A folder with files in it, and commands run there."""

    folder: Path
    network: InProcess = field(default_factory=InProcess)

    def run(self, *arguments: str, stdin: str | None = None) -> Ran:
        result = CliRunner().invoke(app, list(arguments), input=stdin, obj=connector(self.network))
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def write(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def brand(self, **changes: object) -> str:
        return self.write("brand.yaml", yaml.safe_dump(FILE | changes, allow_unicode=True))


@pytest.fixture
def shell(table: Table, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shell]:
    """An empty folder and an empty stage."""
    monkeypatch.setenv("COLUMNS", "200")
    for _ in stage_in_memory(table, monkeypatch):
        yield Shell(tmp_path)


@pytest.fixture
def aurora(shell: Shell) -> Shell:
    """The same, with the brand written."""
    assert shell.run("brand", "apply", shell.brand()).code == 0
    return shell
