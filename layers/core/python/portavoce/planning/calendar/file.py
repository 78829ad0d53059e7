"""A calendar as a spreadsheet saves it, .xlsx or separated values: one row per post and channel.

A line of three hyphens in the text begins the next post of a thread; the media of its posts are separated by `|`, and
so are their alternative texts. A backslash before a mark makes it an ordinary character; an apostrophe before = + - or
@ at a cell's beginning is not part of it. Row numbers are those that the spreadsheet shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from portavoce.planning.calendar.cell import find_cell_doubts, find_cell_faults, plain_word
from portavoce.planning.calendar.columns import CHOICES, COLUMNS, OPTIONAL, REQUIRED, TIME_COLUMNS, column_name
from portavoce.planning.calendar.row import CalendarRow, RowUnreadable, read_row, unguard_cell
from portavoce.planning.calendar.separated_values import read_delimited
from portavoce.planning.calendar.sheet import CalendarRefused, Sheet, SheetRow
from portavoce.planning.calendar.workbook import ZIP_MARK, read_workbook
from portavoce.planning.calendar.written_time import DateOrder, UnclearTime, find_date_order, read_written_time
from portavoce.planning.model import Remark
from portavoce.value import Value

MOST_ROWS = 20_000
"""More than a brand plans in a year; all of it is held in memory."""

_KNOWN = frozenset(one.name for one in (*COLUMNS, *TIME_COLUMNS))
_APART = tuple(one.name for one in TIME_COLUMNS)
_PLAIN = frozenset({"post", "channel", "poll_minutes", "zone", *CHOICES})
"""Columns of ids, choices and numbers, in which nothing that cannot be seen means anything."""


class Calendar(Value):
    """What a calendar file holds: rows that can be read, remarks on those that cannot, and what to know of others.

    `asks_language`: a date of it can only be read when the brand's language is known."""

    rows: tuple[CalendarRow, ...]
    refused: tuple[Remark, ...]
    notes: tuple[Remark, ...] = ()
    asks_language: bool = False


def read_calendar(content: bytes, most_rows: int = MOST_ROWS, language: str | None = None) -> Calendar:
    """The rows of a calendar file; rows without any cell are left out. `language` is the brand's, whose order of day
    and month its dates have; without it a date that has two readings is refused. Raises CalendarRefused."""
    sheet = read_workbook(content) if content.startswith(ZIP_MARK) else read_delimited(content)
    columns = _columns(sheet.header)
    if len(sheet.rows) > most_rows:
        raise CalendarRefused(
            f"the calendar has {len(sheet.rows)} rows, at most {most_rows} fit: split it, by year say"
        )
    order = find_date_order(language, _dates(sheet, columns))
    rows: dict[tuple[str, str], CalendarRow] = {}
    refused, notes = [], []
    for row in sheet.rows:
        given = _cells(row, columns)
        named = (given.get("post", ""), given.get("channel", ""))
        try:
            _check_cells(row, columns)
            _check_new(rows.get(named))
            rows[named] = read_row(row.number, given | _time(given, columns, order))
        except RowUnreadable as error:
            refused.append(Remark(row=row.number, post=named[0], channel=named[1], message=str(error)))
            continue
        words_of_row = (*row.notes, *(words for name, text in given.items() for words in find_cell_doubts(name, text)))
        notes += [Remark(row=row.number, post=named[0], channel=named[1], message=words) for words in words_of_row]
    notes += _tell_hidden_columns(sheet, columns, rows.values())
    return Calendar(
        rows=tuple(rows.values()),
        refused=tuple(refused),
        notes=tuple(notes),
        asks_language=order.counts and not language,
    )


def _tell_hidden_columns(sheet: Sheet, columns: Sequence[str], rows: Iterable[CalendarRow]) -> Iterator[Remark]:
    """Of each hidden column, beside the first row that is planned with it."""
    written = {row.number: row for row in sheet.rows}
    for at in sorted(sheet.hidden & set(range(len(columns)))):
        filled = [row for row in rows if "".join(cell.text for cell in written[row.row].cells[at : at + 1]).strip()]
        for first in filled[:1]:
            more = f", in {len(filled)} rows" if len(filled) > 1 else ""
            words = f"the column {columns[at]} is hidden in the spreadsheet, and what stands in it is planned{more}"
            yield Remark(row=first.row, post=first.post, channel=first.channel, message=words)


