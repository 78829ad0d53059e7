"""Numbers beside their goals."""

from typing import NamedTuple, Self

from rich.console import Console
from rich.table import Table


class Figure(NamedTuple):
    """One number that was measured or modelled, and whether its goal is held."""

    name: str
    unit: str
    goal: str
    measured: float
    held: bool

    @classmethod
    def at_most(cls, name: str, unit: str, most: float, measured: float) -> Self:
        """A number that may be as large as `most`."""
        return cls(name, unit, f"<= {most:.3g}", round(measured, 3), measured <= most)


def print_figures(figures: list[Figure]) -> None:
    """Shows them all."""
    grid = Table(title="Goals")
    for column in ("what", "measured", "goal", "held"):
        grid.add_column(column)
    for one in figures:
        grid.add_row(one.name, f"{one.measured:g} {one.unit}", f"{one.goal} {one.unit}", "yes" if one.held else "NO")
    Console(width=120).print(grid)
