"""`make demo`: the whole product on this machine, narrated. `--once` does not wait for a person."""

import argparse
import json
import os
import signal
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from infra.assembly import ROOT, StepFailed
from infra.interruption import STOPPED
from infra.local.console_person import let_owner_in
from infra.local.figures import describe_figure, figures, shortfalls
from infra.local.mailbox import serve_mailbox
from infra.local.narrator import command_line, show_heading
from infra.local.ports import DEFAULT_BASE, PortInUse, PortUnfit, read_base
from infra.local.steps import Steps
from infra.local.storm import StormStory
from infra.local.twin import Twin

COLD = ROOT / ".local/cold_seconds"
STARTED = "PORTAVOCE_DEMO_STARTED"
"""Epoch seconds at which `make` began, so that what it installed counts."""
TRY = (("status",), ("comments", "--brand", "aurora"), ("post", "show", "aurora.autumn-blend.facebook"), ("doctor",))


def main() -> int:
    """0: every promise of the story held. 1: a step failed or a promise did not hold. 2: the port will not do.

    Raises KeyboardInterrupt when somebody ends it before all is told."""
    arguments, console = _arguments(), Console()
    began = float(os.environ.get(STARTED, time.time()))
    try:
        with Twin(read_base(arguments.port)) as twin:
            status = _run(twin, console, began, once=arguments.once, crisis=arguments.crisis)
    except (PortInUse, PortUnfit) as refused:
        console.print(str(refused), style="red", highlight=False, markup=False, soft_wrap=True)
        return 2
    except StepFailed as failed:
        console.print(f"\nA step failed: {failed}", style="red", highlight=False, markup=False, soft_wrap=True)
        return 1
    if not arguments.once:
        console.print(f"\n{STOPPED}")
    return status


def _run(twin: Twin, console: Console, began: float, *, once: bool, crisis: bool) -> int:
    report = twin.own_file("demo.json")
    twin.ports.refuse_taken()
    report.unlink(missing_ok=True)
    with Steps(console) as steps:
        twin.start(steps)
    with serve_mailbox(twin.emulator.mails, twin.ports) as mailbox:
        story = StormStory(twin, console)
        broken = _tell(story, began, report)
        if crisis:
            story.tell_storm()
        _show_console(twin, console)
        if not once:
            _wait_for_a_person(twin, console, mailbox)
    return 1 if broken else 0


def _tell(story: StormStory, began: float, report: Path) -> list[str]:
    """Tells the story and writes its figures; the promises that did not hold."""
    ready_seconds = time.time() - began
    if not COLD.exists():
        COLD.write_text(f"{ready_seconds:.1f}")
    story.tell()
    found = figures(story.twin.evidence(), datetime.now(UTC)) | {
        "cold_seconds": float(COLD.read_text()),
        "ready_seconds": round(ready_seconds, 1),
        "total_seconds": round(time.time() - began, 1),
    }
    report.write_text(json.dumps(found, indent=2, default=str))
    broken = shortfalls(found)
    _sum_up(story.console, found, broken, report)
    return broken


TOO_BUSY = (
    "The figures above tell by how much. Seconds are missed where this machine has too little to give: close what else "
    "runs on it and tell the story again. What is missed on a machine that does nothing else is a defect."
)


def _sum_up(console: Console, found: dict[str, Any], broken: list[str], report: Path) -> None:
    show_heading(console, "Read back from the table, the networks and the mailbox")
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, value in found.items():
        table.add_row(name.replace("_", " "), Text(describe_figure(value), overflow="fold"))
    console.print(table)
    for promise in broken:
        console.print(f"[red]not held: {promise}[/]", highlight=False)
    if broken:
        console.print(TOO_BUSY, highlight=False)
    if not broken:
        console.print(f"[green]every promise of the story held[/] ({report.relative_to(ROOT)})", highlight=False)


def _show_console(twin: Twin, console: Console) -> None:
    person = let_owner_in(twin)
    show_heading(console, "The console")
    lines = [f"{twin.outputs.api_url}/console", f"sign in as {person.email} with {person.password}"]
    lines += ["The password in the invitation, which is in the mailbox, is used up:", "the demo has chosen this one."]
    console.print("\n".join(f"  {line}" for line in lines), highlight=False, markup=False, soft_wrap=True)


def _wait_for_a_person(twin: Twin, console: Console, mailbox: str) -> None:
    show_heading(console, "Look around")
    lines = [f"the simulated {name}: {twin.networks.url(name)}/" for name in twin.networks.ports]
    lines += [f"the mailbox: {mailbox}/", f"the API: {twin.outputs.api_url}/api/v1/openapi.json (asks for a signature)"]
    lines += ["", "The command line signs. In another terminal, in this folder:"]
    lines += [command_line(twin, *one) for one in TRY]
    lines += ["", "Ctrl-C stops everything."]
    console.print("\n".join(f"  {line}".rstrip() for line in lines), highlight=False, markup=False, soft_wrap=True)
    with suppress(KeyboardInterrupt):
        while True:
            signal.pause()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="tell the story, write .local/demo.json, and end")
    parser.add_argument("--crisis", action="store_true", help="tell of a storm of comments, too")
    parser.add_argument("--port", default=str(DEFAULT_BASE), help="the number that all ports are counted from")
    return parser.parse_args()
