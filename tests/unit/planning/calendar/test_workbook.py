"""A calendar as .xlsx: what Excel keeps is read as people see it, or refused with its cell and what to do."""

import subprocess
import sys
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from portavoce.planning.calendar import workbook as reader
from portavoce.planning.calendar.file import Calendar, read_calendar
from portavoce.planning.calendar.sheet import CalendarRefused
from tests.unit.planning.calendar.sheets import changed, saved, sheet_of, times, told, with_part, workbook

MIDNIGHT = datetime.fromisoformat("2026-12-01")
AT = MIDNIGHT.replace(hour=9, minute=30)
ROW = ("spring", "x", "2026-12-01 09:30", "Ciao")


def read(book: Workbook) -> Calendar:
    return read_calendar(saved(book))


def refusal(content: bytes) -> str:
    with pytest.raises(CalendarRefused) as refused:
        read_calendar(content)
    return str(refused.value)


def test_dates_times_and_texts_are_read_as_excel_keeps_them() -> None:
    text = "Perché no? ☕️\nقهوة _x0041_ = 3"
    book = workbook((*ROW[:2], AT, "Ciao"), ("b", "x", "2026-12-02 10:00", reader.escape_text(text)))
    calendar = read(book)
    assert [(row.row, row.when, row.text) for row in calendar.rows] == [
        (2, "2026-12-01 09:30", "Ciao"),
        (3, "2026-12-02 10:00", text),
    ]


@pytest.mark.parametrize("hour", range(24))
def test_no_minute_is_lost_in_the_fraction_that_excel_makes_of_it(hour: int) -> None:
    book = workbook(*((f"p{minute}", "x", MIDNIGHT.replace(hour=hour, minute=minute), "Ciao") for minute in range(60)))
    assert times(saved(book)) == [f"2026-12-01 {hour:02}:{minute:02}" for minute in range(60)]


def test_a_workbook_that_counts_days_from_1904_tells_the_same_day() -> None:
    book = workbook((*ROW[:2], AT, "Ciao"))
    book.epoch = CALENDAR_MAC_1904
    assert times(saved(book)) == ["2026-12-01 09:30"]


def test_a_midnight_that_is_shown_is_a_time_and_one_that_is_not_is_none() -> None:
    book = workbook((*ROW[:2], MIDNIGHT, "Ciao"), ("b", "x", date(2026, 12, 1), "Ciao"))
    calendar = read(book)
    assert [row.when for row in calendar.rows] == ["2026-12-01 00:00"]
    (said,) = told(calendar)
    assert said.startswith("row 3: column when: “2026-12-01” has no time of day")


