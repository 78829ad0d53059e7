"""mastodon-mock, which speaks Mastodon's API as another author understood it: installed on demand, apart from
everything else because it brings a web framework and a database library; started on loopback, stopped after the tests.
"""

import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from infra.assembly import ROOT
from infra.environments import install_once, make_python
from tests.twin.running import free_ports

INSTALLATION = ROOT / ".local/mastodon-mock"
REQUIREMENTS = Path(__file__).parent / "requirements.txt"
TOKEN, ACCOUNT = "mock_token", "@testuser@mastodon.example"
"""The one account that it begins with."""
INSTALL_LIMIT_SECONDS, START_LIMIT_SECONDS, STOP_LIMIT_SECONDS = 180, 60, 10


def install() -> None:
    """Make the environment, unless what the requirements name is there already. Raises StepFailed."""
    install_once(INSTALLATION, hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16], _install)


def _install() -> None:
    wanted = ["--requirement", str(REQUIREMENTS)]
    make_python(INSTALLATION, sys.executable, wanted, INSTALL_LIMIT_SECONDS, "Is the Python package registry in reach?")


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of a fresh server that keeps everything in memory; its log lies in `folder`."""
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    command = [str(INSTALLATION / "bin/mastodon_mock"), "serve", "--in-memory", "--host", "127.0.0.1"]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen([*command, "--port", str(port)], cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_it_answers(url, process, folder / "server.log")
        yield url
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx2.get(f"{url}/api/v2/instance", timeout=5)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"mastodon-mock did not start: {log.read_text()[-2000:]}")
