"""A calendar as an .xlsx workbook, as a table of cells: nothing is computed, and nothing that it links to fetched.

openpyxl is imported only where a workbook is read: what plans in AWS does not have it."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from portavoce.planning.calendar.cell import Cell
from portavoce.planning.calendar.sheet import CalendarRefused, Sheet, SheetRow, find_table

if TYPE_CHECKING:
    from openpyxl import Workbook

ZIP_MARK = b"PK\x03\x04"
MOST_BYTES, MOST_UNPACKED = 20_000_000, 150_000_000
"""A calendar of 10,000 rows has about 1 MB, and 10 MB unpacked."""

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 100
"""As many rows as Excel has; and columns enough to see that a row has more cells than headings."""

_NUMBER_FORMATS = frozenset({"General", "@", "0"})
_NO_CALENDAR = {
    "content.xml": "it is a LibreOffice file (.ods): save it as .xlsx",
    "xl/workbook.bin": "it is a binary Excel file (.xlsb): save it as .xlsx",
    "word/document.xml": "it is a text document: a calendar is a spreadsheet",
}
_ROW = re.compile(rb'<(?:\w+:)?row\b([^>]*?\br="(\d+)"[^>]*)>')
_COLUMN = re.compile(rb'<(?:\w+:)?col\b([^>]*?\bmin="(\d+)"[^>]*?\bmax="(\d+)"[^>]*)>')
_UNSEEN = re.compile(rb'\b(?:hidden="(?:1|true)"|(?:ht|width)="0(?:\.0*)?")')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): a control character as _xHHHH_, and an underscore that only looks like the
# beginning of one. Nothing else is undone, because Calc does not write the underscore so.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff](?=_x[0-9A-Fa-f]{4}_))_")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY = timedelta(days=1)
_HOURS = re.compile(r"h", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:UTC|GMT|WES?T|CES?T|EES?T|BST|MSK|[ECMP][SD]T)\b(?:[+-]\d+)?")
_APART = "show it as date and time alone, and write the zone into the column zone"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class _Marks(NamedTuple):
    """What openpyxl does not tell of a sheet that it reads row by row."""

    hidden: frozenset[int]
    hidden_columns: frozenset[int]
    merged: dict[int, str]
    has_formulas: bool


def read_workbook(content: bytes) -> Sheet:
    """The table of the only visible sheet that has the headings of a calendar. Raises CalendarRefused."""
    _check_size(content)
    try:
        with warnings.catch_warnings(action="ignore"):
            return _choose_sheet(_open(content, values=True), content)
    except CalendarRefused:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a damaged file makes it stumble over
        raise CalendarRefused(
            f"the workbook is damaged ({type(error).__name__}): open it in the spreadsheet and save it again as .xlsx"
        ) from None


def escape_text(text: str) -> str:
    """The text as a cell of a workbook keeps it."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _check_size(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise CalendarRefused(f"it has {len(content) // 10**6} MB, at most {MOST_BYTES // 10**6} MB are read: split it")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise CalendarRefused("the workbook is damaged or not whole: save or download it again") from None
    names = {one.filename for one in entries}
    if any(name.endswith(".iwa") for name in names):
        raise CalendarRefused("it is an Apple Numbers file: export it from Numbers as Excel (.xlsx)")
    for name, words in _NO_CALENDAR.items():
        if name in names:
            raise CalendarRefused(words)
    if "[Content_Types].xml" not in names:
        raise CalendarRefused("it is a ZIP file and no workbook: unpack it, and name the calendar in it")
    unpacked = sum(one.file_size for one in entries)
    if unpacked > MOST_UNPACKED:
        raise CalendarRefused(
            f"it has {unpacked // 10**6} MB unpacked, at most {MOST_UNPACKED // 10**6} MB are read: copy the calendar"
            " alone into a new workbook"
        )


def _open(content: bytes, *, values: bool) -> "Workbook":
    from openpyxl.reader.excel import ExcelReader  # noqa: PLC0415 - only where a workbook is read

    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    # A sheet that is one chart has no cells, and openpyxl stumbles over it when it reads row by row.
    reader.read_chartsheet = lambda *_: None  # type: ignore[method-assign]
    reader.read()
    return reader.wb


def _choose_sheet(book: "Workbook", content: bytes) -> Sheet:
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    tables = {title: _read_sheet(book, title, content) for title in visible}
    calendars = [title for title, table in tables.items() if table.header.headings > 1]
    if len(calendars) > 1:
        raise CalendarRefused(
            f"the sheets {', '.join(calendars)} all have headings of a calendar: hide or remove all but one"
        )
    if not visible:
        raise CalendarRefused("no sheet of the workbook is visible: show the one with the calendar")
    return tables[calendars[0] if calendars else visible[0]]


def _read_sheet(book: "Workbook", title: str, content: bytes) -> Sheet:
    marks = _marks(book, title)
    values = _rows(book, title)
    formulas = _rows(_open(content, values=False), title) if marks.has_formulas else iter(lambda: (), None)
    table = find_table(
        SheetRow(
            number,
            tuple(_cell(cell, at < len(formula) and formula[at].data_type == "f") for at, cell in enumerate(cells)),
            f"the cells {marks.merged[number]} are merged: unmerge them and fill each"
            if number in marks.merged
            else "",
            tuple(_notes(cells, is_hidden=number in marks.hidden)),
        )
        for number, (cells, formula) in enumerate(zip(values, formulas, strict=False), start=1)
        if any(cell.value is not None for cell in (*cells, *formula))
    )
    return table._replace(hidden=marks.hidden_columns)


def _notes(cells: Sequence[Any], *, is_hidden: bool) -> Iterator[str]:
    if is_hidden:
        yield "the row is hidden in the spreadsheet, and is planned as the others are"
    if any(cell.value is not None and cell.font.strike for cell in cells):
        yield "what stands in the row is struck through in the spreadsheet, and is planned as the others are"


def _rows(book: "Workbook", title: str) -> Iterator[Sequence[Any]]:
    sheet = book[title]
    # What a sheet says of its own size is not believed: rows would be filled up to it.
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=_MOST_ROWS):
        yield cells[:_MOST_COLUMNS]


