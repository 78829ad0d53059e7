"""Records every call of AWS that a function's handler makes in the tests, and holds the topology against them.

A call that is not granted fails any run. A grant that is not used fails a run of all the tests, which `make test` is:
it says so with `--every-grant-used`. Each worker of pytest-xdist hands its records over when it ends."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import current_thread, local, main_thread
from typing import Any

import pytest
from botocore import handlers

from infra.topology import FUNCTIONS
from tests.grants.comparison import Use, find_calls_not_granted, find_grants_not_used, list_grants
from tests.grants.needs import Need, find_needs

_calls: dict[Use, str] = {}
"""What was needed, and by which test first."""
_faults: dict[str, list[str]] = {}
_main: list[str] = []


class _Thread(local):
    """The functions that are being served in a thread, one inside the other."""

    def __init__(self) -> None:
        self.serving = _main if current_thread() is main_thread() else []


_thread = _Thread()


@contextmanager
def serving(function: str) -> Iterator[None]:
    """Inside, every call of AWS is the function's, also in the threads that it starts."""
    serving_here = _thread.serving
    serving_here.append(function)
    try:
        yield
    finally:
        serving_here.pop()


def record(params: Mapping[str, Any], model: Any, **_: object) -> None:
    """Keeps what a call needs. An address that is signed for others is a call: it opens what its signer may open."""
    if serving_here := _thread.serving or _main:
        test = os.environ.get("PYTEST_CURRENT_TEST", "no test").partition(" (")[0]
        for need in find_needs(model.service_model.service_name, model.name, params, os.environ):
            _calls.setdefault(Use(serving_here[-1], need), test)


# Whatever session a client is made of, it has these: the way in that moto takes as well.
handlers.BUILTIN_HANDLERS.append(("provide-client-params", record))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-grant-used", action="store_true", help="all tests run: fail if a function needed less than its grants"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    for function, action, resource, test in getattr(node, "workeroutput", {}).get("calls", ()):
        _calls.setdefault(Use(function, Need(action, resource)), test)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        # Plain text alone travels from a worker.
        output["calls"] = [(use.function, *map(str, use.need), test) for use, test in _calls.items()]
        return
    _faults["calls that infra/topology.py does not grant"] = find_calls_not_granted(FUNCTIONS, _calls)
    # A test that failed may be the one that uses a grant.
    if session.config.getoption("every_grant_used") and session.exitstatus == pytest.ExitCode.OK:
        _faults["grants of infra/topology.py that no test uses"] = find_grants_not_used(FUNCTIONS, _calls)
    if any(_faults.values()) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for title, lines in _faults.items():
        if lines:
            terminalreporter.section(title, red=True)
        for line in lines:
            terminalreporter.line(line)
    if config.getoption("every_grant_used"):
        terminalreporter.line(f"{len(list_grants(FUNCTIONS))} grants; {len(_calls)} were needed by recorded calls")
