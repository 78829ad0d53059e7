"""A calendar written as .xlsx: texts stay texts, times are times, and what can be chosen is offered as a list.

openpyxl is imported only where a workbook is written."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from portavoce.planning.calendar.columns import COLUMNS, Column
from portavoce.planning.calendar.workbook import escape_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LONGEST_CELL = 32_767
"""Letters in one cell of Excel (support.microsoft.com, “Excel specifications and limits”)."""

_LAST_ROW = 20_001
_TEXT, _TIME, _PRECISE_TIME = "@", "yyyy-mm-dd hh:mm", "yyyy-mm-dd hh:mm:ss"
_WIDTHS = {"post": 22, "when": 18, "text": 60, "media": 30, "alt_text": 30, "link": 30, "first_comment": 30}


def write_workbook(rows: Sequence[Mapping[str, str]], choices: Mapping[str, Sequence[str]]) -> bytes:
    """The calendar with these rows, each its cells by column; `choices` are what a column's list offers.

    A second sheet says what each column means, with an example."""
    from openpyxl import Workbook  # noqa: PLC0415 - only where a workbook is written

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "calendar"
    sheet.append([one.name for one in COLUMNS])
    sheet.freeze_panes = "A2"
    for at, column in enumerate(COLUMNS, start=1):
        _format_column(sheet, at, column)
        for number, row in enumerate(rows, start=2):
            if text := row.get(column.name):
                _write_cell(sheet, number, at, column.name, text)
    _explain_columns(book.create_sheet("columns"))
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for at, column in enumerate(COLUMNS, start=1):
        _offer_list(sheet, lists, at, column, choices.get(column.name) or column.choices)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _format_column(sheet: "Worksheet", at: int, column: Column) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.cell(1, at).font = Font(bold=True)
    dimension = sheet.column_dimensions[get_column_letter(at)]
    dimension.width = _WIDTHS.get(column.name, 15)
    dimension.number_format = _TIME if column.name == "when" else _TEXT


def _write_cell(sheet: "Worksheet", number: int, at: int, name: str, text: str) -> None:
    cell = sheet.cell(number, at)
    try:
        moment = datetime.fromisoformat(text) if name == "when" else None
    except ValueError:
        moment = None
    if moment:
        cell.value = moment
        cell.number_format = _PRECISE_TIME if moment.second else _TIME
        return
    cell.value = escape_text(text)
    cell.data_type = "s"
    cell.number_format = _TEXT


def _explain_columns(sheet: "Worksheet") -> None:
    from openpyxl.styles import Font  # noqa: PLC0415

    sheet.append(["column", "what it says", "an example", "needed"])
    for column in COLUMNS:
        sheet.append([column.name, column.says, column.example, "yes" if column.is_needed else "no"])
    for at, width in enumerate((18, 90, 40, 10)):
        sheet.column_dimensions["ABCD"[at]].width = width
        sheet.cell(1, at + 1).font = Font(bold=True)


def _offer_list(sheet: "Worksheet", lists: "Worksheet", at: int, column: Column, offered: Sequence[str]) -> None:
    """Shows what the column means beside its cells, and what may be chosen. What stands there else is not forbidden:
    whoever plans the calendar says so in better words."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    letter = get_column_letter(at)
    for number, one in enumerate(offered, start=1):
        lists.cell(number, at).value = one
    formula = f"lists!${letter}$1:${letter}${len(offered)}" if offered else None
    rule = DataValidation(type="list" if offered else None, formula1=formula, allow_blank=True, showErrorMessage=False)
    rule.promptTitle, rule.prompt = column.name, f"{column.says} Example: {column.example}"[:255]
    rule.showInputMessage = True
    rule.add(f"{letter}2:{letter}{_LAST_ROW}")
    sheet.add_data_validation(rule)
