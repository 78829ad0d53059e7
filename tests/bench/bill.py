"""The bill: one line per act, printed at the end and kept for the next comparison."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table as Grid

from tests.bench.meter import Spent

SOURCE = "counted on the emulator, not billed by AWS"


class Line(NamedTuple):
    """One act, each number that of one time. `budget` is DESIGN's, in words."""

    act: str
    read_units: float
    write_units: float
    requests: float
    queries: float
    writes: float
    refused: float
    budget: str


class Start(NamedTuple):
    """What a fresh interpreter takes to import something: milliseconds of a processor, and multiples of two others."""

    name: str
    milliseconds: float
    interpreters: float
    boto3s: float


@dataclass
class Bill:
    """What was counted in this run."""

    lines: list[Line] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)

    def add(self, act: str, spent: Spent, *, times: int = 1, budget: str = "") -> Line:
        """Notes an act that was done `times` times for what was `spent`, and gives its line."""
        line = Line(
            act,
            spent.read_units / times,
            spent.write_units / times,
            spent.requests / times,
            spent.queries / times,
            spent.writes / times,
            spent.refused / times,
            budget,
        )
        self.lines.append(line)
        return line

    def publish(self, path: Path) -> None:
        """Prints the tables and writes them to `path`."""
        console = Console(width=120)
        if self.lines:
            console.print(_acts(self.lines))
        if self.starts:
            console.print(_starts(self.starts))
        path.parent.mkdir(exist_ok=True)
        document = {"source": SOURCE} | {
            name: [one._asdict() for one in rows] for name, rows in (("acts", self.lines), ("starts", self.starts))
        }
        path.write_text(json.dumps(document, indent=1) + "\n")


def _acts(lines: list[Line]) -> Grid:
    grid = Grid(title=f"What each act costs ({SOURCE})")
    grid.add_column("act")
    for name in ("RCU", "WCU", "requests", "queries", "writes"):
        grid.add_column(name, justify="right")
    grid.add_column("budget")
    for line in lines:
        numbers = (line.read_units, line.write_units, line.requests, line.queries, line.writes)
        grid.add_row(line.act, *(f"{number:g}" for number in numbers), line.budget)
    return grid


def _starts(starts: list[Start]) -> Grid:
    grid = Grid(title="What a cold start imports (processor time, median, this machine)")
    grid.add_column("what")
    for name in ("ms", "bare interpreters", "of import boto3"):
        grid.add_column(name, justify="right")
    for one in starts:
        grid.add_row(one.name, f"{one.milliseconds:.0f}", f"{one.interpreters:.1f}", f"{one.boto3s:.2f}")
    return grid
