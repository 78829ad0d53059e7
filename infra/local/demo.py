"""`make demo`: the whole product on this machine, narrated. `--once` does not wait for a person."""

import argparse
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from infra.assembly import ROOT, StepFailed
from infra.local.emulator import DEFAULT_PORT, PortInUse
from infra.local.figures import figures, shortfalls
from infra.local.mailbox import serve_mailbox
from infra.local.story import Story
from infra.local.twin import Twin

REPORT = ROOT / ".local/demo.json"
COLD = ROOT / ".local/cold_seconds"
STARTED = "PORTAVOCE_DEMO_STARTED"
"""Epoch seconds at which `make` began, so that what it installed counts."""


def main() -> int:
    """0: every promise of the story held. 1: a step failed or a promise did not hold. 2: a port is in use."""
    arguments = _arguments()
    console = Console()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever stops the demo stops all that it started
    began = float(os.environ.get(STARTED, time.time()))
    try:
        with Twin(arguments.port) as twin:
            return _run(twin, console, began, once=arguments.once)
    except PortInUse as taken:
        console.print(f"[red]{taken}[/]", highlight=False)
        return 2
    except StepFailed as failed:
        console.print(f"\n[red]A step failed:[/] {failed}", highlight=False)
        return 1
    except KeyboardInterrupt:
        console.print("\nstopped")
        return 0


def _run(twin: Twin, console: Console, began: float, *, once: bool) -> int:
    REPORT.unlink(missing_ok=True)
    twin.start(lambda text: console.print(f"  {text} …", highlight=False))
    ready_seconds = time.time() - began
    if not COLD.exists():
        COLD.write_text(f"{ready_seconds:.1f}")
    Story(twin, console).tell()
    found = figures(twin.evidence(), datetime.now(UTC)) | {
        "cold_seconds": float(COLD.read_text()),
        "ready_seconds": round(ready_seconds, 1),
        "total_seconds": round(time.time() - began, 1),
    }
    REPORT.write_text(json.dumps(found, indent=2, default=str))
    broken = shortfalls(found)
    _sum_up(console, found, broken)
    if not once:
        _wait_for_a_person(twin, console)
    return 1 if broken else 0


def _sum_up(console: Console, found: dict[str, Any], broken: list[str]) -> None:
    console.print()
    console.rule("[bold]Read back from the table, the networks and the mailbox", align="left")
    console.print_json(json.dumps(found, default=str))
    for promise in broken:
        console.print(f"[red]not held: {promise}[/]", highlight=False)
    if not broken:
        console.print(f"[green]every promise of the story held[/] ({REPORT.relative_to(ROOT)})", highlight=False)


def _wait_for_a_person(twin: Twin, console: Console) -> None:
    console.print("\nLook around:", style="bold")
    for simulator in twin.networks.ports:
        console.print(f"  timeline of the simulated {simulator}: {twin.networks.url(simulator)}/")
    with serve_mailbox(twin.emulator.mails) as url:
        console.print(f"  the mailbox: {url}/")
        console.print(f"  the API: {twin.outputs.api_url}/api/v1 (signed; try `uv run portavoce status --stage local`)")
        console.print("Ctrl-C stops everything.")
        while True:
            time.sleep(3600)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="tell the story, write .local/demo.json, and end")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="the emulator's port")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
