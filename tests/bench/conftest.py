"""A table on the emulator, a meter on its client, and the bill of this run."""

import json
import socket
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from infra.assembly import ROOT
from infra.local.emulator import Emulator
from infra.local.ports import HOST
from portavoce.table.table import Table
from tests import one_table
from tests.bench.bill import Bill
from tests.bench.figures import Figure, print_figures
from tests.bench.meter import Meter
from tests.bench.stream import Stream

_numbers = count()


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """The emulator alone, nothing deployed."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    with Emulator(port, tmp_path_factory.mktemp("emulator")) as started:
        yield started


@pytest.fixture
def table(emulator: Emulator) -> Table:
    """The one table, empty, with its stream."""
    client: Any = emulator.session().client("dynamodb", endpoint_url=emulator.url)
    made = one_table.create(client, f"portavoce-{next(_numbers)}")
    client.update_table(
        TableName=made.name, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    )
    return made


@pytest.fixture
def meter(table: Table) -> Meter:
    """Counts what the table's client is billed."""
    return Meter(table.client)


@pytest.fixture
def stream(emulator: Emulator, table: Table) -> Stream:
    """The changes of the table."""
    client: Any = emulator.session().client("dynamodbstreams", endpoint_url=emulator.url)
    return Stream(client, table.name)


@pytest.fixture(scope="session")
def bill() -> Iterator[Bill]:
    """What this run counts."""
    counted = Bill()
    yield counted
    counted.publish(ROOT / ".local/bench.json")


@pytest.fixture(scope="session")
def figures() -> Iterator[list[Figure]]:
    """Numbers of this run that have a goal."""
    found: list[Figure] = []
    yield found
    if found:
        print_figures(found)
        rows = [one._asdict() for one in found]
        (ROOT / ".local/figures.json").write_text(json.dumps(rows, indent=1) + "\n")
