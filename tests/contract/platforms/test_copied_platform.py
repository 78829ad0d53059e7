"""A new platform is one new folder with its samples, and nothing else is edited: shown with a copy of X.

The copy stands in a copy of the house, so that the product, its contract suite and its webhook route are those that
everybody runs. The copied folder says its new name in one place, its manifest."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from infra.assembly import with_our_tools
from portavoce.platforms import discovery

ROOT = Path(__file__).parents[3]
NEW = "birdsong"
PRODUCT = Path("layers/core/python/portavoce")
NEEDED = (
    PRODUCT,
    Path("functions"),
    Path("infra"),
    Path("layers/assets"),
    Path("tests/contract/platforms"),
    Path("events/samples/webhooks"),
)
FILES = (
    "cdk.json",
    "pyproject.toml",
    "uv.lock",
    "tests/__init__.py",
    "tests/aurora.py",
    "tests/contract/__init__.py",
    "tests/contract/conftest.py",
)
LIMIT_SECONDS = 240


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with one folder more."""
    copy = tmp_path_factory.mktemp("house")
    for folder in NEEDED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, copy / file)
    shutil.copytree(copy / PRODUCT / "platforms" / "x", copy / PRODUCT / "platforms" / NEW)
    shutil.copytree(copy / "events/samples/webhooks/x", copy / "events/samples/webhooks" / NEW)
    manifest = copy / PRODUCT / "platforms" / NEW / "manifest.py"
    manifest.write_text(manifest.read_text().replace('name="x"', f'name="{NEW}"'))
    for installed in (".local", "node_modules"):  # the tools, the vendor layer, and what the console loads: the same
        (copy / installed).symlink_to(ROOT / installed)
    return copy


def run(house: Path, *command: str) -> str:
    path = {"PYTHONPATH": f"{house / 'layers/core/python'}{os.pathsep}{house}", "PATH": with_our_tools()}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=house,
        env=path,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_copied_folder_is_discovered(house: Path) -> None:
    program = "import json; from portavoce.platforms import discovery as d; print(json.dumps(d.names()))"
    assert json.loads(run(house, "-c", program)) == sorted([*discovery.names(), NEW])


def test_the_webhook_route_takes_its_deliveries(house: Path) -> None:
    program = (
        "from portavoce.runtime.wiring.webhooks import webhook_of\n"
        f"print(webhook_of('{NEW}').__name__, webhook_of('no-such-platform'))"
    )
    assert run(house, "-c", program).split() == [f"portavoce.platforms.{NEW}.webhook", "None"]


def test_its_deliveries_carry_its_own_name(house: Path) -> None:
    sample = house / "events/samples/webhooks" / NEW / "reply.json"
    program = (
        f"import pathlib; from portavoce.platforms import discovery as d; inbox = d.part('{NEW}', 'inbox')\n"
        f"print(*{{one.platform for one in inbox.interactions(pathlib.Path({str(sample)!r}).read_bytes())}})"
    )
    assert run(house, "-c", program).split() == [NEW]


@pytest.mark.takes_long("the contract suite runs on the copy")
def test_the_contract_suite_holds_it_to_everything_that_it_holds_x_to(house: Path) -> None:
    suite = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contract/platforms")
    collected = run(house, *suite, "--collect-only").splitlines()

    def runs_for(name: str) -> int:
        """How many tests of the suite are run for this platform: its name is one of the parameters in their ids."""
        return sum(name in line.partition("[")[2].rstrip("]").split("-") for line in collected)

    passed = int(run(house, *suite, "-k", NEW).rpartition(" passed")[0].split()[-1])
    assert passed == runs_for(NEW) == runs_for("x") > 40


@pytest.fixture(scope="module")
def synthesised(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cloud assembly of the copied house."""
    folder = tmp_path_factory.mktemp("synthesis") / "assembly"
    context = "{'stage': 'dev', 'mail_from': 'hello@aurora.example'}"
    run(
        house,
        "-c",
        f"import pathlib; from infra.assembly import synthesise; synthesise(pathlib.Path({str(folder)!r}), {context})",
    )
    return folder


@pytest.mark.whole
@pytest.mark.takes_long("a synthesis of its own")
def test_the_layer_that_is_deployed_holds_it(synthesised: Path, house: Path) -> None:
    (core,) = synthesised.glob("asset.*/python/portavoce/platforms")
    deployed = {path.name for path in (core / NEW).glob("*.py")}
    assert deployed == {path.name for path in (house / PRODUCT / "platforms" / NEW).glob("*.py")} >= {"manifest.py"}


@pytest.mark.whole
def test_the_deployed_webhook_route_names_no_platform(synthesised: Path) -> None:
    resources = json.loads((synthesised / "portavoce-dev-app.template.json").read_text())["Resources"].values()
    routes = {one["Properties"]["RouteKey"] for one in resources if one["Type"] == "AWS::ApiGatewayV2::Route"}
    doors = {key.partition(" ")[2].removesuffix("/deletion/{code}").removesuffix("/deletion") for key in routes}
    assert {door for door in doors if "webhooks" in door} == {"/webhooks/{platform}"}


def test_the_twin_sends_it_to_an_address_on_this_machine(house: Path) -> None:
    program = (
        "import json, pathlib; from infra.local.networks import Networks\n"
        "print(json.dumps(Networks(pathlib.Path('logs')).platform_urls()))"
    )
    urls = json.loads(run(house, "-c", program))
    assert urls.keys() == {*discovery.names(), NEW}
    assert urlsplit(urls[NEW]).hostname == "127.0.0.1"
