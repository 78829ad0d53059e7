"""A stage in memory with one brand, and the console in front of it."""

import sys
from collections.abc import Iterator

import pytest
import time_machine

from infra.assets import assets_folder
from portavoce.brands.model import Brand
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.console import name_sign_in
from tests.stage import MORNING, stage_in_memory


@pytest.fixture
def stage(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """The clocks stand at ten in Rome."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(assets_folder() / "python")])
    name_sign_in(monkeypatch)
    with time_machine.travel(MORNING, tick=False):
        for _ in stage_in_memory(table, monkeypatch):
            brands().put(Brand.model_validate(DOCUMENT), MORNING)
            yield table
