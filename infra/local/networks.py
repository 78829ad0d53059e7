"""The simulated networks of the twin: started as processes on loopback, seeded with the demo brand's accounts."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from infra.assembly import ROOT, StepFailed
from infra.interruption import hold_back
from infra.local.ports import HOST, Ports
from portavoce.platforms import discovery

SERVES = {
    "facebook": "meta",
    "instagram": "meta",
    "meta_ads": "meta",
    "x": "x",
    "x_ads": "x",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
}
"""Which simulator speaks for which platform; a platform without one is sent to a closed port."""

NOBODY = f"http://{HOST}:9"
START_LIMIT_SECONDS = 20
READY = '"state": "ready"'


@dataclass
class Networks:
    """The running simulators and what one may ask of them behind the scenes."""

    log_folder: Path
    ports: Mapping[str, int] = field(default_factory=lambda: Ports().networks)
    _processes: list[subprocess.Popen[str]] = field(default_factory=list)
    _http: httpx2.Client = field(default_factory=lambda: httpx2.Client(timeout=60))

    def url(self, simulator: str) -> str:
        """Where a simulator listens."""
        return f"http://{HOST}:{self.ports[simulator]}"

    def platform_urls(self) -> dict[str, str]:
        """Base URLs for the local stage: every platform that there is, none of them outside this machine."""
        return {name: self.url(SERVES[name]) if name in SERVES else NOBODY for name in discovery.names()}

    def launch(self) -> None:
        """Start every simulator, and wait for none."""
        self.log_folder.mkdir(parents=True, exist_ok=True)
        for simulator, port in self.ports.items():
            command = [sys.executable, "-m", "infra.local.simulators.serve", simulator, "--port", str(port)]
            with self._log(simulator).open("w") as log, hold_back():
                self._processes.append(
                    subprocess.Popen(
                        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True
                    )
                )

    def await_all(self) -> None:
        """Wait until all that was launched is up. Raises StepFailed when one does not come up."""
        for simulator, process in zip(self.ports, self._processes, strict=True):
            self._wait(simulator, process)

    def stop(self) -> None:
        """Stop them all."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(10)
        self._processes.clear()
        self._http.close()

    def state(self, simulator: str) -> dict[str, Any]:
        """Everything a simulator holds, tokens without their values."""
        return self._ask("GET", simulator, "state")

    def states(self) -> dict[str, dict[str, Any]]:
        """The state of every simulator."""
        return {simulator: self.state(simulator) for simulator in self.ports}

    def seed(self, simulator: str, kind: str, body: Mapping[str, Any]) -> None:
        """Create or change accounts, ads or numbers."""
        self._ask("POST", simulator, kind, body)

    def fault(self, simulator: str, **switch: Any) -> None:
        """Set one fault switch."""
        self._ask("POST", simulator, "faults", switch)

    def visit(self, simulator: str, visits: Sequence[Mapping[str, Any]], *, duplicated: bool = False) -> dict[str, Any]:
        """Let other people comment; the webhooks of the batch are delivered before this returns."""
        return self._ask("POST", simulator, "comments", {"comments": list(visits), "duplicated": duplicated})

    def _ask(self, method: str, simulator: str, what: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        answer = self._http.request(method, f"{self.url(simulator)}/_sim/{what}", json=body)
        if answer.is_error:
            raise StepFailed(f"the simulated {simulator} refused {method} {what}: {answer.text[:500]}")
        found: dict[str, Any] = answer.json()
        return found

    def _log(self, simulator: str) -> Path:
        return self.log_folder / f"{simulator}.log"

    def _wait(self, simulator: str, process: subprocess.Popen[str]) -> None:
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            # By its own word: another program on the port would answer just as well.
            if READY in self._log(simulator).read_text():
                return
            time.sleep(0.1)
        last_words = self._log(simulator).read_text()[-1000:]
        self.stop()
        raise StepFailed(f"the simulated {simulator} did not start on port {self.ports[simulator]}:\n{last_words}")
