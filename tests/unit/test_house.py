"""The house keeps its own rules: who may import whom, how long a page may be, where the clock stands."""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any

import grimp
import pytest

from portavoce.platforms import discovery
from tests.house import ROOT, sources

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_DOORWAY = 300, 40, 40
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
NO_CIRCLES, ROOMS_ARROW = "No arrow runs back up, and none runs in a circle", ".brands -> .reporting (1 import)"
"""Of a circle, import-linter names the rooms and not the files."""
BREAKS = {
    "Rooms are pure: no clock, network, AWS or environment": ("portavoce.planning.series.named_nowhere", "time"),
    "Decisions and values know no table, no use case and no platform's door": (
        "portavoce.publishing.states",
        "portavoce.publishing.records",
    ),
    "Records are a room's items in the table and nothing else": (
        "portavoce.brands.records",
        "portavoce.platforms.discovery",
    ),
    "Records are opened by their own room's use cases and by the wiring": (
        "functions.act.handler",
        "portavoce.community.records",
    ),
    "Use cases are handed AWS, the clock and the platforms": (
        "portavoce.publishing.service.ledger",
        "portavoce.platforms.http",
    ),
    "Rooms know each other's values only: the rest is an event, or what wiring hands in": (
        "portavoce.planning.service",
        "portavoce.publishing.delays",
    ),
    NO_CIRCLES: ("portavoce.brands.model", "portavoce.reporting.model"),
    "A platform knows the contract, the HTTP door and values": (
        "portavoce.platforms.x.client",
        "portavoce.table.layout",
    ),
    "Only the composition root, the doorways, the API and the console know the wiring": (
        "portavoce.brands.service",
        "portavoce.runtime.clock",
    ),
    "Only its own doorway knows the API": ("functions.notify.handler", "portavoce.api.pages"),
    "Only its own doorway knows the console": ("portavoce.runtime.new_wiring", "portavoce.console.app"),
    "No page knows another: what they share stands beside them": (
        "portavoce.console.pages.new_page",
        "portavoce.console.pages.today",
    ),
    "The command line is a client: the product does not know it": (
        "portavoce.reporting.service",
        "portavoce.cli.display",
    ),
    "The command line speaks to the API and never to the table": (
        "portavoce.cli.commands.status",
        "portavoce.table.layout",
    ),
    "No command knows another: what they share stands beside them": (
        "portavoce.cli.commands.status",
        "portavoce.cli.commands.freeze",
    ),
    "Doorways know no AWS client": ("functions.publish.handler", "boto3"),
    "No doorway leads to another": ("functions.reconcile.handler", "functions.dispatch_due.handler"),
    "The product does not know where it is deployed": ("portavoce.runtime.settings", "infra.topology"),
    "What is deployed is described from plain data: the table's layout and the platforms' manifests": (
        "infra.topology",
        "portavoce.brands.model",
    ),
}
"""One import for each contract that it does not allow: importer and imported. The first importer is a new file."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What import-linter says of each broken contract, by name, in a copy of the house with every import of BREAKS."""
    copy = tmp_path_factory.mktemp("house")
    for folder in ("layers/core/python/portavoce", "functions", "infra"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for importer, imported in BREAKS.values():
        with module_file(copy, importer).open("a") as source:
            source.write(f"\nimport {imported}\n")
    linted = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=copy,
        env={"PATH": os.defpath, "PYTHONPATH": str(copy / "layers/core/python"), "COLUMNS": "400", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert linted.returncode == 1, linted.stdout[-3000:] + linted.stderr[-3000:]
    _, _, broken = linted.stdout.partition("Broken contracts")
    starts = sorted((broken.index(f"\n{name}\n"), name) for name in BREAKS if f"\n{name}\n" in broken)
    ends = [start for start, _ in starts[1:]] + [len(broken)]
    return {name: broken[start:end] for (start, name), end in zip(starts, ends, strict=True)}


def module_file(house: Path, module: str) -> Path:
    folder = house / "layers/core/python" if module.startswith("portavoce.") else house
    return folder / f"{module.replace('.', '/')}.py"


@pytest.mark.parametrize("contract", [one["name"] for one in CONTRACTS])
def test_a_contract_that_one_import_breaks_is_named_as_broken(verdicts: dict[str, str], contract: str) -> None:
    importer, imported = BREAKS[contract]
    arrow = f"{importer} -> {imported} ("
    assert (ROOMS_ARROW if contract == NO_CIRCLES else arrow) in verdicts[contract]


def test_no_test_takes_what_it_shares_from_another_test() -> None:
    taken = [
        f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {name}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node)
        if name.startswith(("tests.", ".")) and ".test_" in name
    ]
    assert taken == [], "what two tests share stands in a module that is no test"


def imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The full names of what an import names; those of a relative one begin with a dot."""
    of = f"{'.' * node.level}{node.module or ''}." if isinstance(node, ast.ImportFrom) else ""
    return [of + one.name for one in node.names]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("portavoce", cache_dir=None)


def test_no_platform_imports_another_whatever_its_name(graph: grimp.ImportGraph) -> None:
    folders = [f"portavoce.platforms.{name}" for name in discovery.names()]
    assert len(folders) > 3
    chains = [chain for pair in permutations(folders, 2) for chain in graph.find_shortest_chains(*pair)]
    assert [" imports ".join(chain) for chain in chains] == []


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {path: len(text.splitlines()) for path, text, _ in sources()}
    tests = (ROOT / "tests").rglob("*.py")
    lengths |= {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in tests}
    assert len(lengths) > 500
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_page() -> None:
    too_long = [
        f"{path}: {node.name}"
        for path, _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert too_long == []


def test_a_doorway_fits_on_a_page() -> None:
    lengths = {path: len(text.splitlines()) for path, text, _ in sources() if path.startswith("functions/")}
    assert len(lengths) > 10
    assert max(lengths.values()) <= LONGEST_DOORWAY


def test_whoever_catches_everything_says_why() -> None:
    silent = [
        f"{path}:{node.lineno}"
        for path, text, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
        if not reason(text.splitlines(), node.lineno)
    ]
    assert silent == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    kinds = [None] if handler.type is None else [getattr(one, "id", "") for one in ast.walk(handler.type)]
    return not {None, "Exception", "BaseException"}.isdisjoint(kinds)


def reason(lines: list[str], number: int) -> str:
    """The comment beside an `except`, or the one right under it, without what only speaks to ruff."""
    beside, under = lines[number - 1].partition("#")[2], lines[number].strip()
    return beside.replace("noqa: BLE001", "").strip(" -") or (under if under.startswith("#") else "")


def test_money_is_never_a_float() -> None:
    inexact = [
        f"{path}:{node.lineno}"
        for path, _, tree in sources()
        if "/portavoce/advertising/" in path
        or path.endswith(("/cli/commands/metrics.py", "/cli/display.py", "/routes/money.py"))
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float))
    ]
    assert inexact == []


def test_the_product_asks_the_time_in_one_place() -> None:
    """The command line runs on a person's machine, where `doctor` holds its clock against the API's."""
    asking = {
        path.partition("/portavoce/")[2]
        for path, _, tree in sources()
        if "/portavoce/" in path
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"now", "today", "utcnow"}
    }
    assert asking == {"runtime/clock.py", "cli/commands/doctor.py"}
