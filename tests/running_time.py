"""Which tests `make test` runs of those that are enumerated, and which may take long.

`@pytest.mark.enumerated(one_in=4)`: of this test's cases every fourth runs; with `--whole` (`make check`) each does.
`@pytest.mark.whole`: a statement about all cases, which runs with `--whole` only.
`@pytest.mark.takes_long("why")`: a test that has a reason to take more than two seconds; the others are listed."""

from collections import Counter
from collections.abc import Generator

import pytest

LONG_SECONDS = 2.0

_long: dict[str, float] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run every case of the enumerated tests, not the sample")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # A worker that begins a long file when the others are at their end lets them wait.
    long_files = {item.path for item in items if item.get_closest_marker("takes_long")}
    items.sort(key=lambda item: item.path not in long_files)
    if config.getoption("--whole"):
        return
    seen = Counter[str]()
    kept, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        (kept if _is_in_sample(item, seen) else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def _is_in_sample(item: pytest.Item, seen: Counter[str]) -> bool:
    if item.get_closest_marker("whole"):
        return False
    marker = item.get_closest_marker("enumerated")
    if marker is None:
        return True
    name = item.nodeid.partition("[")[0]
    seen[name] += 1
    return (seen[name] - 1) % int(marker.kwargs["one_in"]) == 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    report.user_properties.append(("has_reason", item.get_closest_marker("takes_long") is not None))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.duration > LONG_SECONDS and ("has_reason", False) in report.user_properties:
        _long[report.nodeid] = report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _long:
        terminalreporter.section(f"longer than {LONG_SECONDS} s without a reason")
        for name, seconds in sorted(_long.items(), key=lambda one: -one[1]):
            terminalreporter.write_line(f"{seconds:5.1f} s  {name}")
