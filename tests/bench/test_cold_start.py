"""How much a function imports before its first event, as a part of what the runtime cannot do without.

Milliseconds differ from machine to machine, so only wide ratios are asserted."""

import os
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import pytest

from infra.assembly import ROOT
from tests.bench.bill import Bill, Start

RUNS = 7
BARE, BOTO3 = "bare interpreter", "import boto3"
FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
STATEMENTS = {BARE: "pass", BOTO3: BOTO3} | {name: f"import functions.{name}.handler" for name in FUNCTIONS}


def milliseconds(statement: str) -> float:
    """What a fresh interpreter takes of a processor for one statement, its bytecode compiled before.

    Processor time, because a neighbour's work does not count in it as it does in time on the wall."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True, timeout=30, cwd=ROOT, env=environment())
    after = getrusage(RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def environment() -> dict[str, str]:
    return {
        "PATH": os.defpath,
        "PYTHONPATH": f"{ROOT / 'layers/core/python'}:{ROOT}",
        "AWS_DEFAULT_REGION": "eu-south-1",
        "POWERTOOLS_TRACE_DISABLED": "true",
    }


@pytest.fixture(scope="module")
def starts(bill: Bill) -> dict[str, Start]:
    for statement in STATEMENTS.values():
        milliseconds(statement)
    runs = [{name: milliseconds(statement) for name, statement in STATEMENTS.items()} for _ in range(RUNS)]
    medians = {name: median(run[name] for run in runs) for name in STATEMENTS}
    found = {name: Start(name, ms, ms / medians[BARE], ms / medians[BOTO3]) for name, ms in medians.items()}
    bill.starts += found.values()
    return found


def test_the_webhooks_door_imports_the_least_of_all_functions(starts: dict[str, Start]) -> None:
    others = [starts[name].milliseconds for name in FUNCTIONS if name != "receive_webhook"]
    assert starts["receive_webhook"].milliseconds < min(others)
    assert starts["receive_webhook"].boto3s <= 2


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_imports_no_more_than_a_few_times_what_boto3_takes(starts: dict[str, Start], name: str) -> None:
    assert starts[name].boto3s <= 8
