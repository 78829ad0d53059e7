"""A table of cells, wherever it came from: numbered as the spreadsheet shows it, its header found. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from portavoce.planning.calendar.cell import Cell
from portavoce.planning.calendar.columns import is_column

_HEADER_AMONG = 20
"""The rows among which the header is looked for: titles and empty lines may stand above it."""

_ENOUGH = 2


class CalendarRefused(Exception):
    """The file as a whole cannot be read; the message says where and what to do."""


class SheetRow(NamedTuple):
    """One row: `number` as the spreadsheet shows it, what makes it doubtful as a whole, and what to know of it."""

    number: int
    cells: tuple[Cell, ...]
    fault: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(cell.text.strip() or cell.fault for cell in self.cells)

    @property
    def headings(self) -> int:
        """How many of its cells name a column."""
        return sum(is_column(cell.text) for cell in self.cells)


class Sheet(NamedTuple):
    """A header, which may be empty, and the rows under it that have anything in them; `hidden` are the places, from 0,
    of columns that the spreadsheet does not show."""

    header: SheetRow
    rows: Sequence[SheetRow]
    hidden: frozenset[int] = frozenset()


def find_table(rows: Iterable[SheetRow]) -> Sheet:
    """The header, which is the first row with names of columns, and what stands under it."""
    filled = [row for row in rows if not row.is_empty]
    among = filled[:_HEADER_AMONG]
    at = next((index for index, row in enumerate(among) if row.headings >= _ENOUGH), 0)
    return Sheet(filled[at] if filled else SheetRow(1, ()), filled[at + 1 :])