def test_a_date_and_a_time_in_two_cells_make_one_time() -> None:
    book = workbook(
        ("a", "x", date(2026, 12, 1), time(9, 30), "Ciao"), headings=("post", "channel", "Data", "Ora", "text")
    )
    assert times(saved(book)) == ["2026-12-01 09:30"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_of_the_spreadsheet_is_refused_with_row_and_column(error: str) -> None:
    book = workbook(ROW, ("b", "x", "2026-12-01 09:30", error))
    sheet_of(book)["D3"].data_type = "e"
    (said,) = told(read(book))
    assert said.startswith(f"row 3: column text: the spreadsheet has an error there ({error})")


def test_a_formula_says_what_excel_computed_and_one_that_nobody_computed_is_refused() -> None:
    book = workbook(ROW, ("b", "x", "2026-12-01 09:30", '="Ciao "&"a tutti"'), ("c", "x", "2026-12-01 09:30", "Ciao"))
    (said,) = told(read(book))
    assert said.startswith("row 3: column text: a formula stands here without its result: open the file")
    computed = with_part(
        saved(book), rb'<c r="D3">(<f>.*?</f>)<v ?/?>(?:</v>)?', rb'<c r="D3" t="str">\1<v>Ciao a tutti</v>'
    )
    assert [row.text for row in read_calendar(computed).rows] == ["Ciao", "Ciao a tutti", "Ciao"]
    empty = with_part(saved(book), rb'<c r="D3">(<f>.*?</f>)<v ?/?>(?:</v>)?', rb'<c r="D3" t="str">\1<v></v>')
    assert [row.text for row in read_calendar(empty).rows] == ["Ciao", "", "Ciao"]


def test_an_array_formula_that_nobody_computed_is_refused_as_well() -> None:
    book = workbook(ROW)
    sheet_of(book)["D2"] = ArrayFormula("D2", "=A2:A2")
    (said,) = told(read(book))
    assert "without its result" in said


@pytest.mark.parametrize(
    ("value", "number_format"), [(46357.4, "General"), (0.2, "0%"), (15, "0.00"), (1234, "#,##0 €"), (2.5, "0.0")]
)
def test_a_number_that_is_shown_otherwise_than_it_is_kept_is_refused(value: float, number_format: str) -> None:
    book = workbook((*ROW[:3], value))
    sheet_of(book)["D2"].number_format = number_format
    (said,) = told(read(book))
    assert said.startswith("row 2: column text: a number stands here")
    assert "format the cell as text" in said


def test_a_plain_number_and_a_boolean_are_the_letters_that_are_seen() -> None:
    (row,) = read(workbook((2026, "x", ROW[2], True))).rows
    assert (row.post, row.text) == ("2026", "TRUE")


def test_a_date_that_the_spreadsheet_made_of_other_words_is_refused() -> None:
    (said,) = told(read(workbook((*ROW[:3], date(2026, 2, 1)))))
    assert said.startswith("row 2: column text: a date stands here (2026-02-01): format the cell as text")


def test_merged_cells_are_refused_with_their_place() -> None:
    book = workbook(ROW, ("", "facebook", "2026-12-01 09:30", "Ciao"))
    sheet_of(book).merge_cells("A2:A3")
    assert told(read(book)) == [f"row {row}: the cells A2:A3 are merged: unmerge them and fill each" for row in (2, 3)]


def test_a_title_merged_above_the_header_is_no_part_of_the_table() -> None:
    book = workbook(ROW)
    sheet = sheet_of(book)
    sheet.insert_rows(1, 2)
    sheet["A1"] = "Calendar of December"
    sheet.merge_cells("A1:D1")
    assert [(row.row, row.post) for row in read(book).rows] == [(4, "spring")]


def test_a_hidden_row_is_planned_and_told_and_a_hidden_sheet_is_not_looked_at() -> None:
    book = workbook(ROW, ("b", "x", "2026-12-01 09:30", "Ciao"))
    sheet_of(book).row_dimensions[3].hidden = True
    old = book.create_sheet("old")
    old.append(["post", "channel", "when", "text"])
    old.sheet_state = "hidden"
    calendar = read(book)
    assert [row.post for row in calendar.rows] == ["spring", "b"]
    assert [(one.row, "hidden" in one.message) for one in calendar.notes] == [(3, True)]


def test_the_sheet_with_the_headings_is_taken_and_two_of_them_are_refused_by_name() -> None:
    book = workbook(ROW)
    sheet_of(book).title = "Dicembre"
    book.create_sheet("notes", 0).append(["buy coffee"])
    assert [row.post for row in read(book).rows] == ["spring"]
    book.create_sheet("Gennaio").append(["post", "channel", "when", "text"])
    assert (
        refusal(saved(book))
        == "the sheets Dicembre, Gennaio all have headings of a calendar: hide or remove all but one"
    )


def test_rich_text_is_read_whole() -> None:
    content = with_part(
        saved(workbook((*ROW[:3], "Ciao"))),
        rb'<c r="D2"[^>]*>.*?</c>',
        b'<c r="D2" t="inlineStr"><is><r><t xml:space="preserve">Ciao </t></r><r><t>a tutti</t></r></is></c>',
    )
    assert [row.text for row in read_calendar(content).rows] == ["Ciao a tutti"]


@pytest.mark.takes_long("it goes through all rows that Excel has")
def test_a_sheet_formatted_to_its_last_row_and_column_is_read_quickly() -> None:
    book = workbook(ROW)
    sheet_of(book).cell(1_048_576, 16_384).font = Font(bold=True)
    assert [row.post for row in read(book).rows] == ["spring"]


@pytest.mark.takes_long("it goes through all rows that Excel has")
@pytest.mark.parametrize("row", [b"99999999999", b"-5", b"x"])
def test_a_row_number_that_no_spreadsheet_has_ends_in_a_sentence_or_is_passed_over(row: bytes) -> None:
    content = with_part(saved(workbook(ROW, ROW)), rb'<row r="3"', b'<row r="' + row + b'"')
    try:
        assert len(read_calendar(content).rows) <= 1
    except CalendarRefused as refused:
        assert "damaged" in str(refused)


def test_a_zip_bomb_is_refused_by_what_it_says_it_unpacks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_UNPACKED", 4_000_000)
    content = changed(saved(workbook(ROW)), lambda _, part: part, {"xl/media/bomb.bin": b"\0" * 5_000_000})
    assert len(content) < 100_000
    assert refusal(content).startswith("it has 5 MB unpacked, at most 4 MB are read")


def test_a_workbook_too_large_to_be_a_calendar_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    assert "at most 0 MB are read: split it" in refusal(saved(workbook(ROW)))


def test_entities_that_multiply_are_refused() -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY e0 "aaaaaaaaaa">' + entities + b"]><worksheet>&e9;</worksheet>"
    book = saved(workbook(ROW))
    content = changed(book, lambda name, part: bomb if "sheet1" in name else part)
    assert "damaged" in refusal(content)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (saved(workbook(ROW))[:2000], "damaged or not whole"),
        (changed(saved(workbook(ROW)), lambda n, part: part[:300] if "sheet1" in n else part), "damaged"),
        (changed(saved(workbook(ROW)), lambda n, part: part if "Types" not in n else b""), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx without a password"),
        (changed(saved(workbook(ROW)), lambda _, part: part, {"content.xml": b""}), "LibreOffice file (.ods)"),
        (changed(saved(workbook(ROW)), lambda _, part: part, {"xl/workbook.bin": b""}), "binary Excel file (.xlsb)"),
        (changed(saved(workbook(ROW)), lambda _, part: part, {"word/document.xml": b""}), "text document"),
    ],
    ids=["cut off", "broken sheet", "no types", "xls or password", "ods", "xlsb", "docx"],
)
def test_a_file_that_is_no_whole_workbook_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    assert words in refusal(content)


def test_a_calendar_of_values_is_read_without_the_library_for_workbooks() -> None:
    code = "import sys, portavoce.planning.calendar.file; sys.exit('openpyxl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd="layers/core/python").returncode == 0
