"""A stage in memory with a pool of sign-ins, at ten in Rome, and one brand."""

from collections.abc import Iterator

import boto3
import pytest
import time_machine

from portavoce.brands.model import Brand
from portavoce.runtime.wiring.brands import brands
from portavoce.table.table import Table
from tests.aurora import DOCUMENT
from tests.console import make_pool
from tests.stage import MORNING, SENDER, stage_in_memory


@pytest.fixture
def pool(table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The pool's id."""
    made = make_pool(monkeypatch)
    boto3.client("sesv2").create_email_identity(EmailIdentity=SENDER)
    with time_machine.travel(MORNING, tick=False):
        for _ in stage_in_memory(table, monkeypatch):
            brands().put(Brand.model_validate(DOCUMENT), MORNING)
            yield made
