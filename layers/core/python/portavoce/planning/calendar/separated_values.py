"""A calendar as separated values: whatever a spreadsheet calls CSV, TSV or Unicode text, as a table of cells. Pure."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import pairwise

from portavoce.planning.calendar.cell import Cell
from portavoce.planning.calendar.columns import column_name, is_column
from portavoce.planning.calendar.sheet import CalendarRefused, Sheet, SheetRow, find_table
from portavoce.utf8 import NotUtf8, decode

_SEPARATORS = ",;\t"
_NO_SEPARATORS = "|،؛"
"""What a text of ours may hold anywhere, and some programs and people put between cells."""
_HEADER_AMONG = 20
# Excel reads such a first line and does not show it.
_SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n"])"?[^\r\n]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_ASCII = 127
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = "it is a web page, which some programs call .xls: open it in a spreadsheet and save it as .xlsx"
_XML = "it is XML: open it in a spreadsheet and save it as .xlsx"
_OTHER_FILES = {
    b"\xd0\xcf\x11\xe0": "it is an old Excel file (.xls), or has a password: save it as .xlsx without a password",
    b"%pdf": "it is a PDF, which holds no cells: save the calendar that it was made of as .xlsx",
    b"{\\rtf": "it is a text document: a calendar is a spreadsheet",
    b"\x1f\x8b": "it is compressed (.gz): unpack it, and name the calendar in it",
    b"<html": _PAGE,
    b"<!doctype": _PAGE,
    b"<table": _PAGE,
    b"<?xml": _XML,
    b'{"': "it is JSON: a calendar is .xlsx or separated values",
    b"[{": "it is JSON: a calendar is .xlsx or separated values",
}
_DECIMALS = re.compile(r"\d{1,2}(?![\d/:.-])")
_IDS = 3
"""The first columns are usually ids and a time, in which no separator stands."""


def read_delimited(content: bytes) -> Sheet:
    """The table in the bytes of a file. Raises CalendarRefused."""
    # The mark that old programs put behind a file's last letter, and blocks filled up to their end.
    text = _text(content).rstrip("\x1a\0")
    given = _SEPARATOR_LINE.match(text)
    text = text[given.end() :] if given else text
    separator = given[1] if given and _counts_headings(text, given[1]) > 1 else _separator(text)
    table = _table(text, separator)
    sheet = find_table(SheetRow(number, tuple(map(Cell, cells))) for number, cells in enumerate(table, start=1))
    rows = list(_doubt_shifted(sheet))
    if separator == ",":
        # Beside the answers of a poll there stand its minutes.
        last = next((at for at, one in enumerate(sheet.header.cells) if column_name(one.text) == "poll_minutes"), None)
        rows = [_doubt_numbers(row, last) for row in rows]
    return sheet._replace(rows=rows)


def _text(content: bytes) -> str:
    for beginning, words in _OTHER_FILES.items():
        if content[: len(beginning)].lower() == beginning:
            raise CalendarRefused(words)
    if content.startswith(_UTF_16) and not content.startswith(codecs.BOM_UTF32_LE):
        try:
            return content.decode("utf-16")
        except UnicodeError as error:
            raise CalendarRefused(f"it begins as UTF-16 and is not: {error}: save it as “CSV UTF-8”") from None
    if content.count(b"\0") > len(content) // 4:
        raise CalendarRefused("it is UTF-32, or UTF-16 without a mark that says so: save it as .xlsx or “CSV UTF-8”")
    try:
        return decode(content)
    except NotUtf8 as error:
        raise CalendarRefused(f"{error}{_guess(content, error)}") from None


def _guess(content: bytes, error: NotUtf8) -> str:
    """What the word would be in the code page in which Excel saves a plain “CSV” on Windows: the Arabic one where most
    of its letters are none of ASCII's."""
    line = content.split(b"\n")[error.where.line - 1]
    at = error.where.position - 1
    start = max(line.rfind(mark, 0, at) for mark in (b" ", b",", b";", b"\t", b'"')) + 1
    word = re.split(rb'[ ,;\t"\r]', line[start:], maxsplit=1)[0][:40]
    page = "1256" if sum(byte > _ASCII for byte in word) > len(word) // 2 else "1252"
    return f"; in Windows-{page}, as Excel saves a plain “CSV”, it reads “{word.decode(f'cp{page}', 'replace')}”"


