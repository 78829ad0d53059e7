"""The bill: one line per act, one per goal, printed at the end and kept for the next comparison."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table as Grid

from tests.bench.meter import Spent

SOURCE = "counted on the emulator, not billed by AWS"


class Line(NamedTuple):
    """One act, each number that of one time."""

    act: str
    read_units: float
    write_units: float
    requests: float
    queries: float
    writes: float
    refused: float


class Goal(NamedTuple):
    """What is promised and what was found; `held` says whether the one keeps within the other."""

    name: str
    unit: str
    goal: float
    measured: float
    held: bool


@dataclass
class Bill:
    """What was counted in this run."""

    lines: list[Line] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    item_bytes: dict[str, int] = field(default_factory=dict)
    """How large an item of each kind is."""

    def add(self, act: str, spent: Spent, *, times: int = 1) -> Line:
        """Notes an act that was done `times` times for what was `spent`, and gives its line."""
        line = Line(
            act,
            spent.read_units / times,
            spent.write_units / times,
            spent.requests / times,
            spent.queries / times,
            spent.writes / times,
            spent.refused / times,
        )
        self.lines.append(line)
        return line

    def hold(self, name: str, unit: str, measured: float, *, most: float) -> bool:
        """Notes a goal, the most that is allowed; whether it is held."""
        return self._note(Goal(name, unit, most, round(measured, 4), measured <= most))

    def reach(self, name: str, unit: str, measured: float, *, least: float) -> bool:
        """Notes a goal, the least that is wanted; whether it is held."""
        return self._note(Goal(name, f"{unit}, at least", least, round(measured, 4), measured >= least))

    def publish(self, path: Path) -> None:
        """Prints the tables, and writes the goals to `path`."""
        console = Console(width=130)
        if self.lines:
            console.print(_acts(self.lines))
        if self.goals:
            console.print(_goals(self.goals))
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps([goal._asdict() for goal in self.goals], indent=1) + "\n")

    def _note(self, goal: Goal) -> bool:
        self.goals.append(goal)
        return goal.held


def _acts(lines: list[Line]) -> Grid:
    grid = Grid(title=f"What each act costs ({SOURCE})")
    grid.add_column("act")
    for name in ("RCU", "WCU", "requests", "queries", "writes"):
        grid.add_column(name, justify="right")
    for line in lines:
        numbers = (line.read_units, line.write_units, line.requests, line.queries, line.writes)
        grid.add_row(line.act, *(f"{number:g}" for number in numbers))
    return grid


def _goals(goals: list[Goal]) -> Grid:
    grid = Grid(title="Goals, and what this run found")
    grid.add_column("what")
    grid.add_column("unit")
    for name in ("goal", "measured", ""):
        grid.add_column(name, justify="right")
    for one in goals:
        grid.add_row(one.name, one.unit, f"{one.goal:g}", f"{one.measured:g}", "held" if one.held else "MISSED")
    return grid
