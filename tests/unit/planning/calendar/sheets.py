"""Calendars as spreadsheets save them, made for the tests."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from portavoce.planning.calendar.file import Calendar, read_calendar

HEADINGS = ("post", "channel", "when", "text", "kind", "media", "link", "first_comment")


def separated(*rows: str, headings: str = "post,channel,when,text,first_comment", end: str = "\n") -> bytes:
    return end.join((headings, *rows, "")).encode()


def workbook(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> Workbook:
    book = Workbook()
    sheet = sheet_of(book)
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    return book


def zipped(*names: str) -> bytes:
    """An archive of files of these names, as other programs keep theirs."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return written.getvalue()


def sheet_of(book: Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def changed(content: bytes, change: Callable[[str, bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """The workbook with each of its parts as `change` gives it, and with more of them."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return written.getvalue()


def with_part(content: bytes, pattern: bytes, instead: bytes) -> bytes:
    """The workbook with something in its first sheet's XML replaced; it must be there."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        made, count = re.subn(pattern, instead, part)
        assert count
        return made

    return changed(content, change)


def told(calendar: Calendar) -> list[str]:
    """Each refused row: its number and why."""
    return [f"row {one.row}: {one.message}" for one in calendar.refused]


def times(content: bytes, language: str | None = None) -> list[str]:
    """The times of a calendar that is read whole."""
    calendar = read_calendar(content, language=language)
    assert calendar.refused == ()
    return [row.when for row in calendar.rows]