def _first_lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text[:100_000])[:_HEADER_AMONG]


def _counts_headings(text: str, separator: str) -> int:
    """The most names of columns that one of the first lines has between these separators."""
    return max(sum(map(is_column, line.split(separator))) for line in _first_lines(text))


def _separator(text: str) -> str:
    """The separator with which most names of columns stand in one of the first lines. Raises CalendarRefused."""
    lines = _first_lines(text)
    found = [(sum(map(is_column, line.split(one))), line.count(one), one) for line in lines for one in _SEPARATORS]
    best = max(found, key=lambda one: one[0])
    if best[0] <= 1 and (mark := next((one for one in _NO_SEPARATORS if _counts_headings(text, one) > 1), "")):
        raise CalendarRefused(
            f"row 1: each column is missing, as the cells are separated by “{mark}”: save it as .xlsx or “CSV UTF-8”"
        )
    return best[2] if best[0] > 1 else max(found[: len(_SEPARATORS)], key=lambda one: one[1])[2]


def _table(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    table: list[list[str]] = []
    try:
        table.extend(reader)
    except csv.Error as error:
        raise CalendarRefused(
            f"row {len(table) + 1}, line {reader.line_num}: {error}: check the quotes around texts"
        ) from None
    return table


def _doubt_shifted(sheet: Sheet) -> Iterator[SheetRow]:
    """The rows, those doubted whose cells a separator in a text has moved."""
    width = len(sheet.header.cells)
    # A spreadsheet writes as many cells in every row; only what one row has more than others tells of a shift.
    same = {len(row.cells) for row in sheet.rows} if len(sheet.rows) > 1 else set()
    spaced = any(cell.text[:1] == " " for cell in sheet.header.cells)
    for row in sheet.rows:
        filled = any(cell.text.strip() for cell in row.cells[width:])
        alone = [cell.text for cell in row.cells if cell.text.strip()]
        if width > _IDS and len(alone) == 1 and any(alone[0].count(one) >= _IDS for one in _SEPARATORS):
            yield row._replace(
                fault="all of it stands in one cell: its cells are separated otherwise than the headings, or the whole"
                " row stands in quotes. Save the calendar as .xlsx, or with the same separator everywhere"
            )
        elif len(row.cells) > width and (filled or len(same) > 1):
            yield row._replace(
                fault=f"{len(row.cells)} cells for {width} columns: a text that holds the separator needs quotes"
                ' around it, and straight ones (")'
            )
        elif not spaced and (at := _goes_on(row)):
            cell, name = row.cells[at].text, sheet.header.cells[at].text
            yield row._replace(
                fault=f"column {name.strip()}: “{cell.strip()[:30]}” begins with a space, as if the text before it"
                " went on here: put quotes around that text, or take the space away"
            )
        else:
            yield row


def _doubt_numbers(row: SheetRow, last: int | None) -> SheetRow:
    """The row, with a note where a number with a comma may stand in two cells."""
    texts = [cell.text for cell in row.cells]
    for whole, part in pairwise(texts[_IDS:last]):
        if whole[-1:].isdecimal() and _DECIMALS.match(part):
            words = (
                f"“{whole[-20:]}” and “{part[:20]}” stand in two cells: is it one number, put quotes around its text"
            )
            return row._replace(notes=(*row.notes, words))
    return row


def _goes_on(row: SheetRow) -> int:
    """The place of the first cell that seems to go on with the sentence before it, or 0."""
    texts = [cell.text for cell in row.cells]
    if any(text[:1] == " " for text in texts[:_IDS]):
        return 0
    places = range(_IDS + 1, len(texts))
    return next((at for at in places if texts[at][:1] == " " and texts[at].strip() and texts[at - 1].strip()), 0)