def _columns(header: SheetRow) -> list[str]:
    columns = [column_name(cell.text) for cell in header.cells]
    while columns and not columns[-1]:
        columns.pop()
    apart = "when" not in columns and any(name in columns for name in _APART)
    required = [name for name in REQUIRED if name != "when"] + list(_APART) if apart else REQUIRED
    missing = [name for name in required if name not in columns]
    unknown = [name or "(empty)" for name in columns if name not in _KNOWN]
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if "when" in columns:
        twice += [name for name in _APART if name in columns]
    for words, names, remedy in (
        ("is missing", missing, ""),
        ("is not known", [] if len(twice) > 1 else unknown, ": take it out, or keep it in a sheet of its own"),
        ("stands there twice", twice, ": keep one of them, and one table in the sheet"),
    ):
        if names:
            raise CalendarRefused(
                f"row {header.number}: the column {', '.join(names)} {words}"
                f"{_hint(names, header) or remedy}; the columns are"
                f" {', '.join(REQUIRED)} and, if wanted, {', '.join(OPTIONAL)}"
            )
    return columns


def _hint(names: Sequence[str], header: SheetRow) -> str:
    """The headings that may have been meant by these, or stand there instead."""
    headings = {column_name(cell.text) for cell in header.cells} - _KNOWN
    for name in names:
        if name in _KNOWN:
            close = get_close_matches(name, headings, n=1)
            if close:
                return f" (is “{close[0]}” meant?)"
        elif close := get_close_matches(name, _KNOWN, n=1):
            return f" (is {close[0]} meant?)"
    return ""


def _dates(sheet: Sheet, columns: Sequence[str]) -> Iterator[str]:
    for row in sheet.rows:
        given = _cells(row, columns)
        yield given.get("when") or f"{given.get('date', '')} {given.get('time', '')}"


def _cells(row: SheetRow, columns: Sequence[str]) -> dict[str, str]:
    texts = {name: cell.text.strip() for name, cell in zip(columns, row.cells, strict=False)}
    return {name: plain_word(text) if name in _PLAIN else unguard_cell(text) for name, text in texts.items()} | {
        name: plain_word(texts[name]).lower() for name in ("channel", *CHOICES) if name in texts
    }


def _time(given: Mapping[str, str], columns: Sequence[str], order: DateOrder) -> dict[str, str]:
    """The row's time under the name `when`. Raises RowUnreadable."""
    apart = "when" not in columns
    if apart and (empty := [name for name in _APART if not given.get(name)]):
        raise RowUnreadable(f"{' and '.join(empty)} must not be empty")
    when = f"{given['date']} {given['time']}" if apart else given.get("when", "")
    try:
        return {"when": read_written_time(when, order)}
    except UnclearTime as error:
        raise RowUnreadable(f"column {'date' if apart else 'when'}: {error}") from None


def _check_cells(row: SheetRow, columns: Sequence[str]) -> None:
    """Raises RowUnreadable with all that is wrong with the row's cells."""
    if row.fault:
        raise RowUnreadable(row.fault)
    if row.headings > len(columns) // 2:
        raise RowUnreadable("the headings stand here a second time: keep one table in the sheet")
    if any(cell.text.strip() for cell in row.cells[len(columns) :]):
        raise RowUnreadable(
            f"{len(row.cells)} cells for {len(columns)} columns: what stands beside the table needs a sheet of its own"
        )
    faults = [
        f"column {name}: {words}"
        for name, cell in zip(columns, row.cells, strict=False)
        for words in find_cell_faults(name, cell._replace(text=cell.text.strip()))
    ]
    if faults:
        raise RowUnreadable("; ".join(faults))


def _check_new(first: CalendarRow | None) -> None:
    if first:
        raise RowUnreadable(
            f"row {first.row} plans the same post on the same channel: give one of them another post id"
        )