def _marks(book: "Workbook", title: str) -> _Marks:
    with book[title]._get_source() as opened:  # type: ignore[attr-defined]
        part = opened.read()
    merged = {
        row: found[1].decode()
        for found in _MERGED.finditer(part)
        for row in range(int(found[2]), min(int(found[3]), int(found[2]) + _MOST_COLUMNS) + 1)
    }
    hidden = frozenset(int(found[2]) for found in _ROW.finditer(part) if _UNSEEN.search(found[1]))
    columns = frozenset(
        at - 1
        for found in _COLUMN.finditer(part)
        if _UNSEEN.search(found[1])
        for at in range(int(found[2]), min(int(found[3]), _MOST_COLUMNS) + 1)
    )
    return _Marks(hidden, columns, merged, _FORMULA.search(part) is not None)


def _cell(cell: Any, is_formula: bool) -> Cell:
    value = cell.value
    if value is None:
        # A formula whose result is no letters has the type of a text; one that nobody has computed has none.
        unknown = is_formula and cell.data_type == "n"
        return (
            Cell("", "a formula stands here without its result: open the file in the spreadsheet and save it")
            if unknown
            else Cell("")
        )
    if isinstance(value, str):
        return Cell(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), value))
    if isinstance(value, timedelta) and not timedelta() <= value < _DAY:
        return Cell(str(value), "a span of a day or more stands here, and no time of day: write such as 09:30")
    if isinstance(value, date | time | timedelta):
        return Cell(_moment(value, cell.number_format), _find_zone(cell.number_format), is_date=True)
    if isinstance(value, bool):
        return Cell(str(value).upper())
    return _number(value, cell.number_format)


def _find_zone(number_format: str) -> str:
    """What is wrong with a time whose format writes a time zone beside it, as letters of its own; else nothing."""
    found = _ZONE.search(" ".join(_QUOTED.findall(number_format)))
    return f"the cell shows the time zone {found[0]}, which is no part of its time: {_APART}" if found else ""


def _number(value: float, number_format: str) -> Cell:
    if number_format in _NUMBER_FORMATS and value == int(value) and abs(value) < 10**15:
        return Cell(str(int(value)))
    return Cell(
        f"{value:.15g}",
        f"a number stands here ({value:.15g}) that the spreadsheet shows in its own way: format the cell as text, or a"
        " date as date and time, and write it again",
    )


def _moment(value: date | time | timedelta, number_format: str) -> str:
    if isinstance(value, timedelta):
        value = (datetime(2000, 1, 1) + value).time()  # noqa: DTZ001 - a time of day
    if isinstance(value, time):
        return str(value.replace(microsecond=0))
    if not isinstance(value, datetime):
        return value.isoformat()
    whole = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if whole.time() == time() and not _HOURS.search(_QUOTED.sub("", number_format)):
        return whole.date().isoformat()
    return whole.isoformat(" ")
